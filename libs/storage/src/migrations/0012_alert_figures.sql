-- For figures over days: alerts opened per day and severity, and how long people took.
CREATE INDEX alerts_org_created ON alerts (org_id, created_at, severity);
CREATE INDEX alert_history_handled ON alert_history (org_id, at) WHERE change IN ('acknowledged', 'closed');
