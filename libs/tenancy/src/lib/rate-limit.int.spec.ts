import { newOrgId, type OrgId } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import { startRedisCluster, waitFor } from '@redoubt/test-kit';
import type { RedisClient } from '@redoubt/redis';
import { connectTestRedis, silentLog } from '../testing/test-backends.ts';
import type { KeyPrincipal } from './people/principal.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';

let redis: RedisClient;
beforeAll(async () => {
  redis = await connectTestRedis();
});
afterAll(() => redis.close());

const limits = { user: { perMinute: 60, burst: 3 }, api_key: { perMinute: 60, burst: 5 } };

function key(id: string, orgId: OrgId): KeyPrincipal {
  return { kind: 'api_key', id, orgId, permissions: new Set() };
}

async function countPassed(limit: RateLimit, principal: KeyPrincipal, asked: number): Promise<number> {
  let passed = 0;
  for (let i = 0; i < asked; i++) if ((await limit.take(principal)).ok) passed++;
  return passed;
}

test('a key has its burst and then waits, whichever instance it asks; another key has its own', async () => {
  const orgId = newOrgId();
  const [one, two] = [
    createRateLimit({ redis, log: silentLog }, limits),
    createRateLimit({ redis, log: silentLog }, limits),
  ];
  const passed = (await countPassed(one, key('a', orgId), 10)) + (await countPassed(two, key('a', orgId), 10));
  expect(passed).toBeGreaterThanOrEqual(5);
  expect(passed).toBeLessThanOrEqual(6);
  const refused = await two.take(key('a', orgId));
  expect(refused).toMatchObject({ ok: false });
  expect((refused as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(1_000);
  expect((await one.take(key('b', orgId))).ok).toBe(true);
  expect((await one.take(key('a', newOrgId()))).ok).toBe(true);
  await waitFor(async () => (await one.take(key('a', orgId))).ok, { timeoutMs: 5_000 });
});

test('users and keys of one id have buckets of their own, named by a hash', async () => {
  const orgId = newOrgId();
  const limit = createRateLimit({ redis, log: silentLog }, limits);
  await countPassed(limit, key('same', orgId), 8);
  const user = {
    kind: 'user',
    id: 'same',
    userId: 'same',
    role: 'viewer',
    sessionHash: 'x',
    expiresAtMs: 0,
    sessionEpoch: 0,
  } as const;
  expect((await limit.take({ ...user, orgId, permissions: new Set() })).ok).toBe(true);
  const bucket = orgKeys(orgId).rateLimit(subjectHash('user:same'));
  expect(Number(await redis.call('PTTL', bucket, []))).toBeGreaterThan(0);
});

test('without Redis an instance allows the limit by itself', async () => {
  const cluster = await startRedisCluster();
  const own = await connectTestRedis(cluster.addresses);
  try {
    await Promise.all(cluster.nodes.map((node) => cluster.kill9(node)));
    const passed = await countPassed(createRateLimit({ redis: own, log: silentLog }, limits), key('a', newOrgId()), 20);
    expect(passed).toBeGreaterThanOrEqual(5);
    expect(passed).toBeLessThanOrEqual(8);
  } finally {
    await own.close();
    await cluster.stop();
  }
});
