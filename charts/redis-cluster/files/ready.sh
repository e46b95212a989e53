#!/bin/sh
# Ready: answers, has its data, and, once there was a whole cluster, is part of it. A replica has to be in step with its
# master: whoever takes the master away next counts on it.
set -eu
. "$(dirname "$0")/node.sh"
[ "$(ask "$OWN_ADDRESS" ping)" = PONG ]
ask "$OWN_ADDRESS" info persistence | grep -q '^loading:0'
[ -e "$DATA_DIR/formed" ] || exit 0
ask "$OWN_ADDRESS" cluster info | grep -q '^cluster_state:ok'
[ "$(ask "$OWN_ADDRESS" role | head -n 1)" = master ] || ask "$OWN_ADDRESS" info replication | grep -q '^master_link_status:up'
