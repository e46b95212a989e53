import type { Metrics } from '@redoubt/telemetry';

export type OwnModelMetrics = ReturnType<typeof createOwnModelMetrics>;

/** What is said about a model that the operator brought along; only where there is one. */
export function createOwnModelMetrics(metrics: Metrics) {
  return {
    events: metrics.counter({
      name: 'ml_own_model_events_total',
      help: 'Events by what the own model did with them; all but `scored` are scored without it, `busy` ones since too many waited before them.',
      labelNames: ['result'],
      labelValues: { result: ['scored', 'loading', 'left_alone', 'busy', 'failed'] },
    }),
    failures: metrics.counter({
      name: 'ml_own_model_failures_total',
      help: 'Times that the own model could not be loaded, failed, or took too long.',
    }),
    isOpen: metrics.gauge({
      name: 'ml_own_model_left_alone',
      help: '1 while the own model is left alone after failures in a row.',
    }),
    seconds: metrics.histogram({
      name: 'ml_own_model_duration_seconds',
      help: 'Time it took the own model to answer for a batch.',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1],
    }),
  };
}
