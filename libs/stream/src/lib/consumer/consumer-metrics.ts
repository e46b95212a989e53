import { DEAD_REASONS } from '@redoubt/contracts';
import type { Metrics } from '@redoubt/telemetry';

const lossReasons = ['expired', 'superseded', 'fenced'] as const;
const recoveryReasons = ['unknown_outcome', 'rolled_back', 'slot_moved', 'audit', 'paused'] as const;
export type RecoveryReason = (typeof recoveryReasons)[number];

/** What a consumer counts; label sets are closed, organisations never stand in labels. */
export function createConsumerMetrics(
  metrics: Metrics,
  group: string,
  now: { inFlightEvents(): number; partitions(): number; organizations(): number; paused(): number },
) {
  const perGroup = { labelNames: ['group'] as const };
  const collected = (name: string, help: string, read: () => number): void => {
    metrics.gauge({ name, help, ...perGroup, collect: (gauge) => gauge.set({ group }, read()) });
  };
  collected('stream_inflight_events', 'Events read and not settled', now.inFlightEvents);
  collected('lease_held_partitions', 'Partitions this worker holds', now.partitions);
  collected('stream_owned_organizations', 'Organisations this worker reads', now.organizations);
  collected('stream_paused_partitions', 'Partitions stopped by the dead-letter limit', now.paused);
  const counter = <L extends string>(name: string, help: string, label: L, values: readonly string[]) =>
    metrics.counter<'group' | L>({
      name,
      help,
      labelNames: ['group', label],
      labelValues: { group: [group], [label]: values } as Record<'group' | L, readonly string[]>,
    });
  return {
    /** Settled events by outcome. */
    events: counter('stream_events_total', 'Events settled, by outcome', 'outcome', ['ack', 'drop', 'dead']),
    records: counter('stream_records_total', 'Records settled, by outcome', 'outcome', ['ack', 'drop', 'dead']),
    dead: counter(
      'stream_dead_total',
      'Events and records moved to the dead letters, by reason',
      'reason',
      DEAD_REASONS,
    ),
    retries: counter('stream_retries_total', 'Handler calls repeated, by class of error', 'class', [
      'retryable',
      'unknown',
      'outcome',
    ]),
    lost: counter('stream_entries_lost_total', 'Pending entries whose body is gone', 'reason', ['trimmed']),
    leaseLost: counter('lease_lost_total', 'Partitions lost without being given back', 'reason', lossReasons),
    recoveries: counter('stream_recoveries_total', 'Returns to the start of a pending list', 'reason', recoveryReasons),
    noGroup: metrics.counter({
      name: 'stream_missing_group_total',
      help: 'Reads refused because the group does not exist',
      ...perGroup,
      labelValues: { group: [group] },
    }),
    redelivered: metrics.counter({
      name: 'stream_redeliveries_total',
      help: 'Entries that came again',
      ...perGroup,
      labelValues: { group: [group] },
    }),
    trimmed: metrics.counter({
      name: 'stream_trimmed_entries_total',
      help: 'Entries dropped that no group needs',
      ...perGroup,
      labelValues: { group: [group] },
    }),
    lag: metrics.gauge({
      name: 'stream_group_lag_entries',
      help: 'Entries not yet delivered, at the last audit',
      ...perGroup,
    }),
    lagUnknown: metrics.gauge({
      name: 'stream_group_lag_unknown',
      help: 'Streams whose lag the server cannot tell',
      ...perGroup,
    }),
    pending: metrics.gauge({
      name: 'stream_group_pending_entries',
      help: 'Entries delivered and not acknowledged, at the last audit',
      ...perGroup,
    }),
    batchEvents: metrics.histogram({
      name: 'stream_batch_events',
      help: 'Events per handler call',
      ...perGroup,
      buckets: [1, 5, 20, 50, 100, 250, 1000, 5000],
    }),
    handlerSeconds: metrics.histogram({
      name: 'stream_handler_duration_seconds',
      help: 'Time of one handler call',
      ...perGroup,
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    }),
    ageSeconds: metrics.histogram({
      name: 'event_age_seconds',
      help: 'Accept time to settled',
      ...perGroup,
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    }),
  };
}

export type ConsumerMetrics = ReturnType<typeof createConsumerMetrics>;
