-- Inventory of an organisation. `name` is what its events call the asset; addresses are texts in canonical spelling.
CREATE TABLE assets (
  org_id          uuid        NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  name            text        COLLATE "C" NOT NULL,
  addresses       text[]      NOT NULL,
  criticality     smallint    NOT NULL,
  owner           text,
  tags            text[]      NOT NULL,
  -- Of the newest scan; weaknesses by severity, informational to critical.
  scanned_at      timestamptz,
  scanner         text,
  vulnerabilities integer[]   NOT NULL DEFAULT '{0,0,0,0,0}',
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text        NOT NULL,
  PRIMARY KEY (org_id, name)
);
CREATE INDEX assets_addresses ON assets USING gin (addresses);

-- Weaknesses that the newest scan of an asset found.
CREATE TABLE asset_vulnerabilities (
  org_id    uuid     NOT NULL,
  asset     text     COLLATE "C" NOT NULL,
  id        text     COLLATE "C" NOT NULL,
  component text     NOT NULL,
  severity  smallint NOT NULL,
  version   text,
  fixed_in  text,
  title     text,
  PRIMARY KEY (org_id, asset, id, component),
  FOREIGN KEY (org_id, asset) REFERENCES assets (org_id, name) ON DELETE CASCADE
);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['assets', 'asset_vulnerabilities'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY of_current_org ON %I FOR SELECT TO redoubt_reader
                      USING (org_id = (SELECT redoubt_current_org()))', name);
    EXECUTE format('CREATE POLICY by_writer ON %I TO redoubt_writer
                      USING (org_id = (SELECT redoubt_current_org()))
                      WITH CHECK (org_id = (SELECT redoubt_current_org()))', name);
    EXECUTE format('GRANT SELECT ON %I TO redoubt_reader', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO redoubt_writer', name);
  END LOOP;
END
$$;
