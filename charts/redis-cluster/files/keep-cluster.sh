#!/bin/sh
# Runs beside each node and makes the cluster whole: at its first start, when a node comes back without its data, and
# when all came back under new addresses. Every pass looks at what is and does what is missing; a pass that finds
# nothing changes nothing. It never takes slots from a node that has them.
set -u
. "$(dirname "$0")/node.sh"

# Peers are remembered by address; whoever is not connected under the address its name has now is introduced.
introduce_peers() {
  for peer in $NODE_NAMES; do
    address=$(address_of "$peer")
    [ -n "$address" ] || continue
    echo "$nodes" | awk -v wanted="$address:$PORT@" '
      index($2, wanted) == 1 && $8 == "connected" && $3 !~ /fail|handshake|noaddr/ { found = 1 }
      END { exit !found }' || ask "$OWN_ADDRESS" cluster meet "$address" "$PORT" > /dev/null
  done
}

# How many nodes answer, this one included.
connected_count() {
  echo "$nodes" | awk '$8 == "connected" && $3 !~ /fail|handshake|noaddr/ { count++ } END { print count + 0 }'
}

# Who holds a slot: `id flags`.
owner_of() {
  echo "$nodes" | awk -v slot="$1" '{
    for (field = 9; field <= NF; field++) {
      if ($field ~ /^\[/) continue
      bounds = split($field, range, "-")
      if (slot + 0 >= range[1] + 0 && slot + 0 <= range[bounds] + 0) { print $1, $3; exit }
    }
  }'
}

# A master without slots takes its share when nobody has it, and else becomes a replica of who has.
take_place() {
  echo "$nodes" | awk '$3 ~ /myself/ && $3 ~ /master/ && NF == 8 { empty = 1 } END { exit !empty }' || return 0
  # Alone, a node cannot know what others hold.
  [ "$(connected_count)" -ge "$(echo "$NODE_NAMES" | wc -w)" ] || { passes=0; return 0; }
  # What others hold is heard a moment after they are met.
  passes=$((passes + 1))
  [ "$passes" -ge 3 ] || return 0
  share=$((NODE_ORDINAL % MASTERS))
  first=$((16384 * share / MASTERS))
  last=$((16384 * (share + 1) / MASTERS - 1))
  owner=$(owner_of "$first")
  case $owner in
    '') [ "$NODE_ORDINAL" -ge "$MASTERS" ] || ask "$OWN_ADDRESS" cluster addslotsrange "$first" "$last" ;;
    *fail*) echo "the owner of slot $first is away: waiting" ;;
    *) ask "$OWN_ADDRESS" cluster replicate "${owner%% *}" ;;
  esac
}

# An entry of a node that lost its data, and came back as another, is forgotten.
forget_lost() {
  echo "$nodes" | awk '$3 ~ /fail/ && $3 !~ /fail\?/ && NF == 8 && $3 !~ /slave/ { print $1 }' | while read -r lost; do
    [ "$(connected_count)" -ge "$(echo "$NODE_NAMES" | wc -w)" ] && ask "$OWN_ADDRESS" cluster forget "$lost" > /dev/null
  done
}

# A node keeps the certificate that it read: it is told of one that took its place.
follow_certificate() {
  [ -n "${TLS_DIR:-}" ] || return 0
  found=$(cat "$TLS_DIR/tls.crt" "$TLS_DIR/tls.key" "$TLS_DIR/ca.crt" | sha256sum)
  [ "$found" != "$certificate" ] || return 0
  # All in one call: a key without its certificate is refused, and tried again with the next pass.
  told=$(ask_as_admin "$OWN_ADDRESS" config set tls-cert-file "$TLS_DIR/tls.crt" tls-key-file "$TLS_DIR/tls.key" \
    tls-ca-cert-file "$TLS_DIR/ca.crt")
  if [ "$told" = OK ]; then certificate=$found; else echo "the certificate was not taken: $told"; fi
}

passes=0
certificate=
trap 'exit 0' TERM INT
while :; do
  if nodes=$(ask "$OWN_ADDRESS" cluster nodes 2> /dev/null) && echo "$nodes" | grep -q myself; then
    introduce_peers
    take_place
    forget_lost
    follow_certificate
    if ask "$OWN_ADDRESS" cluster info | grep -q 'cluster_slots_assigned:16384'; then : > "$DATA_DIR/formed"; fi
  fi
  sleep "${KEEP_INTERVAL_SECONDS:-3}" &
  wait $!
done
