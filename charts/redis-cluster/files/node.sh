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

# Asks a node as the user that probes and the keeper come as, which may look after the cluster and reads no key:
# ask HOST COMMAND… Its password follows from the administrator's.
ask() {
  ask_by cluster-keeper "$(keeper_password)" "$@"
}
keeper_password() {
  printf 'cluster-keeper %s' "$(cat "$SECRETS_DIR/admin")" | sha256sum | cut -d ' ' -f 1
}

# The same as the administrator, for what nobody else may.
ask_as_admin() {
  ask_by admin "$(cat "$SECRETS_DIR/admin")" "$@"
}

ask_by() {
  user=$1 password=$2 host=$3
  shift 3
  tls=${TLS_DIR:+--tls --cacert $TLS_DIR/ca.crt --cert $TLS_DIR/tls.crt --key $TLS_DIR/tls.key}
  # shellcheck disable=SC2086 # the options are words of their own
  REDISCLI_AUTH=$password timeout 5 "$CLIENT" --no-auth-warning --user "$user" -h "$host" -p "$PORT" $tls "$@"
}

# Address of a name; nothing while it has none.
address_of() {
  getent hosts "$1" | awk '{ print $1; exit }'
}
