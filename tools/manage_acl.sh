#!/bin/sh
# The words of the requirements for `redoubt acl`; README.md of apps/cli tells more.
set -eu
redoubt="$(dirname "$(readlink -f "$0")")/../apps/cli/bin/redoubt.mjs"

usage() {
  cat <<'TEXT'
Usage: manage_acl.sh <action> [options]

  setup                 make every declared user, with passwords of their own  (redoubt acl apply)
  list [user]           users of every node and what they may do
  diff | plan | apply   compare with what is declared, say what would change, change it
  rotate [user]         exchange a password while services go on; without a user: all
  revoke <user>         shut a user out on every node, at once
  test <user> [command] ask every node whether the user may run a command
  export [user...]      write users down as lines of an aclfile

Options are those of "redoubt acl <action> --help". Nothing is asked without a terminal: give --yes and --reason.
TEXT
}

case "${1:-}" in
  '' | help | -h | --help) usage; [ $# -gt 0 ] || exit 2 ;;
  setup | create) shift; exec node "$redoubt" acl apply "$@" ;;
  rotate)
    shift
    case "${1:-}" in
      '' | -*) case " $* " in *' --all '* | *' --help '*) ;; *) set -- --all "$@" ;; esac ;;
    esac
    exec node "$redoubt" acl rotate "$@"
    ;;
  list | diff | plan | apply | revoke | test | export) exec node "$redoubt" acl "$@" ;;
  *) usage >&2; exit 2 ;;
esac
