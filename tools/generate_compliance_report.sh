#!/bin/sh
# The words of the requirements for `redoubt compliance report`; docs/security/COMPLIANCE_GUIDE.md tells more.
set -eu
redoubt="$(dirname "$(readlink -f "$0")")/../apps/cli/bin/redoubt.mjs"
exec node "$redoubt" compliance report "$@"
