import { newOrgId, systemClock } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { startRedisCluster, type RedisCluster } from '@redoubt/test-kit';
import { testLogger } from '@redoubt/worker-test-kit';
import { OverviewCache } from './overview-cache.ts';

let cluster: RedisCluster;
let redis: RedisClient;
let server: TestDatabase;

beforeAll(async () => {
  cluster = await startRedisCluster();
  const nodes = cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
  redis = await connectRedis({ nodes }, { log: testLogger() });
  server = await createTestDatabase();
});
afterAll(async () => {
  await redis.close();
  await cluster.stop();
  await server.close();
});

test('a Redis without memory keeps nobody from an overview, and each instance computes its own once', async () => {
  const orgId = newOrgId();
  const keys = orgKeys(orgId);
  await redis.call('HSET', keys.eventsSeverity(Date.now()), ['high', 7]);
  await redis.call('ZADD', keys.topAssets(Date.now()), [7, 'web-1']);
  for (const node of redis.masters()) await redis.nodeCall(node, 'CONFIG', 'SET', 'maxmemory', '1');
  await expect(redis.call('SET', keys.dashboardLock(), ['x'])).rejects.toThrow(/OOM/);
  const cache = new OverviewCache({ redis, database: server.database, log: testLogger(), clock: systemClock });
  const first = await cache.read(orgId);
  expect(first.record).toMatchObject({ events24h: 7 });
  expect(first.assets).toMatchObject([{ asset: 'web-1' }]);
  expect((await cache.read(orgId)).record.computedAtMs).toBe(first.record.computedAtMs);
  expect(await redis.call('EXISTS', keys.dashboardMetrics(), [])).toBe(0);
});
