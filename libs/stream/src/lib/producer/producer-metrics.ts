import type { Metrics } from '@redoubt/telemetry';

/** Registers what the appender counts. */
export function createProducerMetrics(metrics: Metrics, queuedBytes: () => number) {
  metrics.gauge({
    name: 'append_queued_bytes',
    help: 'Bytes of events taken from senders and not yet durable in Redis',
    collect: (gauge) => gauge.set(queuedBytes()),
  });
  return {
    /** Events that became durable. */
    appended: metrics.counter({ name: 'append_events_total', help: 'Events appended to the streams' }),
    /** Events whose senders were told to try again, by reason. */
    refused: metrics.counter({
      name: 'append_refused_events_total',
      help: 'Events that could not be made durable',
      labelNames: ['code'],
      labelValues: { code: ['out_of_memory', 'not_replicated', 'unavailable'] },
    }),
    /** Flushes repeated because replicas did not confirm in time. */
    flushRetries: metrics.counter({
      name: 'append_flush_retries_total',
      help: 'Units sent again for lack of replicas',
    }),
    /** Events per frame: the figure every per-event cost depends on. */
    frameEvents: metrics.histogram({
      name: 'append_frame_events',
      help: 'Events per appended frame',
      buckets: [1, 2, 5, 10, 20, 50, 100],
    }),
    /** One pipeline with its WAIT. */
    flushSeconds: metrics.histogram({
      name: 'append_flush_duration_seconds',
      help: 'Time of one flush to one master',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    }),
  };
}

export type ProducerMetrics = ReturnType<typeof createProducerMetrics>;
