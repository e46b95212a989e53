-- Retention runs for all organisations at once, and may see no more of their settings than what has long ended.
CREATE POLICY ended_seen_by_writer ON suppressions FOR SELECT TO redoubt_writer
  USING (expires_at < now() - interval '1 day');
CREATE POLICY ended_forgotten_by_writer ON suppressions FOR DELETE TO redoubt_writer
  USING (expires_at < now() - interval '1 day');
CREATE POLICY ended_seen_by_writer ON notification_deliveries FOR SELECT TO redoubt_writer
  USING (finished_at < now() - interval '1 day');
CREATE POLICY ended_forgotten_by_writer ON notification_deliveries FOR DELETE TO redoubt_writer
  USING (finished_at < now() - interval '1 day');
