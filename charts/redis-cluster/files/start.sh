#!/bin/sh
# Starts one node of the cluster; the arguments go to the server.
set -eu
. "$(dirname "$0")/node.sh"

# Users are written once: later changes are acl-manager's, which saves them here. The administrator and the user of
# these scripts follow the Secret.
hash_of() {
  printf %s "$1" | sha256sum | cut -d ' ' -f 1
}
manager_hash=$(hash_of "$(cat "$SECRETS_DIR/acl-manager")")
admin_hash=$(hash_of "$(cat "$SECRETS_DIR/admin")")
keeper_hash=$(hash_of "$(keeper_password)")
keeper_rights='+ping +info +role +cluster|info +cluster|nodes +cluster|meet +cluster|forget +cluster|failover'
keeper_rights="$keeper_rights +cluster|replicate +cluster|addslotsrange"
umask 077
users=$DATA_DIR/users.acl
if [ ! -s "$users" ]; then
  printf 'user default off resetchannels -@all\nuser acl-manager on #%s ~* &* +@all\n' "$manager_hash" > "$users"
fi
{
  grep -Ev '^user (admin|cluster-keeper) ' "$users" || true
  printf 'user admin on #%s ~* &* +@all\n' "$admin_hash"
  printf 'user cluster-keeper on #%s resetchannels -@all %s\n' "$keeper_hash" "$keeper_rights"
} > "$users.new"
mv "$users.new" "$users"

own_conf=${OWN_CONF:-/tmp/redis.conf}
name=$(echo "$NODE_NAMES" | tr ' ' '\n' | sed -n "$((NODE_ORDINAL + 1))p")
cat > "$own_conf" <<CONF
include ${BASE_CONF:-$(dirname "$0")/redis.conf}
dir $DATA_DIR
aclfile $users
cluster-announce-ip $NODE_ADDRESS
replica-announce-ip $NODE_ADDRESS
cluster-announce-hostname $name
masteruser admin
masterauth $(cat "$SECRETS_DIR/admin")
maxmemory ${MAX_MEMORY:-256mb}
bind ${BIND:-* -::*}
CONF
if [ -n "${TLS_DIR:-}" ]; then
  cat >> "$own_conf" <<CONF
port 0
tls-port $PORT
tls-cluster yes
tls-replication yes
tls-auth-clients ${TLS_CLIENTS:-optional}
tls-cert-file $TLS_DIR/tls.crt
tls-key-file $TLS_DIR/tls.key
tls-ca-cert-file $TLS_DIR/ca.crt
CONF
else
  echo "port $PORT" >> "$own_conf"
fi
if [ -n "${EXTRA_CONF:-}" ]; then printf '%s\n' "$EXTRA_CONF" >> "$own_conf"; fi
exec "$SERVER" "$own_conf" "$@"
