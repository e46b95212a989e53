import type { Channel } from '@redoubt/notifications';
import { connectTestRedis, nodesOf, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createNotifier } from '../notify/notifier.ts';

/** A notifier as a process of its own, to be killed: `<worker id> <channels as JSON>`, on TEST_REDIS_NODES. */
const [workerId = '', channels = '[]'] = process.argv.slice(2);
const notifier = createNotifier({
  redis: await connectTestRedis(),
  redisOptions: { nodes: nodesOf(process.env.TEST_REDIS_NODES ?? '') },
  log: testLogger(),
  metrics: testMetrics(),
  workerId,
  directory: { channelsOf: () => Promise.resolve(JSON.parse(channels) as Channel[]) },
  config: {
    concurrency: 4,
    dashboardUrl: undefined,
    secretKeys: [],
    sender: { http: { isPrivateAllowed: true, timeoutMs: 5_000 } },
  },
  consumer: {
    sweepIntervalMs: 200,
    registryIntervalMs: 500,
    leaseTimes: { ttlMs: 3_000, renewMs: 500, marginMs: 300 },
    quantumEvents: 20,
  },
  worker: { lockMs: 1_500, stalledIntervalMs: 700 },
  sweep: { intervalMs: 500, lateMs: 1_000 },
});
await notifier.start();
