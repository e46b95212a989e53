-- For filters that few alerts of an organisation pass.
CREATE INDEX alerts_org_rule ON alerts (org_id, rule_id);
CREATE INDEX alerts_org_source ON alerts (org_id, source_ip) WHERE source_ip IS NOT NULL;
