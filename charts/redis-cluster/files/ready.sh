#!/bin/sh
# Ready: answers, has its data, and, once there was a whole cluster, is part of it.
set -eu
. "$(dirname "$0")/node.sh"
[ "$(ask "$OWN_ADDRESS" ping)" = PONG ]
ask "$OWN_ADDRESS" info persistence | grep -q '^loading:0'
[ ! -e "$DATA_DIR/formed" ] || ask "$OWN_ADDRESS" cluster info | grep -q '^cluster_state:ok'
