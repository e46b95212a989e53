import type { Metrics } from '@redoubt/telemetry';

/** What is said about looking events up in lists and databases. */
export type ContextMetrics = ReturnType<typeof createContextMetrics>;

export function createContextMetrics(metrics: Metrics) {
  return {
    intelMatched: metrics.counter({
      name: 'db_intel_matched_events_total',
      help: 'Events that name what a threat-intelligence list names.',
    }),
    intelUnread: metrics.counter({
      name: 'db_intel_unread_events_total',
      help: 'Events stored without a look at the lists of their organisation, which could not be read in time.',
    }),
    intelLoads: metrics.counter({
      name: 'db_intel_loads_total',
      help: 'Lists of an organisation read into memory.',
      labelNames: ['result'],
      labelValues: { result: ['loaded', 'failed'] },
    }),
    intelIndicators: metrics.gauge({ name: 'db_intel_indicators', help: 'Indicators in memory.' }),
    intelLeftOut: metrics.gauge({
      name: 'db_intel_indicators_left_out',
      help: 'Indicators beyond the bound of an organisation: the least sure ones, not looked for.',
    }),
    feedPolls: metrics.counter({
      name: 'db_feed_polls_total',
      help: 'Polls of TAXII collections.',
      labelNames: ['result'],
      labelValues: { result: ['polled', 'failed'] },
    }),
    placeFiles: metrics.gauge({ name: 'db_place_files', help: 'Databases of places and networks in use.' }),
    intelDetections: metrics.counter({
      name: 'db_intel_detections_total',
      help: 'Detections of listed things, handed to alert-engine, or given up because its stream was full or Redis away.',
      labelNames: ['result'],
      labelValues: { result: ['sent', 'dropped'] },
    }),
  };
}
