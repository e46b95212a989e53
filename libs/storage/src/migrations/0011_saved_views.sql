-- What somebody looks at often: a page with its filters, for themselves or for all of the organisation.
CREATE TABLE saved_views (
  org_id     uuid        NOT NULL REFERENCES organizations (id),
  view_id    uuid        NOT NULL,
  -- `user:<id>` or `api_key:<id>`
  owner      text        COLLATE "C" NOT NULL CHECK (length(owner) <= 200),
  page       text        COLLATE "C" NOT NULL CHECK (page ~ '^[a-z][a-z-]{0,31}$'),
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 128),
  query      text        NOT NULL CHECK (length(query) <= 2048),
  is_shared  boolean     NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, view_id),
  UNIQUE (org_id, owner, page, name)
);
CREATE INDEX saved_views_shared ON saved_views (org_id, page) WHERE is_shared;

ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY of_current_org ON saved_views FOR SELECT TO redoubt_reader
  USING (org_id = (SELECT redoubt_current_org()));
CREATE POLICY by_writer ON saved_views TO redoubt_writer
  USING (org_id = (SELECT redoubt_current_org()))
  WITH CHECK (org_id = (SELECT redoubt_current_org()));
GRANT SELECT ON saved_views TO redoubt_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO redoubt_writer;
