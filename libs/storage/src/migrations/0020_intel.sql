-- Threat-intelligence lists of an organisation. A list is replaced as a whole.
CREATE TABLE intel_lists (
  org_id      uuid        NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  list_id     uuid        NOT NULL,
  name        text        NOT NULL,
  format      text        NOT NULL,
  source      text        NOT NULL,
  indicators  integer     NOT NULL,
  imported_at timestamptz NOT NULL DEFAULT now(),
  imported_by text        NOT NULL,
  PRIMARY KEY (org_id, list_id),
  UNIQUE (org_id, name)
);

CREATE TABLE intel_indicators (
  org_id      uuid        NOT NULL,
  list_id     uuid        NOT NULL,
  kind        text        COLLATE "C" NOT NULL,
  value       text        COLLATE "C" NOT NULL,
  threat      text,
  confidence  smallint,
  valid_until timestamptz,
  PRIMARY KEY (org_id, list_id, kind, value),
  FOREIGN KEY (org_id, list_id) REFERENCES intel_lists ON DELETE CASCADE
);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['intel_lists', 'intel_indicators'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY of_current_org ON %I FOR SELECT TO redoubt_reader
                      USING (org_id = (SELECT redoubt_current_org()))', name);
    EXECUTE format('CREATE POLICY by_writer ON %I TO redoubt_writer
                      USING (org_id = (SELECT redoubt_current_org()))
                      WITH CHECK (org_id = (SELECT redoubt_current_org()))', name);
    EXECUTE format('GRANT SELECT ON %I TO redoubt_reader', name);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO redoubt_writer', name);
  END LOOP;
END
$$;
