-- For entries of one actor or about one thing, of which a long log has few.
CREATE INDEX audit_log_actor ON audit_log (org_id, actor, seq);
CREATE INDEX audit_log_target_id ON audit_log (org_id, target_id, seq);
DROP INDEX audit_log_target;
