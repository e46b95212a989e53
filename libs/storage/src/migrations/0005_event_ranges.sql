-- Back-fills read events by the time they were accepted. Rows lie in about that order, so block ranges find them for
-- next to nothing per row; searches go by event time and never use this.
CREATE INDEX events_received ON events USING brin (received_at);
