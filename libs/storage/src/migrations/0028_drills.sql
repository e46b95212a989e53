-- What drills found: failovers and restores that were tried, by whom, and how they went. Evidence, so it is never changed.
CREATE TABLE drills (
  drill_id    uuid        PRIMARY KEY,
  kind        text        COLLATE "C" NOT NULL CHECK (kind IN ('failover', 'restore')),
  actor       text        NOT NULL CHECK (length(actor) BETWEEN 1 AND 256),
  started_at  timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  passed      boolean     NOT NULL,
  figures     jsonb       NOT NULL,
  faults      text[]      NOT NULL
);
CREATE INDEX drills_newest ON drills (kind, finished_at DESC);

CREATE TRIGGER drills_are_append_only BEFORE UPDATE OR TRUNCATE ON drills
  FOR EACH STATEMENT EXECUTE FUNCTION redoubt_refuse_audit_change();

GRANT SELECT ON drills TO redoubt_compliance;
