-- Roles belong to the whole server, not to one database: another database may have made them, or be making them now.
DO $$
BEGIN
  BEGIN
    CREATE ROLE redoubt_reader NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    CREATE ROLE redoubt_writer NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT redoubt_reader, redoubt_writer TO %I', current_user);
  END IF;
END
$$;

-- The organisation of the running transaction; null outside of one, so that a policy built on it shows nothing.
CREATE FUNCTION redoubt_current_org() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('redoubt.org_id', true), '')::uuid $$;
