-- Scores of events that are worth keeping; the first record of an event stands.
CREATE TABLE event_scores (
  org_id        uuid        NOT NULL,
  event_id      text        COLLATE "C" NOT NULL,
  event_type    text        COLLATE "C" NOT NULL,
  severity      smallint    NOT NULL CHECK (severity BETWEEN 0 AND 4),
  source_ip     inet,
  "user"        text,
  asset         text,
  event_time    timestamptz NOT NULL,
  received_at   timestamptz NOT NULL,
  anomaly_score float8      NOT NULL,
  threat_score  float8      NOT NULL,
  confidence    float8      NOT NULL,
  tail          float8      NOT NULL,
  is_warming_up boolean     NOT NULL,
  reasons       jsonb       NOT NULL,
  PRIMARY KEY (org_id, event_id)
);
CREATE INDEX event_scores_org_time ON event_scores (org_id, event_time, tail);
CREATE INDEX event_scores_org_received ON event_scores (org_id, received_at);

-- All scores by accept minute, counted in ranges of equal width.
CREATE TABLE score_minutes (
  org_id uuid        NOT NULL,
  minute timestamptz NOT NULL,
  counts bigint[]    NOT NULL,
  PRIMARY KEY (org_id, minute)
) WITH (fillfactor = 70);

-- How the model of an organisation was doing last.
CREATE TABLE anomaly_models (
  org_id uuid        NOT NULL PRIMARY KEY,
  at     timestamptz NOT NULL,
  doc    jsonb       NOT NULL
) WITH (fillfactor = 50);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['event_scores', 'score_minutes', 'anomaly_models'] LOOP
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

-- Additions and retention read what they change.
GRANT SELECT, UPDATE ON score_minutes, anomaly_models TO redoubt_writer;
GRANT SELECT (org_id, event_id, received_at) ON event_scores TO redoubt_writer;
