#!/bin/sh
# The morning check of the requirements: `redoubt health`, and the full report where somebody sits there to want it.
set -eu
redoubt="$(dirname "$(readlink -f "$0")")/../apps/cli/bin/redoubt.mjs"

code=0
node "$redoubt" health "$@" || code=$?

# A question without a terminal would hang a cron job; after an error there is no report.
case " $* " in *' --full '* | *' --watch '* | *' --help '* | *' --json '* | *' --output '* | *' --node '*) exit "$code" ;; esac
case "$code" in 0 | 3 | 4) ;; *) exit "$code" ;; esac
if [ -t 0 ] && [ -t 1 ]; then
  printf '📊 Generate full report? [y/N] '
  read -r answer || answer=''
  case "$answer" in y | Y | yes) node "$redoubt" health --full "$@" || code=$? ;; esac
fi
exit "$code"
