-- Lanes beside the events': alerts, commands, detections, scores, audit.
ALTER TABLE stream_positions DROP CONSTRAINT stream_positions_lane_check;
ALTER TABLE stream_positions ADD CONSTRAINT stream_positions_lane_check
  CHECK (lane IN ('s', 'p', 'a', 'c', 'd', 'x', 'u'));

-- An alert as it stands after its newest record; the columns are what people filter and sort by, `doc` is all of it.
CREATE TABLE alerts (
  org_id        uuid        NOT NULL,
  alert_id      uuid        NOT NULL,
  rule_id       text        COLLATE "C" NOT NULL,
  severity      smallint    NOT NULL CHECK (severity BETWEEN 0 AND 4),
  status        text        COLLATE "C" NOT NULL,
  title         text        NOT NULL,
  source_ip     inet,
  "user"        text,
  asset         text,
  first_seen    timestamptz NOT NULL,
  last_seen     timestamptz NOT NULL,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  count         bigint      NOT NULL,
  risk_score    float8      NOT NULL,
  assignee      text,
  disposition   text        COLLATE "C",
  incident_id   uuid,
  suppressed_by uuid,
  inhibited_by  uuid,
  version       bigint      NOT NULL,
  doc           jsonb       NOT NULL,
  PRIMARY KEY (org_id, alert_id)
) WITH (fillfactor = 70);
CREATE INDEX alerts_org_updated ON alerts (org_id, updated_at, alert_id);
CREATE INDEX alerts_org_seen ON alerts (org_id, last_seen, alert_id);
CREATE INDEX alerts_org_status ON alerts (org_id, status, updated_at, alert_id);
CREATE INDEX alerts_org_incident ON alerts (org_id, incident_id) WHERE incident_id IS NOT NULL;

CREATE TABLE incidents (
  org_id      uuid        NOT NULL,
  incident_id uuid        NOT NULL,
  kind        text        COLLATE "C" NOT NULL,
  severity    smallint    NOT NULL CHECK (severity BETWEEN 0 AND 4),
  status      text        COLLATE "C" NOT NULL,
  title       text        NOT NULL,
  source_ip   inet,
  "user"      text,
  asset       text,
  first_seen  timestamptz NOT NULL,
  last_seen   timestamptz NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  alert_count bigint      NOT NULL,
  risk_score  float8      NOT NULL,
  assignee    text,
  version     bigint      NOT NULL,
  doc         jsonb       NOT NULL,
  PRIMARY KEY (org_id, incident_id)
) WITH (fillfactor = 70);
CREATE INDEX incidents_org_updated ON incidents (org_id, updated_at, incident_id);
CREATE INDEX incidents_org_seen ON incidents (org_id, last_seen, incident_id);
CREATE INDEX incidents_org_status ON incidents (org_id, status, updated_at, incident_id);

-- One row per record of the alerts stream. `record_id` is its place there (lane, entry, line), so that the same record
-- is one row whatever happens.
CREATE TABLE alert_history (
  org_id     uuid        NOT NULL,
  record_id  text        COLLATE "C" NOT NULL,
  alert_id   uuid        NOT NULL,
  version    bigint      NOT NULL,
  change     text        COLLATE "C" NOT NULL,
  at         timestamptz NOT NULL,
  status     text        COLLATE "C" NOT NULL,
  severity   smallint    NOT NULL,
  count      bigint      NOT NULL,
  actor      text,
  note       text,
  command_id uuid,
  PRIMARY KEY (org_id, record_id)
);
CREATE INDEX alert_history_of ON alert_history (org_id, alert_id, version);

CREATE TABLE incident_history (
  org_id      uuid        NOT NULL,
  record_id   text        COLLATE "C" NOT NULL,
  incident_id uuid        NOT NULL,
  version     bigint      NOT NULL,
  change      text        COLLATE "C" NOT NULL,
  at          timestamptz NOT NULL,
  status      text        COLLATE "C" NOT NULL,
  severity    smallint    NOT NULL,
  alert_count bigint      NOT NULL,
  actor       text,
  note        text,
  command_id  uuid,
  PRIMARY KEY (org_id, record_id)
);
CREATE INDEX incident_history_of ON incident_history (org_id, incident_id, version);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['alerts', 'incidents', 'alert_history', 'incident_history'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY of_current_org ON %I FOR SELECT TO redoubt_reader
                      USING (org_id = (SELECT redoubt_current_org()))', name);
    EXECUTE format('CREATE POLICY by_writer ON %I TO redoubt_writer USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT ON %I TO redoubt_reader', name);
    EXECUTE format('GRANT INSERT, DELETE ON %I TO redoubt_writer', name);
  END LOOP;
END
$$;

-- An upsert that keeps the greatest version reads what it replaces; of the history the writer sees what it forgets.
GRANT SELECT, UPDATE ON alerts, incidents TO redoubt_writer;
GRANT SELECT (org_id, alert_id) ON alert_history TO redoubt_writer;
GRANT SELECT (org_id, incident_id) ON incident_history TO redoubt_writer;
