#!/bin/sh
# Hands the slots of a master to its replica that is furthest on, and waits until it has them. A replica that still
# copies is waited for, since without one in step the slots are gone until this node is back.
set -u
. "$(dirname "$0")/node.sh"
deadline=$(($(date +%s) + ${HANDOVER_SECONDS:-60}))
is_time_left() { [ "$(date +%s)" -lt "$deadline" ]; }
is_master() { [ "$(ask "$OWN_ADDRESS" role | head -n 1)" = master ]; }

# Whether a replica of this node is on its feet.
has_replica() {
  ask "$OWN_ADDRESS" cluster nodes | awk '
    $3 ~ /myself/ { own = $1 }
    $3 ~ /slave/ && $3 !~ /fail/ { masters[$4] = 1 }
    END { exit !(own in masters) }'
}

# Address of the replica that is furthest on; addresses may have colons.
best_replica() {
  ask "$OWN_ADDRESS" info replication | tr -d '\r' | awk '
    /^slave[0-9]+:/ && /state=online/ {
      sub(/^slave[0-9]+:/, "")
      count = split($0, pairs, ",")
      for (i = 1; i <= count; i++) {
        value = substr(pairs[i], index(pairs[i], "=") + 1)
        if (pairs[i] ~ /^ip=/) ip = value
        if (pairs[i] ~ /^offset=/) offset = value + 0
      }
      if (best == "" || offset > most) { best = ip; most = offset }
    }
    END { print best }'
}

is_master || exit 0
replica=$(best_replica)
while [ -z "$replica" ] && is_time_left && has_replica; do
  sleep 1
  replica=$(best_replica)
done
[ -n "$replica" ] || exit 0
# The answer comes before the failover.
ask "$replica" cluster failover
while is_time_left && is_master; do sleep 1; done
