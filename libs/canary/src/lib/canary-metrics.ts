import type { Metrics } from '@redoubt/telemetry';
import { CANARY_STAGES } from './canary-round.ts';

export type CanaryMetrics = ReturnType<typeof createCanaryMetrics>;

/** What rounds came to, for alert rules. */
export function createCanaryMetrics(metrics: Metrics) {
  return {
    latency: metrics.histogram({
      name: 'canary_latency_seconds',
      help: 'From the request at the gateway until a stage was seen.',
      labelNames: ['stage'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    }),
    failures: metrics.counter({
      name: 'canary_failures_total',
      help: 'Rounds in which a stage was not reached in time.',
      labelNames: ['stage'],
      labelValues: { stage: CANARY_STAGES },
    }),
    rounds: metrics.counter({
      name: 'canary_rounds_total',
      help: 'Rounds, by result.',
      labelNames: ['result'],
      labelValues: { result: ['ok', 'failed'] },
    }),
    lastSuccess: metrics.gauge({
      name: 'canary_last_success_timestamp_seconds',
      help: 'When an event last came through as an alert; the start of the process until the first did.',
    }),
  };
}
