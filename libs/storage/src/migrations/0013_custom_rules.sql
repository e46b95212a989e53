-- Rules that an organisation wrote itself, every published text of each. A text of null: withdrawn. They are compiled
-- into a pack of the organisation's own, which is what engines read. `revision` orders the changes of all its rules.
CREATE TABLE custom_rules (
  org_id     uuid        NOT NULL REFERENCES organizations (id),
  rule_id    text        COLLATE "C" NOT NULL,
  version    integer     NOT NULL,
  revision   bigint      GENERATED ALWAYS AS IDENTITY,
  title      text        NOT NULL,
  yaml       text,
  reason     text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text        NOT NULL,
  PRIMARY KEY (org_id, rule_id, version)
);
CREATE INDEX custom_rules_org_revision ON custom_rules (org_id, revision);

ALTER TABLE custom_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE custom_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY of_current_org ON custom_rules FOR SELECT TO redoubt_reader
  USING (org_id = (SELECT redoubt_current_org()));
CREATE POLICY by_writer ON custom_rules TO redoubt_writer
  USING (org_id = (SELECT redoubt_current_org())) WITH CHECK (org_id = (SELECT redoubt_current_org()));
GRANT SELECT ON custom_rules TO redoubt_reader;
GRANT SELECT, INSERT, DELETE ON custom_rules TO redoubt_writer;

-- The pack of its own is written in the transaction that publishes a rule.
CREATE POLICY own_added ON rule_packs FOR INSERT TO redoubt_writer
  WITH CHECK (org_id = (SELECT redoubt_current_org()));
CREATE POLICY own_removed ON rule_packs FOR DELETE TO redoubt_writer
  USING (org_id = (SELECT redoubt_current_org()));
GRANT INSERT, DELETE ON rule_packs TO redoubt_writer;
