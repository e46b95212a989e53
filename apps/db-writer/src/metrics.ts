import type { Metrics } from '@redoubt/telemetry';
import { createContextMetrics } from './context/context-metrics.ts';

/** What db-writer says about itself, beside the metrics of libs/stream. */
export type DbWriterMetrics = ReturnType<typeof createDbWriterMetrics>;

/** What a group commit says about its transactions. */
export type CommitMetrics = Pick<DbWriterMetrics, 'isUp' | 'leaseLost'> & ReturnType<typeof createEventMetrics>;

export function createDbWriterMetrics(metrics: Metrics) {
  return {
    ...createEventMetrics(metrics),
    alerts: createRecordMetrics(metrics, 'alert', 'alerts and incidents'),
    scores: createRecordMetrics(metrics, 'score', 'anomaly scores'),
    leaseLost: metrics.counter({
      name: 'db_batches_lease_lost_total',
      help: 'Batches not stored because another owner holds the positions.',
    }),
    setBack: metrics.counter({
      name: 'db_set_back_total',
      help: 'Times PostgreSQL knew less of an organisation than it had committed, as after a restore: read again as far as the streams hold it.',
    }),
    setBackGone: metrics.counter({
      name: 'db_set_back_gone_total',
      help: 'Streams that do not hold all that was stored and that a set back PostgreSQL has no more.',
    }),
    reachedNotes: metrics.counter({
      name: 'db_reached_notes_total',
      help: 'Notes in Redis of how far PostgreSQL has committed, which tell later that it was set back.',
      labelNames: ['result'],
      labelValues: { result: ['noted', 'fenced', 'failed'] },
    }),
    sinksDetached: metrics.counter({
      name: 'db_sinks_detached_total',
      help: 'Sinks taken off for holding back more than their budget.',
    }),
    isUp: metrics.gauge({ name: 'db_up', help: '1 when the last contact with PostgreSQL went well.' }),
    counted: metrics.counter({
      name: 'db_realtime_updates_total',
      help: 'Updates of the real-time counters, done or given up.',
      labelNames: ['result'],
      labelValues: { result: ['counted', 'failed'] },
    }),
    repeated: metrics.counter({
      name: 'db_events_repeated_total',
      help: 'Events that organisations with duplicate_detection sent before on that day or the one before; they are stored.',
    }),
    partitionsDropped: metrics.counter({
      name: 'db_partitions_dropped_total',
      help: 'Day partitions dropped by retention.',
    }),
    partitionsArchived: metrics.counter({
      name: 'db_partitions_archived_total',
      help: 'Day partitions archived and verified before they were dropped.',
    }),
    heldPartitions: metrics.gauge({
      name: 'db_partitions_held',
      help: 'Day partitions past retention that stay because of a legal hold.',
    }),
    overduePartitions: metrics.gauge({
      name: 'db_partitions_overdue',
      help: 'Day partitions past retention that could not be archived or dropped at the last run.',
    }),
    rowsForgotten: metrics.counter({
      name: 'db_rows_deleted_total',
      help: 'Rows deleted for organisations with a shorter retention.',
    }),
    maintenanceAt: metrics.gauge({
      name: 'db_maintenance_last_success_timestamp_seconds',
      help: 'When partitions were last made ahead and retention applied, by any worker this one knows of.',
    }),
    ...createRelayMetrics(metrics),
    context: createContextMetrics(metrics),
  };
}

const COMMIT_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

function createEventMetrics(metrics: Metrics) {
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
      buckets: COMMIT_SECONDS,
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
    queuedEvents: metrics.gauge({ name: 'db_queued_events', help: 'Events waiting for the next transaction.' }),
  };
}

/** The same for the records of a stream. */
function createRecordMetrics(
  metrics: Metrics,
  kind: 'alert' | 'score',
  of: string,
): ReturnType<typeof createEventMetrics> {
  return {
    commits: metrics.counter({
      name: `db_${kind}_commits_total`,
      help: `Transactions that stored records of ${of}, by result.`,
      labelNames: ['result'],
      labelValues: { result: ['committed', 'failed'] },
    }),
    commitSeconds: metrics.histogram({
      name: `db_${kind}_commit_duration_seconds`,
      help: `Time of one transaction that stores records of ${of}.`,
      buckets: COMMIT_SECONDS,
    }),
    commitEvents: metrics.histogram({
      name: `db_${kind}_commit_records`,
      help: `Records of one transaction that stores ${of}.`,
      buckets: [1, 10, 50, 100, 500, 1_000],
    }),
    stored: metrics.counter({
      name: `db_${kind}_records_stored_total`,
      help: `Records of ${of} written to PostgreSQL.`,
    }),
    skipped: metrics.counter({
      name: `db_${kind}_records_already_stored_total`,
      help: 'Redelivered records that an earlier transaction had settled.',
    }),
    refused: metrics.counter({
      name: `db_${kind}_records_refused_total`,
      help: 'Records that PostgreSQL refused and that went to the dead letters.',
    }),
    queuedEvents: metrics.gauge({
      name: `db_queued_${kind}_records`,
      help: `Records of ${of} waiting for the next transaction.`,
    }),
  };
}

function createRelayMetrics(metrics: Metrics) {
  return {
    relayed: metrics.counter({
      name: 'db_outbox_relays_total',
      help: "Times an organisation's changed settings were brought to Redis, by result.",
      labelNames: ['result'],
      labelValues: { result: ['relayed', 'failed'] },
    }),
    outboxChanges: metrics.gauge({
      name: 'db_outbox_changes',
      help: 'Changes of settings that Redis has not seen yet.',
    }),
    outboxAgeSeconds: metrics.gauge({
      name: 'db_outbox_oldest_age_seconds',
      help: 'Age of the oldest change that Redis has not seen yet; 0 when there is none.',
    }),
  };
}
