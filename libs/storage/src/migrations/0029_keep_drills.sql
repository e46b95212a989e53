-- Drills are not taken away either: a failed one would leave the one before it as the newest.
DROP TRIGGER drills_are_append_only ON drills;
CREATE TRIGGER drills_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON drills
  FOR EACH STATEMENT EXECUTE FUNCTION redoubt_refuse_audit_change();
