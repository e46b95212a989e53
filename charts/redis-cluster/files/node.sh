# What the scripts of a node share; sourced.
#
# NODE_NAMES     names of all nodes, in the order of their ordinals: masters first
# NODE_ORDINAL   place of this one in NODE_NAMES, from 0
# MASTERS        how many masters there are
# PORT           where all nodes listen
# DATA_DIR       volume of this node
# SECRETS_DIR    files `admin` and `acl-manager` with passwords
# TLS_DIR        tls.crt, tls.key and ca.crt; without it there is no TLS
DATA_DIR=${DATA_DIR:-/data}
SECRETS_DIR=${SECRETS_DIR:-/run/redoubt/secrets}
PORT=${PORT:-6379}
SERVER=$(command -v valkey-server || command -v redis-server)
CLIENT=$(command -v valkey-cli || command -v redis-cli)
OWN_ADDRESS=${OWN_ADDRESS:-127.0.0.1}

# Asks a node as the administrator: ask HOST COMMAND…
ask() {
  host=$1
  shift
  tls=${TLS_DIR:+--tls --cacert $TLS_DIR/ca.crt --cert $TLS_DIR/tls.crt --key $TLS_DIR/tls.key}
  # shellcheck disable=SC2086 # the options are words of their own
  REDISCLI_AUTH=$(cat "$SECRETS_DIR/admin") timeout 5 "$CLIENT" --no-auth-warning --user admin -h "$host" -p "$PORT" $tls "$@"
}

# Address of a name; nothing while it has none.
address_of() {
  getent hosts "$1" | awk '{ print $1; exit }'
}
