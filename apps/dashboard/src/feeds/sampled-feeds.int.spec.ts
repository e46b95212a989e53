import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { createFrameProducer, type FrameAppender } from '@redoubt/stream';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { FeedClient } from '../testing/feed-client.ts';
import { startApp, type Tenant, type TestApp } from '../testing/start-app.ts';
import type { EventSample } from './event-row.ts';
import type { LiveMetrics } from './live-metrics.ts';

let app: TestApp;
let acme: Tenant;
let gateway: FrameAppender;
const clients: FeedClient[] = [];

beforeAll(async () => {
  app = await startApp();
  gateway = createFrameProducer({ redis: app.redis, log: testLogger(), metrics: testMetrics() });
});
beforeEach(async () => {
  acme = await app.addTenant(`acme-${crypto.randomUUID().slice(0, 8)}`);
});
afterAll(async () => {
  for (const client of clients) client.close();
  await gateway.close();
  await app.close();
});

function listen(feed: string, tenant = acme): FeedClient {
  const client = new FeedClient(app.url, feed, { token: tenant.read });
  clients.push(client);
  return client;
}

function accept(lane: 's' | 'p', count: number, tenant = acme): Promise<unknown> {
  const severity = lane === 'p' ? 'critical' : 'medium';
  const lines = Array.from({ length: count }, (_, i) =>
    Buffer.from(JSON.stringify({ event_type: 'failed_login', severity, source_ip: '203.0.113.7', message: `no ${i}` })),
  );
  return gateway.append({ orgId: tenant.orgId, lanes: [{ lane, lines }] });
}

const samplesOf = (client: FeedClient): EventSample[] => client.samples as unknown as EventSample[];

it('/events shows all of a few events, once, as the API would show them', async () => {
  const client = listen('events');
  await waitFor(() => client.samples.length > 0);
  await accept('s', 3);
  await accept('p', 1);
  const rows = () => samplesOf(client).flatMap((sample) => sample.rows);
  await waitFor(() => rows().length === 4);
  expect(new Set(rows().map(({ eventId }) => eventId)).size).toBe(4);
  expect(rows().filter(({ severity }) => severity === 'critical')).toHaveLength(1);
  expect(rows()[0]).toMatchObject({ orgId: acme.orgId, eventType: 'failed_login', sourceIp: '203.0.113.7' });
  const later = listen('events');
  await waitFor(() => samplesOf(later)[0]?.rows.length === 4);
});

it('/events shows some of many, urgent ones among them, and says how many there were', async () => {
  const client = listen('events');
  await waitFor(() => client.samples.length > 0);
  const other = await app.addTenant(`other-${crypto.randomUUID().slice(0, 8)}`);
  await Promise.all([accept('s', 900), accept('p', 100), accept('s', 50, other)]);
  const sum = (of: 'seen' | 'shown') => samplesOf(client).reduce((total, sample) => total + sample[of], 0);
  await waitFor(() => sum('seen') >= 1_000);
  expect(sum('seen')).toBe(1_000);
  expect(sum('shown')).toBeLessThan(500);
  for (const { rows, shown } of samplesOf(client)) {
    expect(rows).toHaveLength(shown);
    expect(shown).toBeLessThanOrEqual(10);
    expect(rows.every(({ orgId }) => orgId === acme.orgId)).toBe(true);
  }
  expect(
    samplesOf(client)
      .flatMap(({ rows }) => rows)
      .some(({ severity }) => severity === 'critical'),
  ).toBe(true);
});

it('/metrics tells once a second what is accepted, stored, open and late', async () => {
  const keys = orgKeys(acme.orgId);
  await app.redis.call('ZADD', keys.alertsActive(), ['1', 'a', '2', 'b']);
  await app.redis.call('ZADD', keys.incidentsActive(), ['1', 'i']);
  const client = listen('metrics');
  const samples = () => client.samples as unknown as LiveMetrics[];
  await waitFor(() => samples().length >= 1);
  expect(samples()[0]).toMatchObject({ eventsPerSecond: 0, openAlerts: 2, openIncidents: 1, storedLagMs: 0 });
  await accept('s', 500);
  await app.redis.call('HINCRBY', keys.eventsSeverity(Date.now()), ['medium', '40']);
  await waitFor(() => samples().some(({ bySeverity }) => bySeverity.medium > 0));
  const accepted = (): number =>
    samples().reduce((sum, sample, i) => {
      const sinceMs = i === 0 ? 0 : sample.atMs - (samples()[i - 1] as LiveMetrics).atMs;
      return sum + (sample.eventsPerSecond * sinceMs) / 1_000;
    }, 0);
  await waitFor(() => Math.round(accepted()) >= 499);
  expect(Math.round(accepted())).toBeLessThanOrEqual(501);
  await waitFor(() => (samples().at(-1)?.storedLagMs ?? 0) > 0);
  const [entry] = (await app.redis.call('XRANGE', keys.eventsStream(), ['+', '+'])) as [string][];
  const last = (await app.redis.call('XREVRANGE', keys.eventsStream(), ['+', '-', 'COUNT', '1'])) as [[string]];
  await app.redis.call('HSET', keys.eventsCounted(), ['s', `s-${last[0][0]}-99`]);
  await waitFor(() => samples().at(-1)?.storedLagMs === 0);
  expect(entry).toBeUndefined();
  const times = samples().map(({ atMs }) => atMs);
  const meanMs = ((times.at(-1) as number) - (times[0] as number)) / (times.length - 1);
  expect(meanMs).toBeGreaterThan(700);
});
