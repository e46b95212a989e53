import type { Server as HttpServer } from 'node:http';
import { systemClock } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { networkOf, type RateLimit, type Sessions } from '@redoubt/tenancy';
import { plainAddress } from '../http/client-address.ts';
import type { AdmissionDeps } from './admission.ts';
import { AlertFeed } from './alert-feed.ts';
import type { AlertFeedLimits } from './alert-room.ts';
import { AlertStreamReader } from './alert-stream-reader.ts';
import { Connections, type ConnectionsOptions } from './connections.ts';
import { createFeedIo, type Door, type FeedIoDeps, type FeedIoOptions } from './create-feed-io.ts';
import { CredentialWatch } from './credential-watch.ts';
import { createEventsFeed } from './events-feed.ts';
import { createFeedMetrics } from './feed-metrics.ts';
import { FeedServer, type FeedServerDeps } from './feed-server.ts';
import { FeedSignals } from './feed-signals.ts';
import { MasterBatches } from './master-batches.ts';
import { createMetricsFeed } from './metrics-feed.ts';
import { SocketCounts, type SocketLimits } from './socket-counts.ts';

export interface FeedsDeps {
  redis: RedisClient;
  log: Logger;
  metrics: Metrics;
  rateLimit: RateLimit;
  sessions: Pick<Sessions, 'forget'>;
  refusals: FeedServerDeps['refusals'];
  verify: AdmissionDeps['verify'];
  addressLimit: FeedServerDeps['addressLimit'];
  addressOf: FeedServerDeps['addressOf'];
  /** Whose share an address counts in; undefined for those that stand for many. */
  holderOf: (address: string) => string | undefined;
}

export interface FeedsOptions extends FeedIoOptions, AlertFeedLimits {
  sockets: SocketLimits;
  records: ConnectionsOptions;
  /** Longest time in which connections are closed at a stop. */
  drainMs: number;
}

/** Wires the feeds onto an HTTP server. */
export async function openFeeds(http: HttpServer, deps: FeedsDeps, options: FeedsOptions): Promise<FeedServer> {
  const { redis, log, rateLimit, sessions, refusals, verify, addressLimit, addressOf, holderOf } = deps;
  const clock = systemClock;
  const metrics = createFeedMetrics(deps.metrics);
  const door: Door = { isDraining: false };
  const senderOf: FeedIoDeps['senderOf'] = (request) => {
    const own = plainAddress(request.socket.remoteAddress ?? '');
    const address = addressOf(request);
    // Behind a proxy that says whose a request is, everybody has a share, wherever the address lies.
    return address === own ? holderOf(own) : networkOf(address);
  };
  const io = createFeedIo(http, { metrics, clock, door, senderOf }, options);
  const batches = new MasterBatches(redis);
  const reader = new AlertStreamReader(redis, batches);
  const alerts = new AlertFeed({ reader, namespace: io.of('/alerts'), metrics, log, limits: options });
  const watch = new CredentialWatch({ verify, sessions, metrics, log, clock });
  const signals = await FeedSignals.open(redis, {
    onAlerts: (orgId) => alerts.wake(orgId),
    onEnded: (ended) => watch.end(ended),
    onGap: (orgIds) => {
      watch.recheck(orgIds);
      for (const orgId of orgIds) alerts.wake(orgId);
    },
  });
  const connections = new Connections({ redis, log, clock }, options.records);
  io.engine.on('connection', (connection: Parameters<Connections['guard']>[0]) => connections.guard(connection));
  const counts = new SocketCounts(options.sockets);
  const common = { redis, batches, metrics, log, clock };
  const feeds = [
    alerts,
    createEventsFeed({ ...common, namespace: io.of('/events') }),
    createMetricsFeed({ ...common, namespace: io.of('/metrics') }),
  ];
  const admission = { verify, rateLimit, counts, addressLimit, addressOf };
  return new FeedServer(
    { io, door, feeds, signals, connections, watch, refusals, metrics, log, ...admission },
    options.drainMs,
  );
}
