-- What each scanner found on an asset, so that two of them neither hold up each other nor wipe out what the other found.
-- `assets` tells of all scanners together: the newest scan and the sum of what they found.
CREATE TABLE asset_scans (
  org_id          uuid        NOT NULL,
  asset           text        COLLATE "C" NOT NULL,
  scanner         text        COLLATE "C" NOT NULL,
  scanned_at      timestamptz NOT NULL,
  vulnerabilities integer[]   NOT NULL,
  PRIMARY KEY (org_id, asset, scanner),
  FOREIGN KEY (org_id, asset) REFERENCES assets (org_id, name) ON DELETE CASCADE
);

-- Row security that is forced would hide all rows from the owner, who carries them over.
ALTER TABLE assets NO FORCE ROW LEVEL SECURITY;
ALTER TABLE asset_vulnerabilities NO FORCE ROW LEVEL SECURITY;
INSERT INTO asset_scans SELECT org_id, name, scanner, scanned_at, vulnerabilities
  FROM assets WHERE scanned_at IS NOT NULL AND scanner IS NOT NULL;
ALTER TABLE asset_vulnerabilities ADD COLUMN scanner text COLLATE "C" NOT NULL DEFAULT '';
UPDATE asset_vulnerabilities SET scanner = a.scanner FROM assets a
  WHERE a.org_id = asset_vulnerabilities.org_id AND a.name = asset AND a.scanner IS NOT NULL;
ALTER TABLE asset_vulnerabilities DROP CONSTRAINT asset_vulnerabilities_pkey;
ALTER TABLE asset_vulnerabilities ADD PRIMARY KEY (org_id, asset, scanner, id, component);
ALTER TABLE assets FORCE ROW LEVEL SECURITY;
ALTER TABLE asset_vulnerabilities FORCE ROW LEVEL SECURITY;

ALTER TABLE asset_scans ENABLE ROW LEVEL SECURITY;
ALTER TABLE asset_scans FORCE ROW LEVEL SECURITY;
CREATE POLICY of_current_org ON asset_scans FOR SELECT TO redoubt_reader USING (org_id = (SELECT redoubt_current_org()));
CREATE POLICY by_writer ON asset_scans TO redoubt_writer
  USING (org_id = (SELECT redoubt_current_org())) WITH CHECK (org_id = (SELECT redoubt_current_org()));
GRANT SELECT ON asset_scans TO redoubt_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON asset_scans TO redoubt_writer;
