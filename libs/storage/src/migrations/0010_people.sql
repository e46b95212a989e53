-- A person, for the whole platform; what they may do is decided per organisation by `memberships`.
CREATE TABLE users (
  id                  uuid        PRIMARY KEY,
  email               text        COLLATE "C" NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254 AND email = lower(email)),
  display_name        text        NOT NULL CHECK (length(display_name) <= 200),
  -- PHC string with its parameters; null for those who sign in elsewhere.
  password_hash       text,
  password_changed_at timestamptz,
  last_login_at       timestamptz,
  disabled_at         timestamptz,
  created_at          timestamptz NOT NULL DEFAULT now()
);

-- Who a user is to an OpenID provider.
CREATE TABLE user_identities (
  issuer     text        COLLATE "C" NOT NULL,
  subject    text        COLLATE "C" NOT NULL,
  user_id    uuid        NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX user_identities_user ON user_identities (user_id);

CREATE TABLE memberships (
  org_id     uuid        NOT NULL REFERENCES organizations (id),
  user_id    uuid        NOT NULL REFERENCES users (id),
  role       text        COLLATE "C" NOT NULL CHECK (role IN ('viewer', 'analyst', 'admin', 'auditor')),
  -- `oidc`: given by the provider's claims, and taken back when they no longer give it.
  source     text        COLLATE "C" NOT NULL DEFAULT 'local' CHECK (source IN ('local', 'oidc')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);

CREATE TABLE invitations (
  id          uuid        PRIMARY KEY,
  org_id      uuid        NOT NULL REFERENCES organizations (id),
  email       text        COLLATE "C" NOT NULL CHECK (email = lower(email)),
  role        text        COLLATE "C" NOT NULL CHECK (role IN ('viewer', 'analyst', 'admin', 'auditor')),
  token_hash  bytea       NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_by  text        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at  timestamptz
);
CREATE INDEX invitations_org ON invitations (org_id, created_at);

-- Every change, in one hash chain per organisation; the chain of the nil UUID holds what belongs to none (users).
CREATE TABLE audit_log (
  org_id      uuid        NOT NULL,
  seq         bigint      NOT NULL CHECK (seq > 0),
  at          timestamptz NOT NULL,
  actor_kind  text        COLLATE "C" NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'operator', 'system')),
  actor       text        NOT NULL,
  address     inet,
  action      text        COLLATE "C" NOT NULL CHECK (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
  target_kind text        COLLATE "C" NOT NULL,
  target_id   text        NOT NULL,
  reason      text,
  before      jsonb,
  after       jsonb,
  prev_hash   bytea       NOT NULL CHECK (length(prev_hash) = 32),
  hash        bytea       NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (org_id, seq)
);
CREATE INDEX audit_log_org_time ON audit_log (org_id, at);
CREATE INDEX audit_log_target ON audit_log (org_id, target_kind, target_id, seq);

-- Where each chain ends: taken under the row's lock, and what tells that rows were cut off the end.
CREATE TABLE audit_heads (
  org_id uuid   PRIMARY KEY,
  seq    bigint NOT NULL,
  hash   bytea  NOT NULL CHECK (length(hash) = 32)
);

CREATE FUNCTION redoubt_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever appended to' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION redoubt_refuse_audit_change();

-- Changes are made in the name of one organisation, and so are their entries.
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_current_org ON audit_log FOR SELECT TO redoubt_reader, redoubt_writer
  USING (org_id = (SELECT redoubt_current_org()));
CREATE POLICY added_by_writer ON audit_log FOR INSERT TO redoubt_writer
  WITH CHECK (org_id = (SELECT redoubt_current_org()));
CREATE POLICY of_current_org ON audit_heads FOR SELECT TO redoubt_reader
  USING (org_id = (SELECT redoubt_current_org()));
CREATE POLICY by_writer ON audit_heads TO redoubt_writer
  USING (org_id = (SELECT redoubt_current_org()))
  WITH CHECK (org_id = (SELECT redoubt_current_org()));
GRANT SELECT ON audit_log, audit_heads TO redoubt_reader;
GRANT SELECT, INSERT ON audit_log TO redoubt_writer;
GRANT SELECT, INSERT, UPDATE ON audit_heads TO redoubt_writer;

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_current_org ON memberships FOR SELECT TO redoubt_reader
  USING (org_id = (SELECT redoubt_current_org()));
GRANT SELECT ON memberships TO redoubt_reader;
