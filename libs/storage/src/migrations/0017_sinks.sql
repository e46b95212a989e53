-- Where an organisation's events are forwarded to. `secret` is sealed by the service before it comes here; no listing
-- returns it. `group_name` is the sink's cursor in the streams.
CREATE TABLE sinks (
  org_id     uuid        NOT NULL REFERENCES organizations (id),
  sink_id    uuid        NOT NULL,
  name       text        NOT NULL,
  type       text        COLLATE "C" NOT NULL,
  is_enabled boolean     NOT NULL,
  group_name text        COLLATE "C" NOT NULL,
  doc        jsonb       NOT NULL,
  secret     bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text        NOT NULL,
  PRIMARY KEY (org_id, sink_id),
  UNIQUE (org_id, name),
  UNIQUE (org_id, group_name)
);

ALTER TABLE sinks ENABLE ROW LEVEL SECURITY;
ALTER TABLE sinks FORCE ROW LEVEL SECURITY;
CREATE POLICY of_current_org ON sinks FOR SELECT TO redoubt_reader USING (org_id = (SELECT redoubt_current_org()));
CREATE POLICY by_writer ON sinks TO redoubt_writer
  USING (org_id = (SELECT redoubt_current_org())) WITH CHECK (org_id = (SELECT redoubt_current_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON sinks TO redoubt_writer;
GRANT SELECT (org_id, sink_id, name, type, is_enabled, group_name, doc, created_at, updated_at, updated_by) ON sinks
  TO redoubt_reader;

-- A sink's cursor is expected from the transaction on that makes the sink.
GRANT SELECT (expected_groups), UPDATE (expected_groups) ON organizations TO redoubt_writer;
