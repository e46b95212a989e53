import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { appendAlerts, appendChanges, appendIncident } from '../testing/append-alerts.ts';
import { FeedClient, type FeedClientOptions } from '../testing/feed-client.ts';
import { makeAlert, makeIncident } from '../testing/make-cases.ts';
import { startApp, type Tenant, type TestApp } from '../testing/start-app.ts';

let app: TestApp;
let acme: Tenant;
let clients: FeedClient[] = [];

beforeAll(async () => {
  app = await startApp({ MAX_REPLAY_RECORDS: '1000' });
});
beforeEach(async () => {
  acme = await app.addTenant(`acme-${crypto.randomUUID().slice(0, 8)}`);
});
afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});
afterAll(() => app.close());

function listen(options: FeedClientOptions = {}): FeedClient {
  const client = new FeedClient(app.url, 'alerts', { token: acme.read, ...options });
  clients.push(client);
  return client;
}

it('tells of alerts and incidents in the order of the stream', async () => {
  const client = await listen().ready();
  const alert = makeAlert(acme.orgId);
  const changes = [{ alert }, { incident: makeIncident(acme.orgId) }, { alert }, { alert }];
  const ids = await appendChanges(app.redis, acme.orgId, changes);
  await client.received(4);
  expect(client.ids).toEqual(ids);
  expect(client.emits).toEqual(['alerts 1', 'incidents 1', 'alerts 2']);
  expect(client.items[0]).toEqual({ ...alert, streamId: ids[0], change: 'opened' });
});

it('begins at the end of the stream', async () => {
  await appendAlerts(app.redis, acme.orgId, 3);
  const client = await listen().ready();
  const [id] = await appendAlerts(app.redis, acme.orgId, 1);
  await client.received(1);
  expect(client.ids).toEqual([id]);
});

it('hears of a record without a bell', async () => {
  const client = await listen().ready();
  const other = (await app.addTenant('quiet')).orgId;
  const [id] = await appendAlerts(app.redis, other, 1);
  // A copy of an entry, made without ringing.
  const [[, fields]] = (await app.redis.call('XRANGE', orgKeys(other).alertsStream(), ['-', '+'], {
    buffers: true,
  })) as [[Buffer, Buffer[]]];
  const line = fields.map((field) => Buffer.from(field.toString('latin1').replaceAll(other, acme.orgId), 'latin1'));
  await app.redis.call('XADD', orgKeys(acme.orgId).alertsStream(), ['*', ...line]);
  await client.received(1);
  expect(id).toBeDefined();
});

it('goes on after the last id: nothing missed, nothing repeated', async () => {
  const first = listen();
  await first.ready();
  const before = await appendAlerts(app.redis, acme.orgId, 5);
  await first.received(5);
  first.socket.disconnect();
  const missed = [
    ...(await appendAlerts(app.redis, acme.orgId, 150)),
    ...(await appendIncident(app.redis, acme.orgId)),
    ...(await appendAlerts(app.redis, acme.orgId, 7)),
  ];
  first.socket.connect();
  await first.received(5 + missed.length);
  const after = await appendAlerts(app.redis, acme.orgId, 2);
  await first.received(7 + missed.length);
  expect(first.ids).toEqual([...before, ...missed, ...after]);
  expect(first.gaps).toEqual([]);
});

it('goes on in the middle of an entry', async () => {
  const ids = await appendAlerts(app.redis, acme.orgId, 100);
  const client = listen({ lastId: ids[41] as string });
  await client.received(58);
  const [last] = await appendAlerts(app.redis, acme.orgId, 1);
  await client.received(59);
  expect(client.ids).toEqual([...ids.slice(42), last]);
});

it('begins with all there is for a position before everything', async () => {
  const ids = await appendAlerts(app.redis, acme.orgId, 30);
  const client = await listen({ lastId: '0-0' }).received(30);
  expect(client.ids).toEqual(ids);
  expect(client.gaps).toEqual([]);
});

it('loses nothing between a replay and what comes meanwhile', async () => {
  const ids = await appendAlerts(app.redis, acme.orgId, 400);
  const client = listen({ lastId: '0-0' });
  for (let i = 0; i < 60; i++) ids.push(...(await appendAlerts(app.redis, acme.orgId, 3)));
  await client.received(ids.length);
  expect(client.ids).toEqual(ids);
});

it('leaves out the oldest of very many, and says so', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 40; i++) ids.push(...(await appendAlerts(app.redis, acme.orgId, 50)));
  const client = await listen({ lastId: '0-0' }).received(1_000);
  const [last] = await appendAlerts(app.redis, acme.orgId, 1);
  await waitFor(() => client.ids.at(-1) === last);
  expect(client.ids).toEqual([...ids.slice(1_000), last]);
  expect(client.gaps).toEqual([{ droppedCount: 1_000, fromId: '0-0', toId: ids[999]?.replace(/-\d+$/, '') }]);
});

it('says that something is missing when the stream was trimmed behind a client that was away for long', async () => {
  const ids = await appendAlerts(app.redis, acme.orgId, 3);
  await app.redis.call('XTRIM', orgKeys(acme.orgId).alertsStream(), ['MINID', '=', `${Date.now() + 1_000}-0`]);
  await waitFor(async () => (await app.redis.call('XLEN', orgKeys(acme.orgId).alertsStream(), [])) === 0);
  const later = await appendAlerts(app.redis, acme.orgId, 2);
  const client = await listen({ lastId: '1600000000000-0' }).received(2);
  expect(client.ids).toEqual(later);
  expect(client.gaps).toMatchObject([{ droppedCount: 0, fromId: '1600000000000-0' }]);
  const recent = await listen({ lastId: ids[2] as string }).received(2);
  expect(recent.gaps).toEqual([]);
});

it('takes a position that a failover took back for the end', async () => {
  await appendAlerts(app.redis, acme.orgId, 1);
  const client = await listen({ lastId: `${Date.now() + 3_600_000}-0` }).ready();
  const ids = await appendAlerts(app.redis, acme.orgId, 2);
  await client.received(2);
  expect(client.ids).toEqual(ids);
});

it('passes over what it cannot read, and what names another organisation', async () => {
  const client = await listen().ready();
  const other = await app.addTenant('other');
  const key = orgKeys(acme.orgId).alertsStream();
  await app.redis.call('XADD', key, ['*', 'v', '1r', 'n', '1', 't', '1', 'd', 'no json']);
  await app.redis.call('XADD', key, ['*', 'x', 'y']);
  await appendChanges(app.redis, acme.orgId, [{ alert: makeAlert(other.orgId) }]);
  const [id] = await appendAlerts(app.redis, acme.orgId, 1);
  await client.received(1);
  expect(client.ids).toEqual([id]);
  expect(await app.metrics.read('socket_unreadable_records_total')).toBeGreaterThanOrEqual(3);
});

it('sends at most ten times a second, the first at once', async () => {
  const client = await listen().ready();
  const startedAtMs = performance.now();
  let sent = 0;
  while (performance.now() - startedAtMs < 1_000) {
    await appendAlerts(app.redis, acme.orgId, 1);
    sent += 1;
  }
  await client.received(sent);
  const tookMs = performance.now() - startedAtMs;
  expect(client.emits.length).toBeLessThanOrEqual(tookMs / 100 + 2);
  expect(client.ids).toEqual([...new Set(client.ids)]);
});
