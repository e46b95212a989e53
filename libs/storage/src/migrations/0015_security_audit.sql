-- What happened to Redis users and what they were refused, as acl-manager's chain in Redis has it. It belongs to the
-- installation and to no organisation. `record` is the text that `hash` is of, so the chain can be checked here as well.
CREATE TABLE security_audit (
  entry_ms   bigint NOT NULL,
  entry_n    integer NOT NULL,
  seq        bigint NOT NULL,
  at         timestamptz NOT NULL,
  kind       text NOT NULL,
  node       text,
  redis_user text,
  actor      text,
  record     text NOT NULL,
  hash       text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (entry_ms, entry_n)
);
CREATE INDEX security_audit_at ON security_audit (at);
CREATE INDEX security_audit_user ON security_audit (redis_user, at) WHERE redis_user IS NOT NULL;

DO $$
BEGIN
  BEGIN
    CREATE ROLE redoubt_security NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT redoubt_security TO %I', current_user);
  END IF;
END
$$;

-- Records are added and never changed; no other role of the platform reads them.
GRANT SELECT, INSERT ON security_audit TO redoubt_security;
