import { SINK_TYPES } from '@redoubt/rulebook';
import type { Metrics } from '@redoubt/telemetry';

/** What siem-forwarder says about itself, beside the metrics of libs/stream; sinks are told apart by type alone. */
export type SiemForwarderMetrics = ReturnType<typeof createSiemForwarderMetrics>;

export function createSiemForwarderMetrics(metrics: Metrics) {
  const sink = [...SINK_TYPES];
  return {
    items: metrics.counter({
      name: 'siem_items_total',
      help: 'Events and alerts handled, by type of sink and what became of them.',
      labelNames: ['sink', 'result'],
      labelValues: { sink, result: ['delivered', 'duplicate', 'filtered', 'dead', 'retried'] },
    }),
    requests: metrics.counter({
      name: 'siem_requests_total',
      help: 'Requests to sinks by type of sink and result.',
      labelNames: ['sink', 'result'],
      labelValues: { sink, result: ['sent', 'retry', 'too_large', 'refused'] },
    }),
    requestSeconds: metrics.histogram({
      name: 'siem_request_duration_seconds',
      help: 'Time a request to a sink took.',
      labelNames: ['sink'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    }),
    pauses: metrics.counter({
      name: 'siem_sink_pauses_total',
      help: 'Times a sink was left alone for a while because it failed.',
      labelNames: ['sink'],
      labelValues: { sink },
    }),
    sinks: metrics.gauge({
      name: 'siem_sinks',
      help: 'Sinks of the organisations this worker owns, by type and state: ok, failing, detached.',
      labelNames: ['sink', 'state'],
    }),
    lagSeconds: metrics.gauge({
      name: 'siem_sink_lag_seconds',
      help: 'Age of the oldest item in hand that a sink has not taken, the worst of its type.',
      labelNames: ['sink'],
    }),
    successAgeSeconds: metrics.gauge({
      name: 'siem_sink_success_age_seconds',
      help: 'Time since a sink that fails last took something, the worst of its type; 0 when none fails.',
      labelNames: ['sink'],
    }),
  };
}
