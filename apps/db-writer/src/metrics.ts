import type { Metrics } from '@redoubt/telemetry';

/** What db-writer says about itself, beside the metrics of libs/stream. */
export type DbWriterMetrics = ReturnType<typeof createDbWriterMetrics>;

export function createDbWriterMetrics(metrics: Metrics) {
  return {
    commits: metrics.counter({
      name: 'db_commits_total',
      help: 'Transactions that stored events, by result.',
      labelNames: ['result'],
      labelValues: { result: ['committed', 'failed'] },
    }),
    commitSeconds: metrics.histogram({
      name: 'db_commit_duration_seconds',
      help: 'Time of one storing transaction, from its begin to its commit on disk.',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    }),
    commitEvents: metrics.histogram({
      name: 'db_commit_events',
      help: 'Events of one storing transaction.',
      buckets: [1, 10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000],
    }),
    stored: metrics.counter({ name: 'db_events_stored_total', help: 'Events written to PostgreSQL.' }),
    skipped: metrics.counter({
      name: 'db_events_already_stored_total',
      help: 'Redelivered events that an earlier transaction had settled.',
    }),
    refused: metrics.counter({
      name: 'db_events_refused_total',
      help: 'Events that PostgreSQL refused and that went to the dead letters.',
    }),
    leaseLost: metrics.counter({
      name: 'db_batches_lease_lost_total',
      help: 'Batches not stored because another owner holds the positions.',
    }),
    queuedEvents: metrics.gauge({ name: 'db_queued_events', help: 'Events waiting for the next transaction.' }),
    isUp: metrics.gauge({ name: 'db_up', help: '1 when the last contact with PostgreSQL went well.' }),
    counted: metrics.counter({
      name: 'db_realtime_updates_total',
      help: 'Updates of the real-time counters, done or given up.',
      labelNames: ['result'],
      labelValues: { result: ['counted', 'failed'] },
    }),
    partitionsDropped: metrics.counter({
      name: 'db_partitions_dropped_total',
      help: 'Day partitions dropped by retention.',
    }),
    rowsForgotten: metrics.counter({
      name: 'db_rows_deleted_total',
      help: 'Rows deleted for organisations with a shorter retention.',
    }),
    maintenanceAt: metrics.gauge({
      name: 'db_maintenance_last_success_timestamp_seconds',
      help: 'When partitions were last made ahead and retention applied, by any worker this one knows of.',
    }),
  };
}
