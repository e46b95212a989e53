import { SEVERITIES } from '@redoubt/contracts';
import type { Metrics } from '@redoubt/telemetry';
import { ROOM_BOUNDS } from './admission/in-flight-bytes.ts';
import { PROBLEM_KINDS } from './http/refusal.ts';
import { ITEM_CODES } from './items/item-error.ts';

/** Answers that are no problem. */
export const OK = 'ok';

/** How events came: the media types of `POST /v1/events`, and the other protocols. */
export const EVENT_FORMATS = [
  ...(['json', 'ndjson', 'text'] as const),
  ...(['hec', 'hec_raw', 'otlp', 'elastic', 'cloudevents', 'webhook'] as const),
] as const;
export type EventFormat = (typeof EVENT_FORMATS)[number];

export interface GatewayGauges {
  inFlightBytes(): number;
  openBodies(): number;
  memoryRatio(): number;
  shedLevel(): number;
}

/** Registers what the gateway counts. */
export function createGatewayMetrics(metrics: Metrics) {
  return {
    /** Answers by problem code; `ok` is an answer without a problem. 429 and 503 are refusals the sender repeats. */
    requests: metrics.counter({
      name: 'gateway_requests_total',
      help: 'Requests answered, by problem code',
      labelNames: ['code'],
      labelValues: { code: [OK, ...Object.keys(PROBLEM_KINDS)] },
    }),
    /** From the head of the request to its answer, the append included. */
    requestSeconds: metrics.histogram({
      name: 'gateway_request_duration_seconds',
      help: 'Time from the request head to the answer of a request with events',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
    /** Events that became durable. */
    accepted: metrics.counter({
      name: 'gateway_events_accepted_total',
      help: 'Events accepted, by body format or protocol',
      labelNames: ['format'],
      labelValues: { format: EVENT_FORMATS },
    }),
    /** Events refused one by one; events of requests refused as a whole are not known and not counted. */
    refused: metrics.counter({
      name: 'gateway_events_refused_total',
      help: 'Events refused inside their batch, by reason',
      labelNames: ['code'],
      labelValues: { code: ITEM_CODES },
    }),
    /** Refused because memory is short. */
    shed: metrics.counter({
      name: 'gateway_events_shed_total',
      help: 'Events shed by admission control, by severity',
      labelNames: ['severity'],
      labelValues: { severity: SEVERITIES },
    }),
    /** Wire bytes of bodies, before decompression. */
    bodyBytes: metrics.counter({ name: 'gateway_body_bytes_total', help: 'Bytes of request bodies received' }),
    /** Bodies for which there was no room, by whose bound was reached: `unverified` are webhooks to be signed. */
    bodiesRefused: metrics.counter({
      name: 'gateway_bodies_refused_total',
      help: 'Bodies refused because as many are in hand as may be, by whose bound that is',
      labelNames: ['bound'],
      labelValues: { bound: ROOM_BOUNDS },
    }),
    /** Closed before a request was read. */
    connectionsRefused: metrics.counter({
      name: 'gateway_connections_refused_total',
      help: 'HTTP connections closed at once: too many in all, or of one address',
      labelNames: ['bound'],
      labelValues: { bound: ['full', 'address'] },
    }),
    /** Senders that broke off; events of theirs stored before are in `unacknowledged`. */
    aborted: metrics.counter({ name: 'gateway_requests_aborted_total', help: 'Requests whose sender went away' }),
    /** Stored without an answer the sender could see: it will send them again. */
    unacknowledged: metrics.counter({
      name: 'gateway_events_unacknowledged_total',
      help: 'Events stored of requests whose sender went away or that failed later',
    }),
  };
}

/** Registers what is read at each scrape. */
export function registerGatewayGauges(metrics: Metrics, gauges: GatewayGauges): void {
  metrics.gauge({
    name: 'gateway_inflight_bytes',
    help: 'Bytes reserved for request bodies',
    collect: (gauge) => gauge.set(gauges.inFlightBytes()),
  });
  metrics.gauge({
    name: 'gateway_open_bodies',
    help: 'Bodies being received',
    collect: (gauge) => gauge.set(gauges.openBodies()),
  });
  metrics.gauge({
    name: 'gateway_redis_memory_ratio',
    help: 'Share of maxmemory in use on the fullest master',
    collect: (gauge) => gauge.set(gauges.memoryRatio()),
  });
  metrics.gauge({
    name: 'gateway_shed_level',
    help: 'Severities shed on the fullest master: 0 none, 1 informational, up to 5 all',
    collect: (gauge) => gauge.set(gauges.shedLevel()),
  });
}

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;

export { createSyslogMetrics } from './protocols/syslog/syslog-metrics.ts';
