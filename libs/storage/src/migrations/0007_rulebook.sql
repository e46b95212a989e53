-- Grows with every change of an organisation's rules, settings, suppressions, channels or flags; taken under the row's
-- lock, so changes of one organisation follow each other and a projection can tell which of two is newer.
ALTER TABLE organizations ADD COLUMN settings_version bigint NOT NULL DEFAULT 0;

-- Packs compiled at import: zstd of the pack's JSON. A (pack, version) never changes. Without an organisation it is
-- for all of them.
CREATE TABLE rule_packs (
  pack_id       text        COLLATE "C" NOT NULL CHECK (pack_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  version       text        COLLATE "C" NOT NULL CHECK (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  org_id        uuid        REFERENCES organizations (id),
  title         text        NOT NULL,
  license       text,
  pack          bytea       NOT NULL,
  sha256        bytea       NOT NULL CHECK (length(sha256) = 32),
  size_bytes    bigint      NOT NULL,
  rule_count    integer     NOT NULL,
  refused_count integer     NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  created_by    text        NOT NULL,
  PRIMARY KEY (pack_id, version)
);
CREATE INDEX rule_packs_org ON rule_packs (org_id);
ALTER TABLE rule_packs ALTER COLUMN pack SET STORAGE EXTERNAL;

-- What an organisation runs. No row: the built-in pack alone. `version` is the settings version of its last change.
CREATE TABLE org_rules (
  org_id         uuid        PRIMARY KEY REFERENCES organizations (id),
  version        bigint      NOT NULL,
  packs          jsonb       NOT NULL,
  disabled       jsonb       NOT NULL DEFAULT '[]',
  overrides      jsonb       NOT NULL DEFAULT '{}',
  alert_settings jsonb       NOT NULL DEFAULT '{}',
  updated_at     timestamptz NOT NULL DEFAULT now(),
  updated_by     text        NOT NULL
);

CREATE TABLE suppressions (
  org_id         uuid        NOT NULL REFERENCES organizations (id),
  suppression_id uuid        NOT NULL,
  owner          text        NOT NULL,
  reason         text        NOT NULL,
  created_at     timestamptz NOT NULL,
  starts_at      timestamptz,
  expires_at     timestamptz NOT NULL,
  ended_by       text,
  doc            jsonb       NOT NULL,
  PRIMARY KEY (org_id, suppression_id)
);
CREATE INDEX suppressions_org_expiry ON suppressions (org_id, expires_at);

-- `secret` is sealed by the service before it comes here; no listing returns it.
CREATE TABLE notification_channels (
  org_id     uuid        NOT NULL REFERENCES organizations (id),
  channel_id uuid        NOT NULL,
  name       text        NOT NULL,
  type       text        COLLATE "C" NOT NULL,
  is_enabled boolean     NOT NULL,
  doc        jsonb       NOT NULL,
  secret     bytea,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text        NOT NULL,
  PRIMARY KEY (org_id, channel_id),
  UNIQUE (org_id, name)
);

-- Attempts to tell people, one row per delivery; `delivery_id` is the same at every retry.
CREATE TABLE notification_deliveries (
  org_id      uuid        NOT NULL,
  delivery_id text        COLLATE "C" NOT NULL,
  channel_id  uuid        NOT NULL,
  type        text        COLLATE "C" NOT NULL,
  alert_ids   uuid[]      NOT NULL,
  status      text        COLLATE "C" NOT NULL CHECK (status IN ('sent', 'failed', 'dead')),
  attempts    integer     NOT NULL,
  detail      text,
  created_at  timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, delivery_id)
);
CREATE INDEX notification_deliveries_org_time ON notification_deliveries (org_id, finished_at, delivery_id);

-- Changes that Redis has not seen yet; a row goes once its organisation's projection was written.
CREATE TABLE outbox (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id     uuid        NOT NULL REFERENCES organizations (id),
  topic      text        COLLATE "C" NOT NULL,
  version    bigint      NOT NULL,
  actor      text        NOT NULL,
  command_id uuid        NOT NULL DEFAULT gen_random_uuid(),
  detail     jsonb       NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_org ON outbox (org_id, id);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['org_rules', 'suppressions', 'notification_channels', 'notification_deliveries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY of_current_org ON %I FOR SELECT TO redoubt_reader
                      USING (org_id = (SELECT redoubt_current_org()))', name);
    -- Settings are written in the name of one organisation, so a statement cannot reach another one's rows.
    EXECUTE format('CREATE POLICY by_writer ON %I TO redoubt_writer
                      USING (org_id = (SELECT redoubt_current_org()))
                      WITH CHECK (org_id = (SELECT redoubt_current_org()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO redoubt_writer', name);
  END LOOP;
END
$$;
GRANT SELECT ON org_rules, suppressions, notification_deliveries TO redoubt_reader;
GRANT SELECT (org_id, channel_id, name, type, is_enabled, doc, updated_at, updated_by) ON notification_channels
  TO redoubt_reader;

-- Whether anybody still uses a pack is a question about all organisations.
CREATE POLICY seen_by_writer ON org_rules FOR SELECT TO redoubt_writer USING (true);

ALTER TABLE rule_packs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_or_common ON rule_packs FOR SELECT TO redoubt_reader, redoubt_writer
  USING (org_id IS NULL OR org_id = (SELECT redoubt_current_org()));
GRANT SELECT ON rule_packs TO redoubt_reader, redoubt_writer;

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_writer ON outbox TO redoubt_writer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON outbox TO redoubt_writer;
GRANT SELECT (id, features, settings_version), UPDATE (settings_version) ON organizations TO redoubt_writer;
