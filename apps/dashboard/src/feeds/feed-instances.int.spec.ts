import { randomUUID } from 'node:crypto';
import { orgKeys } from '@redoubt/key-schema';
import { testServerUrl } from '@redoubt/storage';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import { appLogin } from '@redoubt/worker-test-kit';
import { appendAlerts, appendChanges } from '../testing/append-alerts.ts';
import { startBalancer, type Balancer } from '../testing/balancer.ts';
import { startDashboardProcess } from '../testing/dashboard-process.ts';
import { FeedClient, type FeedClientOptions } from '../testing/feed-client.ts';
import { makeAlert } from '../testing/make-cases.ts';
import { startApp, TEST_SESSION_KEYS, type Tenant, type TestApp } from '../testing/start-app.ts';

let apps: TestApp[] = [];
let clients: FeedClient[] = [];
let balancers: Balancer[] = [];

afterEach(async () => {
  for (const client of clients) client.close();
  for (const balancer of balancers) await balancer.close();
  for (const app of apps) await app.close();
  [apps, clients, balancers] = [[], [], []];
});

async function balance(...some: TestApp[]): Promise<Balancer> {
  const balancer = await startBalancer(some.map(({ url }) => Number(new URL(url).port)));
  balancers.push(balancer);
  return balancer;
}

async function start(env: Record<string, string> = {}): Promise<TestApp> {
  const app = await startApp(env);
  apps.push(app);
  return app;
}

function listen(url: string, { read: token }: Tenant, options: FeedClientOptions = {}): FeedClient {
  const client = new FeedClient(url, 'alerts', { token, ...options });
  clients.push(client);
  return client;
}

const tenant = (app: TestApp): Promise<Tenant> => app.addTenant(`acme-${randomUUID().slice(0, 8)}`);

/** Alerts large enough that a few fill the buffers of a connection. */
function largeAlerts(app: TestApp, { orgId }: Tenant, count: number): Promise<string[]> {
  const reason = randomUUID().repeat(800);
  return appendChanges(
    app.redis,
    orgId,
    Array.from({ length: count }, () => ({ alert: makeAlert(orgId, { reason }) })),
  );
}

/** Stops a client from reading what its connection brings, or lets it go on. */
function setReading(client: FeedClient, isReading: boolean): void {
  const { transport } = client.socket.io.engine as unknown as { transport: { ws: { pause(): void; resume(): void } } };
  if (isReading) transport.ws.resume();
  else transport.ws.pause();
}

it('two instances feed their own sockets, and a client may change from one to the other', async () => {
  const [first, second] = [await start(), await start()];
  const acme = await tenant(first);
  const balancer = await balance(first, second);
  const roaming = await listen(balancer.url, acme).ready();
  const [left, right] = [await listen(first.url, acme).ready(), await listen(second.url, acme).ready()];
  const ids: string[] = [];
  for (let round = 1; round <= 20; round++) {
    ids.push(...(await appendAlerts(first.redis, acme.orgId, 3)));
    if (round % 5 !== 0) continue;
    roaming.socket.io.engine.close();
    await roaming.ready(1 + round / 5);
  }
  for (const client of [roaming, left, right]) {
    await client.received(ids.length);
    expect(client.ids).toEqual(ids);
  }
  expect(roaming.disconnects).toHaveLength(4);
});

it('a slow client gets everything in the end, and does not hold up the others', async () => {
  const app = await start();
  const acme = await tenant(app);
  const [slow, quick] = [await listen(app.url, acme).ready(), await listen(app.url, acme).ready()];
  setReading(slow, false);
  const ids: string[] = [];
  for (let round = 0; round < 40; round++) {
    ids.push(...(await largeAlerts(app, acme, 20)));
    await quick.received(ids.length, 20_000);
  }
  expect(slow.items.length).toBeLessThan(ids.length);
  await waitFor(async () => (await app.metrics.read('socket_slow_total')) > 0);
  setReading(slow, true);
  await slow.received(ids.length, 20_000);
  const after = await appendAlerts(app.redis, acme.orgId, 1);
  await slow.received(ids.length + 1);
  expect(slow.ids).toEqual([...ids, ...after]);
  expect(quick.ids.slice(0, ids.length)).toEqual(ids);
  expect(slow.gaps).toEqual([]);
}, 60_000);

