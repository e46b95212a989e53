-- What compliance sees of all organisations is seen by whoever has taken its role for a transaction; that the owner of
-- the schema is a member of the role shows it nothing more.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_log', 'audit_heads', 'alerts', 'alert_history', 'incidents', 'incident_history',
                              'notification_channels', 'sinks'] LOOP
    EXECUTE format('ALTER POLICY seen_by_compliance ON %I USING ((SELECT current_user) = ''redoubt_compliance'')', name);
  END LOOP;
END
$$;
