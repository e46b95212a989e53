-- How far a consumer has stored an organisation's lane (entry, and event inside its frame), and the newest owner that
-- may say so.
CREATE TABLE stream_positions (
  org_id         uuid          NOT NULL,
  consumer       text          COLLATE "C" NOT NULL,
  lane           text          COLLATE "C" NOT NULL CHECK (lane IN ('s', 'p')),
  epoch          bigint        NOT NULL,
  last_entry_ms  numeric(20,0) NOT NULL DEFAULT 0,
  last_entry_seq numeric(20,0) NOT NULL DEFAULT 0,
  last_index     integer       NOT NULL DEFAULT -1,
  updated_at     timestamptz   NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, consumer, lane)
) WITH (fillfactor = 50);

-- Events that PostgreSQL would not take; written with the rows around them, so that a redelivery dead-letters them again.
CREATE TABLE refused_events (
  org_id      uuid        NOT NULL,
  consumer    text        COLLATE "C" NOT NULL,
  event_id    text        COLLATE "C" NOT NULL,
  reason      text        NOT NULL,
  refused_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, consumer, event_id)
);

CREATE TABLE ledger_minutes (
  org_id uuid        NOT NULL,
  minute timestamptz NOT NULL,
  stored bigint      NOT NULL,
  PRIMARY KEY (org_id, minute)
) WITH (fillfactor = 70);
CREATE INDEX ledger_minutes_minute ON ledger_minutes (minute);

ALTER TABLE ledger_minutes ENABLE ROW LEVEL SECURITY;
CREATE POLICY ledger_of_current_org ON ledger_minutes FOR SELECT TO redoubt_reader
  USING (org_id = (SELECT redoubt_current_org()));
CREATE POLICY ledger_by_writer ON ledger_minutes TO redoubt_writer USING (true) WITH CHECK (true);
GRANT SELECT ON ledger_minutes TO redoubt_reader;

GRANT SELECT, INSERT, UPDATE ON stream_positions TO redoubt_writer;
GRANT SELECT, INSERT ON refused_events TO redoubt_writer;
GRANT SELECT, INSERT, UPDATE ON ledger_minutes TO redoubt_writer;