it('a client that is too slow is told how many it did not get', async () => {
  const app = await start({ MAX_REPLAY_RECORDS: '100' });
  const acme = await tenant(app);
  const [slow, quick] = [await listen(app.url, acme).ready(), await listen(app.url, acme).ready()];
  setReading(slow, false);
  const ids: string[] = [];
  for (let round = 0; round < 60; round++) {
    ids.push(...(await largeAlerts(app, acme, 20)));
    await quick.received(ids.length, 20_000);
  }
  setReading(slow, true);
  const [last] = await appendAlerts(app.redis, acme.orgId, 1);
  await waitFor(() => slow.ids.at(-1) === last, { timeoutMs: 20_000 });
  const dropped = slow.gaps.reduce((sum, { droppedCount }) => sum + droppedCount, 0);
  expect(dropped).toBeGreaterThan(0);
  expect(slow.ids.length + dropped).toBe(ids.length + 1);
  expect(slow.ids).toEqual([...ids, last].filter((id) => new Set(slow.ids).has(id as string)));
  expect(await app.metrics.read('socket_messages_dropped_total', { feed: 'alerts' })).toBe(dropped);
}, 60_000);

it('a stop sends the clients elsewhere and ends in time', async () => {
  const [first, second] = [await start(), await start()];
  const acme = await tenant(first);
  const balancer = await balance(first, second);
  const all = Array.from({ length: 20 }, () => listen(balancer.url, acme));
  for (const client of all) await client.ready();
  const before = await appendAlerts(first.redis, acme.orgId, 5);
  for (const client of all) await client.received(5);
  // One that reads nothing any more does not hold the stop up.
  setReading(all[0] as FeedClient, false);
  setReading(all[1] as FeedClient, false);
  const startedAtMs = performance.now();
  await first.life.stop('spec');
  expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  for (const client of all.slice(0, 2)) setReading(client, true);
  const after = await appendAlerts(second.redis, acme.orgId, 5);
  for (const client of all) {
    await client.received(10, 15_000);
    expect(client.ids).toEqual([...before, ...after]);
    client.close();
  }
  const keys = orgKeys(acme.orgId);
  await waitFor(async () => (await second.redis.call('ZCARD', keys.websocketConnections(), [])) === 0);
}, 40_000);

it('records of connections end with a process that is killed', async () => {
  const app = await start();
  const acme = await tenant(app);
  const temp = createTempDir('dashboard');
  const env = {
    REDIS_NODES: process.env.TEST_REDIS_NODES ?? '',
    ...(await appLogin('dashboard')),
    DATABASE_URL: testServerUrl(),
    SESSION_KEYS: TEST_SESSION_KEYS,
    SOCKET_RECORD_LIFE_MS: '3000',
  };
  const doomed = await startDashboardProcess(env, temp.path);
  const all = Array.from({ length: 5 }, () => listen(doomed.url, acme, { reconnection: false }));
  for (const client of all) await client.ready();
  const keys = orgKeys(acme.orgId);
  const listed = async (): Promise<string[]> =>
    (await app.redis.call('ZRANGE', keys.websocketConnections(), ['0', '-1'])) as string[];
  await waitFor(async () => (await listed()).length === 5);
  const ids = await listed();
  // They outlive their life while the process refreshes them.
  const [first = ''] = ids;
  const score = Number(await app.redis.call('ZSCORE', keys.websocketConnections(), [first]));
  await waitFor(async () => Number(await app.redis.call('ZSCORE', keys.websocketConnections(), [first])) > score + 900);
  await doomed.kill9();
  await waitFor(
    async () => {
      const left = await Promise.all(ids.map((id) => app.redis.call('EXISTS', keys.websocketConnection(id), [])));
      return left.every((exists) => exists === 0);
    },
    { timeoutMs: 8_000 },
  );
  const survivor = await listen(app.url, acme).ready();
  await waitFor(async () => (await listed()).length === 1);
  survivor.close();
  temp.remove();
}, 60_000);
