import { newOrgId, systemClock, type OrgId } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createDbWriterMetrics } from '../metrics.ts';
import { makeBatch } from '../testing/make-batch.ts';
import { Counters } from './counters.ts';

let redis: RedisClient;
beforeAll(async () => {
  redis = await connectTestRedis();
});
afterAll(() => redis.close());

function newCounters(timeoutMs = 2_000) {
  const metrics = testMetrics();
  const deps = { redis, log: testLogger(), clock: systemClock, metrics: createDbWriterMetrics(metrics) };
  return {
    counters: new Counters(deps, { timeoutMs }),
    failed: () => metrics.read('db_realtime_updates_total', { result: 'failed' }),
    detections: (result: string) => metrics.read('db_intel_detections_total', { result }),
  };
}

async function hash(key: string): Promise<Record<string, number>> {
  const flat = (await redis.call('HGETALL', key, [])) as string[];
  const fields: Record<string, number> = {};
  for (let i = 0; i < flat.length; i += 2) fields[flat[i] as string] = Number(flat[i + 1]);
  return fields;
}

async function total(orgId: OrgId, atMs: number): Promise<number> {
  return Object.values(await hash(orgKeys(orgId).eventsSeverity(atMs))).reduce((sum, count) => sum + count, 0);
}

describe('Counters', () => {
  test('all counters of the requirements, each with a life', async () => {
    const orgId = newOrgId();
    const keys = orgKeys(orgId);
    const acceptedAtMs = Date.now();
    const batch = makeBatch(orgId, {
      perFrame: 10,
      acceptedAtMs,
      fields: (index) => ({
        severity: index < 2 ? 'critical' : 'informational',
        eventType: index < 2 ? 'sql_injection_attempt' : 'web_request',
        sourceIp: `203.0.113.${index % 4}`,
        asset: 'web}*1',
      }),
    });
    await newCounters().counters.count(batch);
    const asset = keys.assetHour(subjectHash('web}*1'), acceptedAtMs);
    expect(await hash(keys.eventsMinute(acceptedAtMs))).toEqual({ sql_injection_attempt: 2, web_request: 8 });
    expect(await hash(keys.eventsSeverity(acceptedAtMs))).toEqual({ critical: 2, informational: 8 });
    expect(await hash(asset)).toEqual({ total: 10, critical: 2, informational: 8 });
    expect(await redis.call('PFCOUNT', keys.uniqueIps(acceptedAtMs), [])).toBe(4);
    const threats = (await redis.call('ZRANGE', keys.topThreats(acceptedAtMs), ['0', '-1'])) as string[];
    expect(threats).toEqual(['sql_injection_attempt']);
    const sources = (await redis.call('ZRANGE', keys.topSources(acceptedAtMs), ['0', '-1', 'WITHSCORES'])) as string[];
    expect(sources).toEqual(['203.0.113.2', '2', '203.0.113.3', '2', '203.0.113.0', '3', '203.0.113.1', '3']);
    const assets = await redis.call('ZRANGE', keys.topAssets(acceptedAtMs), ['0', '-1', 'WITHSCORES']);
    expect(assets).toEqual(['web}*1', '2008']);
    const bucket = Math.floor(acceptedAtMs / 10_000) * 10;
    expect(await hash(keys.eventsSliding())).toEqual({ [bucket]: 10 });
    for (const key of [
      keys.eventsMinute(acceptedAtMs),
      keys.eventsSeverity(acceptedAtMs),
      asset,
      keys.uniqueIps(acceptedAtMs),
      keys.topThreats(acceptedAtMs),
      keys.topSources(acceptedAtMs),
      keys.topAssets(acceptedAtMs),
      keys.eventsSliding(),
    ]) {
      expect(Number(await redis.call('TTL', key, []))).toBeGreaterThan(0);
    }
  });

  test('a redelivery counts nothing twice, whoever counts and wherever it is cut', async () => {
    const orgId = newOrgId();
    const acceptedAtMs = Date.now();
    const all = makeBatch(orgId, { frames: 10, perFrame: 5, acceptedAtMs });
    const part = (from: number, to: number) => ({ ...all, events: all.events.slice(from, to) });
    const first = newCounters().counters;
    await first.count(part(0, 20));
    await first.count(part(0, 20));
    expect(await total(orgId, acceptedAtMs)).toBe(20);
    const second = newCounters().counters;
    await second.count(part(13, 37));
    await first.count(part(20, 50));
    await second.count(part(37, 50));
    expect(await total(orgId, acceptedAtMs)).toBe(50);
    const urgent = makeBatch(orgId, { lane: 'p', perFrame: 3, acceptedAtMs });
    await first.count(urgent);
    first.forget(orgId);
    await first.count(urgent);
    expect(await total(orgId, acceptedAtMs)).toBe(53);
  });

  test('two owners at the same moment count each event once', async () => {
    const orgId = newOrgId();
    const acceptedAtMs = Date.now();
    const batch = makeBatch(orgId, { frames: 20, perFrame: 5, acceptedAtMs });
    const counters = Array.from({ length: 8 }, () => newCounters().counters);
    await Promise.all(counters.map((one) => one.count(batch)));
    expect(await total(orgId, acceptedAtMs)).toBe(100);
  });

  test('keys and fields are bounded against hostile words', async () => {
    const orgId = newOrgId();
    const keys = orgKeys(orgId);
    const acceptedAtMs = Date.now();
    const { counters } = newCounters();
    for (let from = 1; from <= 3; from++) {
      const fields = (index: number) => ({ eventType: `type_${from}_${index}`, severity: 'high' as const });
      await counters.count(makeBatch(orgId, { from, perFrame: 300, acceptedAtMs, fields }));
    }
    const types = await hash(keys.eventsMinute(acceptedAtMs));
    expect(Object.keys(types).length).toBeLessThanOrEqual(201);
    expect(Object.values(types).reduce((sum, count) => sum + count, 0)).toBe(900);
    expect(await redis.call('ZCARD', keys.topThreats(acceptedAtMs), [])).toBe(100);
  });

  test('rankings are bounded, and keep those that come again', async () => {
    const orgId = newOrgId();
    const keys = orgKeys(orgId);
    const acceptedAtMs = Date.now();
    const { counters } = newCounters();
    for (let from = 1; from <= 22; from++) {
      const fields = (index: number) => ({
        sourceIp: index < 50 ? '203.0.113.9' : `10.${from}.${index >> 8}.${index & 255}`,
        asset: index < 50 ? 'often' : `asset-${from}-${index}`.padEnd(index === 51 ? 257 : 0, 'x'),
      });
      await counters.count(makeBatch(orgId, { from, perFrame: 300, acceptedAtMs, fields }));
    }
    expect(await redis.call('ZCARD', keys.topSources(acceptedAtMs), [])).toBe(500);
    expect(await redis.call('ZCARD', keys.topAssets(acceptedAtMs), [])).toBe(200);
    expect(await redis.call('ZSCORE', keys.topSources(acceptedAtMs), ['203.0.113.9'])).toBe('1100');
    expect(await redis.call('ZSCORE', keys.topAssets(acceptedAtMs), ['often'])).toBe('11000');
    const names = (await redis.call('ZRANGE', keys.topAssets(acceptedAtMs), [0, -1])) as string[];
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(256);
  });

  test('assets of an hour are bounded', async () => {
    const orgId = newOrgId();
    const keys = orgKeys(orgId);
    const acceptedAtMs = Date.now();
    const { counters } = newCounters();
    await counters.count(makeBatch(orgId, { acceptedAtMs, fields: () => ({ asset: 'first' }) }));
    await redis.call('HSET', keys.eventsCounted(), ['assets', 10_000]);
    await counters.count(makeBatch(orgId, { from: 2, acceptedAtMs, fields: () => ({ asset: 'second' }) }));
    await counters.count(makeBatch(orgId, { from: 3, acceptedAtMs, fields: () => ({ asset: 'first' }) }));
    expect(await hash(keys.assetHour(subjectHash('first'), acceptedAtMs))).toEqual({ total: 2, medium: 2 });
    expect(await redis.call('EXISTS', keys.assetHour(subjectHash('second'), acceptedAtMs), [])).toBe(0);
    await counters.count(
      makeBatch(orgId, { from: 4, acceptedAtMs: acceptedAtMs + 3_599_000, fields: () => ({ asset: 'x' }) }),
    );
    expect(await total(orgId, acceptedAtMs + 3_599_000)).toBe(1);
  });

  test('the sliding window keeps no old bucket', async () => {
    const orgId = newOrgId();
    const nowMs = Date.now();
    const { counters } = newCounters();
    await redis.call('HSET', orgKeys(orgId).eventsSliding(), ['1000', '5']);
    await counters.count(makeBatch(orgId, { acceptedAtMs: nowMs - 3_600_000 }));
    await counters.count(makeBatch(orgId, { from: 2, acceptedAtMs: nowMs - 60_000 }));
    await counters.count(makeBatch(orgId, { from: 3, acceptedAtMs: nowMs }));
    expect(Object.keys(await hash(orgKeys(orgId).eventsSliding()))).toHaveLength(2);
  });

  test('what Redis refuses is given up and said, and later batches count again', async () => {
    const orgId = newOrgId();
    const acceptedAtMs = Date.now();
    await redis.call('SET', orgKeys(orgId).eventsMinute(acceptedAtMs), ['not a hash']);
    const { counters, failed } = newCounters();
    await counters.count(makeBatch(orgId, { acceptedAtMs }));
    expect(await failed()).toBe(1);
    await redis.call('DEL', orgKeys(orgId).eventsMinute(acceptedAtMs), []);
    await counters.count(makeBatch(orgId, { from: 2, acceptedAtMs }));
    expect(await total(orgId, acceptedAtMs)).toBe(1);
  });

  test('detections that a full stream does not take count as dropped', async () => {
    const orgId = newOrgId();
    const { counters, detections } = newCounters();
    const indicator = { kind: 'ip', value: '203.0.113.9', listName: 'feed' } as const;
    const send = (from: number): Promise<void> => {
      const batch = makeBatch(orgId, { from, fields: () => ({ asset: 'web-1' }) });
      const matches = [{ indicator, field: 'destinationIp', value: '203.0.113.9' }];
      return counters.count({ ...batch, events: batch.events.map((event) => ({ ...event, matches })) });
    };
    await send(1);
    expect([await detections('sent'), await detections('dropped')]).toEqual([1, 0]);
    const stream = orgKeys(orgId).detectionsStream();
    const fill = Array.from({ length: 100_000 }, () => ({
      ...{ name: 'XADD', key: stream, args: [stream, '*', 'a', 'b'], retry: 'never' as const },
    }));
    await redis.batch(fill, { timeoutMs: 60_000 });
    await send(2);
    expect([await detections('sent'), await detections('dropped')]).toEqual([1, 1]);
  }, 60_000);

  test('repeated events are counted for those who want it, the day before included', async () => {
    const orgId = newOrgId();
    const keys = orgKeys(orgId);
    const { counters } = newCounters();
    const send = (from: number, externalIds: readonly (string | undefined)[]): Promise<void> =>
      counters.count(
        makeBatch(orgId, {
          ...{ from, perFrame: externalIds.length },
          fields: (index) => (externalIds[index] === undefined ? {} : { externalId: externalIds[index] }),
        }),
      );
    const repeated = async (): Promise<number> => (await hash(keys.eventsCounted())).repeated ?? 0;
    await send(1, ['a', 'a']);
    expect([await repeated(), await redis.call('EXISTS', keys.eventSignatures(Date.now()), [])]).toEqual([0, 0]);
    await redis.call('HSET', keys.features(), ['duplicate_detection', '1']);
    // The answer to this one brings the flag.
    await send(2, ['b']);
    await send(3, ['c', 'd', 'c', undefined, undefined]);
    expect(await repeated()).toBe(2);
    await redis.call('RENAME', keys.eventSignatures(Date.now()), [keys.eventSignatures(Date.now() - 86_400_000)]);
    await send(4, ['d', 'e']);
    expect(await repeated()).toBe(3);
    await counters.count(makeBatch(orgId, { from: 4, perFrame: 2 }));
    expect(await repeated()).toBe(3);
  });
});
