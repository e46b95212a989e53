-- What lists and databases knew of an event when it was stored, as JSON.
ALTER TABLE events ADD COLUMN intel text, ADD COLUMN places text;
CREATE INDEX events_org_listed ON events (org_id, event_time) WHERE intel IS NOT NULL;

-- A list that is polled goes on where the poll before came to.
ALTER TABLE intel_lists ADD COLUMN cursor text, ADD COLUMN polled_at timestamptz;
GRANT UPDATE ON intel_lists, intel_indicators TO redoubt_writer;

-- Grows with every change of an organisation's lists, so that whoever holds them in memory sees it in one look.
CREATE TABLE intel_versions (
  org_id  uuid   PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
  version bigint NOT NULL
);
ALTER TABLE intel_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_writer ON intel_versions TO redoubt_writer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON intel_versions TO redoubt_writer;
-- The owner of the schema reads past row security only where it is not forced on it.
ALTER TABLE intel_lists NO FORCE ROW LEVEL SECURITY;
INSERT INTO intel_versions SELECT org_id, 1 FROM intel_lists GROUP BY org_id;
ALTER TABLE intel_lists FORCE ROW LEVEL SECURITY;
