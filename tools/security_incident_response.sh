#!/bin/sh
# The words of the requirements for `redoubt incident open --type`; docs/security/INCIDENT_RESPONSE.md tells more.
set -eu
redoubt="$(dirname "$(readlink -f "$0")")/../apps/cli/bin/redoubt.mjs"

usage() {
  cat <<'TEXT'
Usage: security_incident_response.sh [--type] <type> [options]

  auth_failure_spike   who fails to log in, from where, and whether it is more than usual
  encryption_errors    keys, sealed secrets, certificates
  network_security     isolation, exposure, TLS, who is connected

Options are those of "redoubt incident open --help". Nothing is changed unless --contain --yes --reason says so, and nothing is asked.
TEXT
}

case "${1:-}" in
  '') usage >&2; exit 2 ;;
  help | -h | --help) usage ;;
  auth_failure_spike | encryption_errors | network_security) exec node "$redoubt" incident open --type "$@" ;;
  -*) exec node "$redoubt" incident open "$@" ;;
  *) usage >&2; exit 2 ;;
esac
