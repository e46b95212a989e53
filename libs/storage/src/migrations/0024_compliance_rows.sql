-- Who is forwarded to, which sinks were taken off and when they were changed is evidence of forwarding.
GRANT SELECT (group_name, detached_at, updated_at) ON sinks TO redoubt_compliance;

-- Whether a secret is sealed shows in its first byte, as of channels and sinks.
ALTER TABLE api_keys ADD COLUMN secret_form smallint GENERATED ALWAYS AS
  (CASE WHEN webhook_secret IS NULL THEN NULL WHEN length(webhook_secret) = 0 THEN -1 ELSE get_byte(webhook_secret, 0) END) STORED;
GRANT SELECT (secret_form) ON api_keys TO redoubt_compliance;

-- Runs and reports are seen under the role of compliance, or by the organisation they are of; that the owner of the schema
-- is a member of the role shows it nothing more.
ALTER POLICY by_compliance ON compliance_runs
  USING ((SELECT current_user) = 'redoubt_compliance') WITH CHECK ((SELECT current_user) = 'redoubt_compliance');
ALTER POLICY by_compliance ON compliance_reports
  USING ((SELECT current_user) = 'redoubt_compliance') WITH CHECK ((SELECT current_user) = 'redoubt_compliance');
ALTER TABLE compliance_runs FORCE ROW LEVEL SECURITY;
ALTER TABLE compliance_reports FORCE ROW LEVEL SECURITY;
