import { SEVERITIES, systemClock } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { testLogger } from '@redoubt/worker-test-kit';
import { OverviewCache } from '../../cache/overview-cache.ts';
import { ApiClient } from '../../testing/api-client.ts';
import { makeAlert, makeIncident } from '../../testing/make-cases.ts';
import { openCaseStore, startApp, type Tenant, type TestApp } from '../../testing/start-app.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
let app: TestApp;
let api: ApiClient;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
});
afterAll(() => app.close());

/** Writes counters as db-writer does. */
async function count(tenant: Tenant, atMs: number, bySeverity: Record<string, number>): Promise<void> {
  for (const [severity, events] of Object.entries(bySeverity)) {
    await app.redis.call('HINCRBY', orgKeys(tenant.orgId).eventsSeverity(atMs), [severity, events]);
  }
}

async function countAsset({ orgId }: Tenant, asset: string, atMs: number, counts: Record<string, number>) {
  const keys = orgKeys(orgId);
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  await app.redis.call('ZINCRBY', keys.topAssets(atMs), [total, asset]);
  for (const [field, events] of Object.entries({ total, ...counts })) {
    await app.redis.call('HINCRBY', keys.assetHour(subjectHash(asset), atMs), [field, events]);
  }
}

const overview = async ({ read: key }: Tenant) => (await api.call('getOverview', { key })).json;
const cached = ({ orgId }: Tenant) => app.redis.call('HGETALL', orgKeys(orgId).dashboardMetrics(), []);

function newCache(freshMs: number): OverviewCache {
  return new OverviewCache({ ...app, log: testLogger(), clock: systemClock }, { freshMs });
}

