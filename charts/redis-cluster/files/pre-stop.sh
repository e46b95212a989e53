#!/bin/sh
# Hands the slots of a master to its replica that is furthest on, and waits until it has them.
set -u
. "$(dirname "$0")/node.sh"
role() { ask "$OWN_ADDRESS" role | head -n 1; }
[ "$(role)" = master ] || exit 0
replica=$(ask "$OWN_ADDRESS" info replication | tr -d '\r' | awk -F '[:,=]' '
  /^slave[0-9]+:/ && /state=online/ {
    for (i = 1; i < NF; i++) { if ($i == "ip") ip = $(i + 1); if ($i == "offset") offset = $(i + 1) + 0 }
    if (best == "" || offset > most) { best = ip; most = offset }
  }
  END { print best }')
[ -n "$replica" ] || exit 0
# The answer comes before the failover.
ask "$replica" cluster failover
left=${HANDOVER_SECONDS:-60}
while [ "$left" -gt 0 ] && [ "$(role)" = master ]; do
  sleep 1
  left=$((left - 1))
done
