import { SEVERITIES } from '@redoubt/contracts';
import type { Metrics } from '@redoubt/telemetry';
import { OVERFLOW_KINDS } from './engine/overflow.ts';

/** What alert-engine says about itself, beside the metrics of libs/stream. */
export type AlertEngineMetrics = ReturnType<typeof createAlertEngineMetrics>;

export function createAlertEngineMetrics(metrics: Metrics) {
  return {
    evaluated: metrics.counter({ name: 'rule_events_evaluated_total', help: 'Events that the rules looked at.' }),
    skipped: metrics.counter({
      name: 'rule_events_already_seen_total',
      help: 'Redelivered events and commands that the state contained already.',
    }),
    failed: metrics.counter({
      name: 'rule_events_failed_total',
      help: 'Events whose evaluation failed and that went to the dead letters.',
    }),
    detections: metrics.counter({
      name: 'detections_total',
      help: 'Matches of rules that may alert, before deduplication.',
      labelNames: ['severity'],
      labelValues: { severity: SEVERITIES },
    }),
    alertsCreated: metrics.counter({
      name: 'alerts_created_total',
      help: 'Alerts opened.',
      labelNames: ['severity'],
      labelValues: { severity: SEVERITIES },
    }),
    alertsSuppressed: metrics.counter({
      name: 'alerts_suppressed_total',
      help: 'Alerts that nobody is told of, by what keeps them quiet.',
      labelNames: ['reason'],
      labelValues: { reason: ['suppression', 'inhibition'] },
    }),
    commands: metrics.counter({
      name: 'alert_commands_total',
      help: 'Commands of analysts, by how they ended.',
      labelNames: ['result'],
      labelValues: { result: ['accepted', 'duplicate', 'refused', 'ignored'] },
    }),
    commits: metrics.counter({
      name: 'alert_state_writes_total',
      help: 'Writes of alert state, by result; `stale` and `failed` ones are followed by a new read.',
      labelNames: ['result'],
      labelValues: { result: ['written', 'stale', 'failed'] },
    }),
    overflow: metrics.counter({
      name: 'alert_state_overflow_total',
      help: 'What was given up to keep windows and alerts within their bounds, or came too late to be counted exactly.',
      labelNames: ['what'],
      labelValues: { what: OVERFLOW_KINDS },
    }),
    stateBytes: metrics.gauge({
      name: 'alert_state_bytes',
      help: 'Memory that windows, alerts and incidents of organisations take, estimated.',
    }),
    loads: metrics.counter({ name: 'alert_state_loads_total', help: 'Organisations whose state was read from Redis.' }),
    evaluationSeconds: metrics.histogram({
      name: 'rule_evaluation_duration_seconds',
      help: 'Time the rules took for one batch of events.',
      buckets: [0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5],
    }),
    packLoads: metrics.counter({
      name: 'rule_pack_loads_total',
      help: 'Rule packs read and compiled, by result.',
      labelNames: ['result'],
      labelValues: { result: ['loaded', 'failed'] },
    }),
    packsMissing: metrics.counter({
      name: 'rule_packs_missing_total',
      help: 'Times an organisation went on with the rules it had because a pack of its new ones could not be loaded.',
    }),
    isRegexNative: metrics.gauge({
      name: 'rule_regex_native',
      help: '1 when regular expressions run on re2, 0 when the slow re2js stands in because re2 could not be loaded.',
    }),
    alertAge: metrics.histogram({
      name: 'alert_delay_seconds',
      help: 'From the accept time of the event that opened an alert to its record on the alert stream.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    }),
  };
}