describe('GET overview', () => {
  it('of an organisation without anything is all zeros', async () => {
    const tenant = await app.addTenant('empty');
    expect(await overview(tenant)).toMatchObject({
      ...{ events24h: 0, criticalEvents24h: 0, eventsPerSecond: 0, openAlerts: 0, oldestOpenAlertMs: null },
      ...{ openIncidents: 0, mttaSeconds: null, mttrSeconds: null, topThreats: [], topSources: [], assets: [] },
      ...{ uniqueIps: { estimate: 0, relativeError: 0.0081 }, redisScore: null },
    });
  });

  it('adds up the counters of minutes and hours', async () => {
    const tenant = await app.addTenant('counting');
    const keys = orgKeys(tenant.orgId);
    const nowMs = Date.now();
    await count(tenant, nowMs, { critical: 2, low: 3 });
    await count(tenant, nowMs - 30 * MINUTE_MS, { medium: 5 });
    await count(tenant, nowMs - 5 * HOUR_MS, { critical: 1, informational: 100 });
    await count(tenant, nowMs - DAY_MS - 10 * MINUTE_MS, { critical: 1_000 });
    for (let bucket = 1; bucket <= 6; bucket += 1) {
      const start = Math.floor(nowMs / 10_000 - bucket) * 10;
      await app.redis.call('HSET', keys.eventsSliding(), [start, 60]);
    }
    await app.redis.call('ZADD', keys.topThreats(nowMs), [7, 'failed_login', 2, 'invalid_user']);
    await app.redis.call('ZADD', keys.topThreats(nowMs - HOUR_MS), [9, 'invalid_user']);
    await app.redis.call('ZADD', keys.topSources(nowMs), [7, '203.0.113.9', 9, '2001:db8::1']);
    await app.redis.call('PFADD', keys.uniqueIps(nowMs), ['203.0.113.9', '2001:db8::1']);
    await app.redis.call('PFADD', keys.uniqueIps(nowMs - HOUR_MS), ['203.0.113.9', '203.0.113.8']);
    const found = await overview(tenant);
    expect(found).toMatchObject({
      ...{ events24h: 111, criticalEvents24h: 3 },
      bySeverity: { critical: 2, high: 0, medium: 5, low: 3, informational: 0 },
      topThreats: [
        { eventType: 'invalid_user', count: 11 },
        { eventType: 'failed_login', count: 7 },
      ],
      topSources: [
        { sourceIp: '2001:db8::1', count: 9 },
        { sourceIp: '203.0.113.9', count: 7 },
      ],
      uniqueIps: { estimate: 3 },
    });
    expect(found.eventsPerSecond).toBeGreaterThanOrEqual(5);
    expect(found.eventsPerSecond).toBeLessThanOrEqual(6);
  });

  it('tells what is open, since when, and how long people took', async () => {
    const tenant = await app.addTenant('handled');
    const { orgId } = tenant;
    const nowMs = Date.now();
    const store = await openCaseStore(app.database, orgId);
    const at = (ageMs: number) => ({ createdAtMs: nowMs - ageMs, updatedAtMs: nowMs - ageMs });
    const seen = makeAlert(orgId, at(HOUR_MS));
    const closed = makeAlert(orgId, at(2 * HOUR_MS));
    await store([
      { alert: seen },
      { alert: closed },
      { alert: makeAlert(orgId, { severity: 'critical', ...at(3 * HOUR_MS) }) },
      { alert: makeAlert(orgId, { status: 'resolved', ...at(4 * HOUR_MS) }) },
      { incident: makeIncident(orgId) },
      { incident: makeIncident(orgId, { status: 'closed' }) },
    ]);
    const acknowledged = { ...seen, status: 'acknowledged' as const, version: 2, updatedAtMs: nowMs - 50 * MINUTE_MS };
    const ended = { ...closed, status: 'closed' as const, version: 2, updatedAtMs: nowMs - 90 * MINUTE_MS };
    await store([
      { alert: acknowledged, change: 'acknowledged', actor: 'ana' },
      { alert: ended, change: 'closed', actor: 'ana' },
    ]);
    expect(await overview(tenant)).toMatchObject({
      ...{ openAlerts: 2, openBySeverity: { critical: 1, high: 1, medium: 0 }, openIncidents: 1 },
      ...{ mttaSeconds: 20 * 60, mttrSeconds: 30 * 60 },
    });
    const { oldestOpenAlertMs } = await overview(tenant);
    expect(oldestOpenAlertMs).toBeGreaterThanOrEqual(3 * HOUR_MS);
    expect(oldestOpenAlertMs).toBeLessThan(3 * HOUR_MS + MINUTE_MS);
    expect(await hash(tenant)).toMatchObject({ open_alerts: '2', open_incidents: '1', avg_response_time: '1200' });
  });

  it('shows assets, the worst first, silent ones among them, and keeps their health by hash', async () => {
    const tenant = await app.addTenant('assets');
    const { orgId } = tenant;
    const nowMs = Date.now();
    await countAsset(tenant, 'web}*1', nowMs, { medium: 10 });
    await countAsset(tenant, 'db-1', nowMs, { low: 3, critical: 1 });
    await countAsset(tenant, 'gone', nowMs - 6 * HOUR_MS, { low: 5 });
    const store = await openCaseStore(app.database, orgId);
    await store([
      { alert: makeAlert(orgId, { subject: { asset: 'db-1' } }) },
      { alert: makeAlert(orgId, { subject: { asset: 'elsewhere' }, severity: 'critical' }) },
    ]);
    expect((await overview(tenant)).assets).toEqual([
      { asset: 'elsewhere', health: 50, events: 0, alerts: 1, worstSeverity: 'critical' },
      { asset: 'db-1', health: 75, events: 4, alerts: 1, worstSeverity: 'high' },
      { asset: 'gone', health: 90, events: 0, alerts: 0, worstSeverity: null },
      { asset: 'web}*1', health: 100, events: 10, alerts: 0, worstSeverity: null },
    ]);
    const key = orgKeys(orgId).assetHealth(subjectHash('db-1'));
    const kept = (await app.redis.call('HMGET', key, ['asset', 'status', 'security_score', 'events_1h'])) as string[];
    expect(kept).toEqual(['db-1', 'warning', '75', '4']);
    expect(await app.redis.call('TTL', key, [])).toBeGreaterThan(0);
  });
});

async function hash(tenant: Tenant): Promise<Record<string, string>> {
  const flat = (await cached(tenant)) as string[];
  return Object.fromEntries(flat.flatMap((field, i) => (i % 2 === 0 ? [[field, flat[i + 1] ?? '']] : [])));
}

