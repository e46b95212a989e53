#!/bin/sh
# Alive: answers at all, whatever the rest of the cluster does and whoever changed its users.
. "$(dirname "$0")/node.sh"
ask "$OWN_ADDRESS" ping 2>&1 | grep -Eq 'PONG|LOADING|MASTERDOWN|NOAUTH|NOPERM'
