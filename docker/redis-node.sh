#!/bin/sh
# One node of the cluster in one container: the server, and beside it what makes the cluster whole. The scripts are
# those of charts/redis-cluster, where the two are containers of one pod.
set -eu
. /opt/redoubt/node.sh
NODE_ADDRESS=$(address_of "$NODE_NAME")
NODE_ORDINAL=${NODE_NAME##*-}
export NODE_ADDRESS NODE_ORDINAL
sh /opt/redoubt/start.sh &
server=$!
sh /opt/redoubt/keep-cluster.sh &
keeper=$!
trap 'kill "$keeper"; sh /opt/redoubt/pre-stop.sh > /dev/null; kill "$server"' TERM INT
# A signal ends the first wait before the server has ended.
wait "$server" || true
wait "$server" || true
