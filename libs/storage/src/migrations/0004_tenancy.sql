CREATE TABLE organizations (
  id              uuid        PRIMARY KEY,
  name            text        COLLATE "C" NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  display_name    text        NOT NULL,
  state           text        NOT NULL DEFAULT 'provisioning' CHECK (state IN ('provisioning', 'active')),
  retention_days  integer     NOT NULL DEFAULT 30 CHECK (retention_days BETWEEN 1 AND 3650),
  events_per_second integer   NOT NULL CHECK (events_per_second > 0),
  bytes_per_second  bigint    NOT NULL CHECK (bytes_per_second > 0),
  burst_seconds   integer     NOT NULL DEFAULT 10 CHECK (burst_seconds BETWEEN 1 AND 3600),
  expected_groups text[]      NOT NULL,
  features        jsonb       NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
  id          text        COLLATE "C" PRIMARY KEY,
  org_id      uuid        NOT NULL REFERENCES organizations (id),
  secret_hash bytea       NOT NULL CHECK (length(secret_hash) = 32),
  name        text        NOT NULL,
  scopes      text[]      NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz,
  revoked_at  timestamptz
);
CREATE INDEX api_keys_org ON api_keys (org_id);