describe('the cache of the overview', () => {
  it('holds the fields of the requirements for five minutes, and lets go of its lock', async () => {
    const tenant = await app.addTenant('cached');
    const keys = orgKeys(tenant.orgId);
    const { computedAtMs } = await overview(tenant);
    const fields = await hash(tenant);
    expect(Object.keys(fields).sort()).toEqual([
      ...['avg_response_time', 'critical_events_24h', 'events_24h', 'last_updated', 'open_alerts', 'open_incidents'],
      'overview',
    ]);
    expect(fields.last_updated).toBe(String(Math.floor(Number(computedAtMs) / 1000)));
    const ttl = Number(await app.redis.call('TTL', keys.dashboardMetrics(), []));
    expect([ttl > 290, ttl <= 300]).toEqual([true, true]);
    expect(await app.redis.call('EXISTS', keys.dashboardLock(), [])).toBe(0);
  });

  it('answers what it has while it is computed anew', async () => {
    const tenant = await app.addTenant('stale');
    const cache = newCache(0);
    await cache.read(tenant.orgId);
    await count(tenant, Date.now(), { low: 4 });
    const old = await cache.read(tenant.orgId);
    expect(old.record.events24h).toBe(0);
    await waitFor(async () => (await cache.read(tenant.orgId)).record.events24h === 4);
    const newer = await cache.read(tenant.orgId);
    expect(newer.record.day.computedAtMs).toBe(old.record.day.computedAtMs);
    expect(newer.record.computedAtMs).toBeGreaterThan(old.record.computedAtMs);
    await waitFor(async () => (await app.redis.call('EXISTS', orgKeys(tenant.orgId).dashboardLock(), [])) === 0);
  });

  it('is computed by one instance at a time; the others wait for it', async () => {
    const tenant = await app.addTenant('crowd');
    const caches = Array.from({ length: 5 }, () => newCache(60_000));
    const lock = orgKeys(tenant.orgId).dashboardLock();
    await app.redis.call('SET', lock, ['another', 'PX', 400]);
    const all = await Promise.all(caches.map((cache) => cache.read(tenant.orgId)));
    expect(new Set(all.map(({ record }) => record.computedAtMs)).size).toBe(1);
  });

  it('that nobody computes in time is said to be unavailable', async () => {
    const tenant = await app.addTenant('stuck');
    const lock = orgKeys(tenant.orgId).dashboardLock();
    await app.redis.call('SET', lock, ['another', 'PX', 60_000]);
    const answer = await api.call('getOverview', { key: tenant.read });
    expect([answer.status, answer.json.code]).toEqual([503, 'unavailable']);
    expect(await app.redis.call('GET', lock, [])).toBe('another');
  });
});

describe('series', () => {
  it('of events have a point per step, to now', async () => {
    const tenant = await app.addTenant('series');
    const nowMs = Date.now();
    await count(tenant, nowMs, { critical: 2 });
    await count(tenant, nowMs - 10 * MINUTE_MS, { low: 5 });
    await count(tenant, nowMs - 5 * HOUR_MS, { medium: 7 });
    for (const [range, points, stepMs, sum] of [
      ['15m', 15, 60_000, 7],
      ['1h', 60, 60_000, 7],
      ['24h', 144, 600_000, 14],
    ] as const) {
      const { json } = await api.call('getEventSeries', { key: tenant.read, query: { range } });
      const all = json.points as Record<string, number>[];
      expect([all.length, json.stepMs]).toEqual([points, stepMs]);
      const events = all.flatMap((point) => SEVERITIES.map((severity) => point[severity] ?? 0));
      expect(events.reduce((total, one) => total + one, 0)).toBe(sum);
      expect(Number(all.at(-1)?.atMs)).toBeGreaterThan(nowMs - stepMs);
    }
  });

  it('of alerts have a point per day', async () => {
    const tenant = await app.addTenant('days');
    const store = await openCaseStore(app.database, tenant.orgId);
    const nowMs = Date.now();
    const at = (days: number) => ({ createdAtMs: nowMs - days * DAY_MS });
    await store([
      { alert: makeAlert(tenant.orgId, at(0)) },
      { alert: makeAlert(tenant.orgId, { severity: 'low', ...at(2) }) },
      { alert: makeAlert(tenant.orgId, at(8)) },
    ]);
    const { json } = await api.call('getAlertSeries', { key: tenant.read, query: { days: 7 } });
    const points = json.points as Record<string, number>[];
    expect(points.map(({ high, low }) => [high, low])).toEqual([
      ...[0, 0, 0, 0].map(() => [0, 0]),
      ...[
        [0, 1],
        [0, 0],
        [1, 0],
      ],
    ]);
    expect(points.map(({ dayMs }) => Number(dayMs) % DAY_MS)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
