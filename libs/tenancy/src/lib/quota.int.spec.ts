import { newOrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { FakeClock, startRedisCluster, waitFor } from '@redoubt/test-kit';
import { connectTestRedis, silentLog } from '../testing/test-backends.ts';
import { createQuota, type Quota } from './quota.ts';

const quota = { eventsPerSecond: 1_000, bytesPerSecond: 1_000_000, burstSeconds: 2 };
let redis: RedisClient;

beforeAll(async () => {
  redis = await connectTestRedis();
});
afterAll(() => redis.close());

async function takeAll(gates: Quota[], orgId: ReturnType<typeof newOrgId>, events: number): Promise<number> {
  let taken = 0;
  for (let i = 0; ; i++) {
    const decision = await gates[i % gates.length]?.take(orgId, { events, bytes: events * 100 }, quota);
    if (!decision?.ok) return taken;
    taken += events;
  }
}

describe('createQuota', () => {
  test('several gateways share one bucket', async () => {
    const orgId = newOrgId();
    const gates = [1, 2, 3].map(() => createQuota({ redis, log: silentLog }));
    const startedAt = performance.now();
    const taken = await takeAll(gates, orgId, 10);
    const earned = ((performance.now() - startedAt) / 1000) * quota.eventsPerSecond;
    expect(taken).toBeGreaterThanOrEqual(1_700);
    expect(taken).toBeLessThanOrEqual(2_000 + earned + 10);
  });

  test('the hot path asks Redis about once per slice', async () => {
    const orgId = newOrgId();
    const gate = createQuota({ redis, log: silentLog });
    let isAsked = 0;
    for (let i = 0; i < 100; i++) {
      const decision = gate.take(orgId, { events: 10, bytes: 100 }, quota);
      if (decision instanceof Promise) isAsked += 1;
      expect(await decision).toEqual({ ok: true });
    }
    expect(isAsked).toBeLessThanOrEqual(12);
  });

  test('refuses with the time after which it fits, and a refusal costs nothing', async () => {
    const orgId = newOrgId();
    const gate = createQuota({ redis, log: silentLog });
    expect(await gate.take(orgId, { events: 5_000, bytes: 1 }, quota)).toEqual({ ok: true });
    const refused = await gate.take(orgId, { events: 100, bytes: 1 }, quota);
    expect(refused).toMatchObject({ ok: false });
    const retryAfterMs = refused.ok ? 0 : refused.retryAfterMs;
    expect(retryAfterMs).toBeGreaterThan(2_500);
    expect(retryAfterMs).toBeLessThanOrEqual(3_100);
    const held = Number(await redis.call('HGET', orgKeys(orgId).rateLimit('ingest'), ['events']));
    expect(held).toBeLessThanOrEqual(-2_900);
    expect(Number(await redis.call('TTL', orgKeys(orgId).rateLimit('ingest'), []))).toBeGreaterThan(100);
  });

  test('callers at the same moment never get more than there is', async () => {
    const orgId = newOrgId();
    // With all the time they need: without an answer each would let the whole quota through.
    const gates = Array.from({ length: 20 }, () => createQuota({ redis, log: silentLog }, { timeoutMs: 10_000 }));
    const startedAt = performance.now();
    const decisions = await Promise.all(
      gates.flatMap((gate) =>
        Array.from({ length: 10 }, async () => gate.take(orgId, { events: 50, bytes: 1 }, quota)),
      ),
    );
    const earned = ((performance.now() - startedAt) / 1000) * quota.eventsPerSecond;
    const taken = decisions.filter((decision) => decision.ok).length * 50;
    expect(taken).toBeLessThanOrEqual(2_000 + earned);
    expect(taken).toBeGreaterThan(0);
  });

  test('a Redis that answers every other time is no second quota', async () => {
    const orgId = newOrgId();
    const clock = new FakeClock();
    let isAway = false;
    const flaky = { ...redis, script: redis.script.bind(redis) } as RedisClient;
    flaky.batch = (commands) => (isAway ? Promise.resolve([new Error('away')]) : redis.batch(commands));
    const gate = createQuota({ redis: flaky, log: silentLog, clock }, { restMs: 1, sliceMs: 1 });
    const startedAt = performance.now();
    let taken = 0;
    for (let i = 0; i < 20; i++) {
      taken += await takeAll([gate], orgId, 10);
      isAway = !isAway;
      clock.advance(2);
    }
    const earned = ((performance.now() - startedAt + 40) / 1000) * quota.eventsPerSecond;
    expect(taken).toBeGreaterThanOrEqual(1_990);
    expect(taken).toBeLessThanOrEqual(2_000 + earned + 10);
  });

  test('without Redis each gateway lets the quota through by itself, and comes back', async () => {
    const cluster = await startRedisCluster();
    const own = await connectTestRedis(cluster.addresses);
    const clock = new FakeClock();
    const gate = createQuota({ redis: own, log: silentLog, clock }, { timeoutMs: 200 });
    const orgId = newOrgId();
    try {
      expect(await gate.take(orgId, { events: 1, bytes: 1 }, quota)).toEqual({ ok: true });
      const master = await cluster.masterOfKey(orgKeys(orgId).rateLimit('ingest'));
      await cluster.kill9(master);
      const cost = { events: 499, bytes: 1 };
      const decisions = [];
      for (let i = 0; i < 5; i++) decisions.push(await gate.take(orgId, cost, quota));
      expect(decisions.map((decision) => decision.ok)).toEqual([true, true, true, true, false]);
      // Of 2,000 the first request had 1, these four 1,996.
      expect(decisions[4]).toEqual({ ok: false, retryAfterMs: 496 });
      await cluster.restart(master);
      clock.advance(2_000);
      await waitFor(async () => {
        clock.advance(2_000);
        await gate.take(orgId, { events: 5_000, bytes: 1 }, quota);
        return Number(await own.call('HGET', orgKeys(orgId).rateLimit('ingest'), ['events'])) < -1_000;
      });
    } finally {
      await own.close();
      await cluster.stop();
    }
  });
});
