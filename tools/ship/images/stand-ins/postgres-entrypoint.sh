#!/bin/sh
# The part of the entrypoint of the official image that compose uses: makes the database at the first start.
set -eu
# initdb wants its user to have a name.
printf 'postgres:x:%s:%s::/tmp:/bin/false\n' "$(id -u)" "$(id -g)" > /tmp/passwd
export NSS_WRAPPER_PASSWD=/tmp/passwd NSS_WRAPPER_GROUP=/etc/group
LD_PRELOAD=$(ls /usr/lib/*/libnss_wrapper.so)
export LD_PRELOAD
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb --username "$POSTGRES_USER" --pwfile "$POSTGRES_PASSWORD_FILE" --auth scram-sha-256 > /dev/null
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  pg_ctl --wait --options "-c listen_addresses='' -k /tmp" start > /dev/null
  PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE") createdb -h /tmp --username "$POSTGRES_USER" "$POSTGRES_DB"
  pg_ctl --wait --mode fast stop > /dev/null
fi
exec "$@" -c 'listen_addresses=*'
