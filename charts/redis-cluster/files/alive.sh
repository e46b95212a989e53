#!/bin/sh
# Alive: answers at all, whatever the rest of the cluster does.
. "$(dirname "$0")/node.sh"
ask "$OWN_ADDRESS" ping | grep -Eq 'PONG|LOADING|MASTERDOWN'
