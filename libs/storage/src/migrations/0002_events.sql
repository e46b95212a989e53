-- One partition per UTC day of received_at, named events_pYYYYMMDD. The writer copies into a partition itself, because
-- COPY FROM is not allowed on a table with row security; readers may only reach the parent, where the policy holds.
CREATE TABLE events (
  org_id         uuid        NOT NULL,
  event_time     timestamptz NOT NULL,
  received_at    timestamptz NOT NULL,
  event_id       text        COLLATE "C" NOT NULL,
  event_type     text        COLLATE "C" NOT NULL,
  severity       smallint    NOT NULL,
  source_ip      inet,
  destination_ip inet,
  "user"         text,
  asset          text,
  action         text,
  outcome        text,
  external_id    text,
  is_future      boolean     NOT NULL,
  message        text,
  payload        text        NOT NULL
) PARTITION BY RANGE (received_at);

CREATE INDEX events_org_time ON events (org_id, event_time);
CREATE INDEX events_org_type_time ON events (org_id, event_type, event_time);
CREATE INDEX events_org_future ON events (org_id, event_time) WHERE is_future;

ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
CREATE POLICY events_of_current_org ON events FOR SELECT TO redoubt_reader
  USING (org_id = (SELECT redoubt_current_org()));
GRANT SELECT ON events TO redoubt_reader;

-- Days that hold future-dated events of an organisation: the only events whose event time does not bound their accept
-- time from below. With it a search by event time can leave out all other older partitions.
CREATE TABLE future_event_days (
  org_id         uuid        NOT NULL,
  day            date        NOT NULL,
  max_event_time timestamptz NOT NULL,
  PRIMARY KEY (org_id, day)
) WITH (fillfactor = 70);

ALTER TABLE future_event_days ENABLE ROW LEVEL SECURITY;
CREATE POLICY future_days_of_current_org ON future_event_days FOR SELECT TO redoubt_reader
  USING (org_id = (SELECT redoubt_current_org()));
CREATE POLICY future_days_by_writer ON future_event_days TO redoubt_writer USING (true) WITH CHECK (true);
GRANT SELECT ON future_event_days TO redoubt_reader;
GRANT SELECT, INSERT, UPDATE ON future_event_days TO redoubt_writer;
