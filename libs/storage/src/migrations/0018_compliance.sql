-- What runs of the checks saw, one chain for all of them: `record` is the text, `hash` is of the hash before and the text.
CREATE TABLE compliance_runs (
  seq       bigint      PRIMARY KEY,
  run_id    uuid        NOT NULL UNIQUE,
  -- Null: the installation.
  org_id    uuid        REFERENCES organizations (id),
  at        timestamptz NOT NULL,
  score     smallint,
  measured  float8      NOT NULL,
  statuses  jsonb       NOT NULL,
  record    text        NOT NULL,
  previous  text        COLLATE "C" NOT NULL,
  hash      text        COLLATE "C" NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  signature text        NOT NULL,
  key_id    text        COLLATE "C" NOT NULL
);
CREATE INDEX compliance_runs_of ON compliance_runs (org_id, at);
CREATE INDEX compliance_runs_at ON compliance_runs (at);

-- Public keys that runs and reports were signed with.
CREATE TABLE compliance_keys (
  key_id        text        COLLATE "C" PRIMARY KEY,
  public_key    text        NOT NULL,
  first_used_at timestamptz NOT NULL DEFAULT now()
);

-- `document` is the signed report as it is handed out in JSON; other formats are made of it, `files` has their hashes.
CREATE TABLE compliance_reports (
  report_id    uuid        PRIMARY KEY,
  org_id       uuid        REFERENCES organizations (id),
  framework    text        COLLATE "C" NOT NULL,
  period_from  timestamptz NOT NULL,
  period_to    timestamptz NOT NULL,
  created_at   timestamptz NOT NULL,
  requested_by text        NOT NULL,
  run_id       uuid,
  score        smallint,
  statement    text        NOT NULL,
  document     text        NOT NULL,
  hash         text        COLLATE "C" NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  files        jsonb       NOT NULL
);
CREATE INDEX compliance_reports_of ON compliance_reports (org_id, created_at);

-- `waiver`: somebody answers for a check that fails. `attestation`: somebody vouches for what cannot be measured.
CREATE TABLE compliance_exceptions (
  exception_id uuid        PRIMARY KEY,
  kind         text        COLLATE "C" NOT NULL CHECK (kind IN ('waiver', 'attestation')),
  check_id     text        COLLATE "C" NOT NULL,
  owner        text        NOT NULL CHECK (length(owner) BETWEEN 1 AND 256),
  reason       text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  created_by   text        NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  ended_by     text
);
CREATE INDEX compliance_exceptions_of ON compliance_exceptions (check_id, expires_at);

-- What people and the schedule want done; compliance-reporter takes it up. `request_key` makes the schedule ask once.
CREATE TABLE compliance_requests (
  request_id   uuid        PRIMARY KEY,
  request_key  text        COLLATE "C" UNIQUE,
  kind         text        COLLATE "C" NOT NULL CHECK (kind IN ('run', 'report')),
  org_id       uuid        REFERENCES organizations (id),
  args         jsonb       NOT NULL,
  requested_by text        NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  state        text        COLLATE "C" NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'done', 'failed')),
  result       jsonb,
  error        text,
  finished_at  timestamptz
);
CREATE INDEX compliance_requests_asked ON compliance_requests (created_at) WHERE state = 'asked';

CREATE TRIGGER compliance_runs_are_append_only BEFORE UPDATE OR TRUNCATE ON compliance_runs
  FOR EACH STATEMENT EXECUTE FUNCTION redoubt_refuse_audit_change();
CREATE TRIGGER compliance_reports_are_append_only BEFORE UPDATE OR TRUNCATE ON compliance_reports
  FOR EACH STATEMENT EXECUTE FUNCTION redoubt_refuse_audit_change();

-- Whether a secret is sealed shows in its first byte, which tells nothing of it.
ALTER TABLE notification_channels ADD COLUMN secret_form smallint
  GENERATED ALWAYS AS (CASE WHEN secret IS NULL THEN NULL WHEN length(secret) = 0 THEN -1 ELSE get_byte(secret, 0) END) STORED;
ALTER TABLE sinks ADD COLUMN secret_form smallint
  GENERATED ALWAYS AS (CASE WHEN secret IS NULL THEN NULL WHEN length(secret) = 0 THEN -1 ELSE get_byte(secret, 0) END) STORED;

DO $$
DECLARE
  name text;
BEGIN
  BEGIN
    CREATE ROLE redoubt_compliance NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT redoubt_compliance TO %I', current_user);
  END IF;
  -- It looks at records of all organisations and changes none.
  FOREACH name IN ARRAY ARRAY['audit_log', 'audit_heads', 'alerts', 'alert_history', 'incidents', 'incident_history',
                              'notification_channels', 'sinks'] LOOP
    EXECUTE format('CREATE POLICY seen_by_compliance ON %I FOR SELECT TO redoubt_compliance USING (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['compliance_runs', 'compliance_reports'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY of_current_org ON %I FOR SELECT TO redoubt_reader
                      USING (org_id = (SELECT redoubt_current_org()))', name);
    EXECUTE format('CREATE POLICY by_compliance ON %I TO redoubt_compliance USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT ON %I TO redoubt_reader', name);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO redoubt_compliance', name);
  END LOOP;
END
$$;

GRANT SELECT ON audit_log, audit_heads, security_audit, alerts, alert_history, incidents, incident_history
  TO redoubt_compliance;
GRANT SELECT (id, name, display_name, features, created_at) ON organizations TO redoubt_compliance;
GRANT SELECT (id, org_id, name, created_at, revoked_at) ON api_keys TO redoubt_compliance;
GRANT SELECT (org_id, channel_id, name, secret_form, updated_at) ON notification_channels TO redoubt_compliance;
GRANT SELECT (org_id, sink_id, name, secret_form, is_enabled, created_at) ON sinks TO redoubt_compliance;
GRANT SELECT, INSERT ON compliance_keys, compliance_exceptions TO redoubt_compliance;
GRANT UPDATE (ended_at, ended_by) ON compliance_exceptions TO redoubt_compliance;
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance_requests TO redoubt_compliance;
