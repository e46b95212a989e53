-- What an organisation has may not be forgotten while a hold is in force; who placed and released it stays known.
CREATE TABLE legal_holds (
  hold_id        uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id         uuid        NOT NULL REFERENCES organizations (id),
  reason         text        NOT NULL,
  placed_by      text        NOT NULL,
  placed_at      timestamptz NOT NULL DEFAULT now(),
  released_by    text,
  released_at    timestamptz,
  release_reason text
);
CREATE UNIQUE INDEX legal_holds_in_force ON legal_holds (org_id) WHERE released_at IS NULL;

ALTER TABLE legal_holds ENABLE ROW LEVEL SECURITY;
CREATE POLICY legal_holds_of_current_org ON legal_holds FOR SELECT TO redoubt_reader
  USING (org_id = (SELECT redoubt_current_org()));
GRANT SELECT ON legal_holds TO redoubt_reader;

-- Days that were brought back from the archive: retention leaves them alone until then, and drops them without a second
-- archive when they have no other rows.
CREATE TABLE restored_days (
  day         date        PRIMARY KEY,
  keep_until  timestamptz NOT NULL,
  restored_by text        NOT NULL,
  rows        bigint      NOT NULL DEFAULT 0,
  restored_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE restored_days ENABLE ROW LEVEL SECURITY;
