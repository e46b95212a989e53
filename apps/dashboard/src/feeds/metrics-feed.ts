import type { Clock, OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { liveMetricsOf, readLiveMetrics, type LiveMetrics, type LiveReading } from './live-metrics.ts';
import type { MasterBatches } from './master-batches.ts';
import { TickingFeed, type Ticker, type TickingFeedDeps } from './ticking-feed.ts';

const INTERVAL_MS = 1_000;
const READINGS_KEPT = 6;

export interface MetricsFeedDeps extends TickingFeedDeps {
  redis: RedisClient;
  batches: MasterBatches;
  clock: Clock;
}

/** `/metrics`: how the organisation stands, once a second, from counters. */
export function createMetricsFeed(deps: MetricsFeedDeps): TickingFeed {
  return new TickingFeed(deps, {
    name: 'metrics',
    permission: 'pipeline:read',
    intervalMs: INTERVAL_MS,
    createTicker: (orgId) => metricsTicker(deps, orgId),
  });
}

function metricsTicker(deps: MetricsFeedDeps, orgId: OrgId): Ticker {
  let readings: LiveReading[] = [];
  let latest: LiveMetrics | undefined;
  return {
    tick: async (room) => {
      const reading = await readLiveMetrics(deps, orgId, deps.clock.now());
      readings = [...readings, reading].slice(-READINGS_KEPT);
      // A rate needs two.
      if (readings.length < 2) return;
      const sample = liveMetricsOf(readings);
      latest = sample;
      room.send((target) => target.emit('metrics', sample));
    },
    greet: (socket) => {
      if (latest) socket.emit('metrics', latest);
    },
  };
}
