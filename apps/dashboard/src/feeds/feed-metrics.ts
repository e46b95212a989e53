import type { Metrics } from '@redoubt/telemetry';
import { FEED_PROBLEMS } from './feed-socket.ts';

export const FEED_NAMES = ['alerts', 'events', 'metrics'] as const;
export type FeedName = (typeof FEED_NAMES)[number];

const feedLabel = { labelNames: ['feed'] as const, labelValues: { feed: FEED_NAMES } };

/** Registers what the feeds count. */
export function createFeedMetrics(metrics: Metrics) {
  return {
    connections: metrics.gauge({ name: 'socket_connections', help: 'Sockets open, by feed', ...feedLabel }),
    sent: metrics.counter({
      name: 'socket_messages_sent_total',
      help: 'Records, rows and samples sent, counted once per socket',
      ...feedLabel,
    }),
    /** What a slow or returning socket did not get, and was told of. */
    dropped: metrics.counter({
      name: 'socket_messages_dropped_total',
      help: 'Records and samples left out for a socket that did not keep up or came back too late',
      ...feedLabel,
    }),
    slow: metrics.counter({
      name: 'socket_slow_total',
      help: 'Times a socket did not keep up and had to read on by itself',
    }),
    replayed: metrics.histogram({
      name: 'socket_replayed_records',
      help: 'Records sent to a socket that came back or fell behind, until it met the others',
      buckets: [0, 1, 10, 100, 1_000, 5_000, 10_000],
    }),
    /** By the clocks of Redis and of this machine. */
    lagSeconds: metrics.histogram({
      name: 'socket_feed_lag_seconds',
      help: 'From the append to the alert stream to the emit',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    }),
    unreadable: metrics.counter({
      name: 'socket_unreadable_records_total',
      help: 'Records of alert streams that could not be read, or named another organisation',
    }),
    refused: metrics.counter({
      name: 'socket_refused_total',
      help: 'Sockets refused or ended by the server, by reason',
      labelNames: ['code'],
      labelValues: { code: Object.keys(FEED_PROBLEMS) },
    }),
    handshakesRefused: metrics.counter({
      name: 'socket_handshakes_refused_total',
      help: 'Connections refused before they said who they are: too many, too fast, or during the stop',
    }),
  };
}

export type FeedMetrics = ReturnType<typeof createFeedMetrics>;
