-- Since when a sink has been taken off for being too far behind; null while it has its cursor.
ALTER TABLE sinks ADD COLUMN detached_at timestamptz;
GRANT SELECT (detached_at) ON sinks TO redoubt_reader;

-- A cursor is never handed on: once the sink that had the first one is gone, the next sink gets one of its own.
ALTER TABLE organizations ADD COLUMN is_first_sink_gone boolean NOT NULL DEFAULT false;
GRANT SELECT (is_first_sink_gone), UPDATE (is_first_sink_gone) ON organizations TO redoubt_writer;
