import { randomUUID } from 'node:crypto';
import { orgKeys } from '@redoubt/key-schema';
import { listAudit } from '@redoubt/storage';
import { createApiKey, endUserSessions, revokeApiKey } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { SESSION_COOKIE } from '../auth/session-cookie.ts';
import { appendAlerts } from '../testing/append-alerts.ts';
import { FeedClient, type FeedClientOptions } from '../testing/feed-client.ts';
import { signIn } from '../testing/sign-in.ts';
import { startApp, type Tenant, type TestApp } from '../testing/start-app.ts';

let app: TestApp;
let acme: Tenant;
let globex: Tenant;
let clients: FeedClient[] = [];

beforeAll(async () => {
  app = await startApp({ MAX_SOCKETS_PER_HOLDER: '5', MAX_SOCKETS_PER_ORG: '8' });
});
beforeEach(async () => {
  acme = await app.addTenant(`acme-${randomUUID().slice(0, 8)}`);
  globex = await app.addTenant(`globex-${randomUUID().slice(0, 8)}`);
});
afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});
afterAll(() => app.close());

function listen(options: FeedClientOptions = {}, feed = 'alerts'): FeedClient {
  const client = new FeedClient(app.url, feed, options);
  clients.push(client);
  return client;
}

describe('who may listen', () => {
  it.each(['alerts', 'events', 'metrics'])('nobody to /%s without a credential that holds', async (feed) => {
    const [, id = '', secret = ''] = acme.read.split('_');
    const forged = [
      undefined,
      '',
      '*',
      `${acme.read}x`,
      `rk_${id}_${secret.toUpperCase()}`,
      'a.b.c',
      orgKeys(acme.orgId).tag,
    ];
    for (const token of forged) {
      expect(await listen({ ...(token === undefined ? {} : { token }) }, feed).refused()).toBe('unauthenticated');
    }
  });

  it('nobody with a key that has expired', async () => {
    const given = {
      organization: acme.name,
      name: 'short',
      scopes: ['read'],
      expiresAtMs: Date.now() + 1_500,
    } as const;
    const { text: token } = await createApiKey(app, given);
    const client = await listen({ token }).ready();
    await waitFor(() => client.errors.length > 0, { timeoutMs: 8_000 });
    expect(client.errors).toEqual(['unauthenticated']);
    expect(await listen({ token }).refused()).toBe('unauthenticated');
  });

  it('no key that may only send events, and it is audited', async () => {
    const token = await app.keyOf(acme.name, 'ingest');
    for (const feed of ['alerts', 'events', 'metrics']) {
      expect(await listen({ token }, feed).refused()).toBe('forbidden');
    }
    const told = async (): Promise<string[]> => {
      const { entries } = await listAudit(app.database, acme.orgId, { action: 'access.refused' });
      return entries.map(({ targetId, after }) => `${targetId} ${(after as { code: string }).code}`).sort();
    };
    await waitFor(async () => (await told()).length === 3);
    expect(await told()).toEqual(['feed:alerts forbidden', 'feed:events forbidden', 'feed:metrics forbidden']);
  });

  it('to one organisation, whatever else is said', async () => {
    const auth = { token: acme.read, orgId: globex.orgId, org: '*', room: `org:${globex.orgId}`, rooms: ['*'] };
    const client = listen({ auth });
    await client.ready();
    for (const word of ['join', 'subscribe', 'alerts']) client.socket.emit(word, `org:${globex.orgId}`);
    await appendAlerts(app.redis, globex.orgId, 3);
    const [own] = await appendAlerts(app.redis, acme.orgId, 1);
    await client.received(1);
    expect(client.ids).toEqual([own]);
  });

  it('nobody to a feed that is not there, nor with an id that is none', async () => {
    for (const feed of ['', '*', 'org', 'alerts/x'])
      expect(await listen({ token: acme.read }, feed).refused()).toMatch(/Invalid namespace|not_found/);
    for (const lastId of ['*', '$', '1-1-1-1', "'"]) {
      expect(await listen({ token: acme.read, lastId }).refused()).toBe('invalid_last_id');
    }
  });

  it('a page of this host with its cookie, and no page of another', async () => {
    const { token, cookie } = await signIn(app.url, await app.addPerson(acme, 'viewer'));
    const from = (headers: Record<string, string>): FeedClient => listen({ extraHeaders: { ...cookie, ...headers } });
    const page = await from({ origin: app.url }).ready();
    const [id] = await appendAlerts(app.redis, acme.orgId, 1);
    await page.received(1);
    expect(page.ids).toEqual([id]);
    for (const origin of ['https://evil.example', 'null', `${app.url}.evil.example`]) {
      expect(await from({ origin }).refused()).toBe('foreign_origin');
    }
    expect(await from({ origin: app.url, 'sec-fetch-site': 'same-site' }).refused()).toBe('foreign_origin');
    expect(await listen({ extraHeaders: { cookie: `${SESSION_COOKIE}=${token}x` } }).refused()).toBe('unauthenticated');
    // A token proves more than a cookie that comes along by itself.
    await listen({ token, extraHeaders: { origin: 'https://evil.example' } }).ready();
  });
});

describe('an end of rights', () => {
  it('ends the sockets of a session within a second', async () => {
    const person = await app.addPerson(acme, 'analyst');
    const [session, other] = [
      await signIn(app.url, person),
      await signIn(app.url, await app.addPerson(acme, 'viewer')),
    ];
    const client = await listen({ token: session.token }).ready();
    const bystander = await listen({ token: other.token }).ready();
    await fetch(`${app.url}/api/v1/auth/logout`, { method: 'POST', headers: session.headers });
    const endedAtMs = performance.now();
    await waitFor(() => client.disconnects.length > 0);
    expect(performance.now() - endedAtMs).toBeLessThan(1_000);
    expect(client.errors).toEqual(['unauthenticated']);
    expect(client.disconnects).toEqual(['io server disconnect']);
    expect(bystander.socket.connected).toBe(true);
    await endUserSessions(app.redis, acme.orgId, String((other.me.user as { userId: string }).userId));
    await waitFor(() => bystander.disconnects.length > 0);
  });

  it('ends them also when nobody was told', async () => {
    const { token } = await signIn(app.url, await app.addPerson(acme, 'analyst'));
    const client = await listen({ token }).ready();
    const keys = orgKeys(acme.orgId);
    const [member] = (await app.redis.call('ZRANGE', keys.sessions(), ['0', '-1'])) as [string];
    await app.redis.call('DEL', keys.session(member.split(':')[0] as string), []);
    await waitFor(() => client.disconnects.length > 0, { timeoutMs: 8_000 });
    expect(client.errors).toEqual(['unauthenticated']);
  });

  it('ends the sockets of a key within five seconds', async () => {
    const { text: token, id } = await createApiKey(app, { organization: acme.name, name: 'k', scopes: ['read'] });
    const client = await listen({ token }).ready();
    const revokedAtMs = performance.now();
    await revokeApiKey(app, id);
    await waitFor(() => client.disconnects.length > 0, { timeoutMs: 8_000 });
    expect(performance.now() - revokedAtMs).toBeLessThan(5_000);
    expect(client.errors).toEqual(['unauthenticated']);
  });
});

describe('sockets', () => {
  it('are as many as one key, and one organisation, may have', async () => {
    for (let i = 0; i < 5; i++) await listen({ token: acme.read }).ready();
    expect(await listen({ token: acme.read }).refused()).toBe('too_many_sockets');
    for (let i = 0; i < 3; i++) await listen({ token: acme.admin }).ready();
    expect(await listen({ token: acme.admin }).refused()).toBe('too_many_sockets');
    await listen({ token: globex.read }).ready();
    clients[0]?.close();
    await waitFor(async () => (await app.metrics.read('socket_connections', { feed: 'alerts' })) === 8);
    await listen({ token: acme.admin }).ready();
  });

  it('are recorded while they are open', async () => {
    const keys = orgKeys(acme.orgId);
    const listed = async (): Promise<string[]> =>
      (await app.redis.call('ZRANGE', keys.websocketConnections(), ['0', '-1'])) as string[];
    const client = await listen({ token: acme.read }).ready();
    const second = client.socket.io.socket('/metrics', { auth: { token: acme.read } });
    second.connect();
    await waitFor(async () => {
      const [id = 'none'] = await listed();
      const flat = (await app.redis.call('HGETALL', keys.websocketConnection(id), [])) as string[];
      return (
        flat.includes('alerts,metrics') && flat.includes(acme.orgId) && flat.includes(acme.read.split('_')[1] as string)
      );
    });
    const [id = 'none'] = await listed();
    expect(await app.redis.call('PTTL', keys.websocketConnection(id), [])).toBeGreaterThan(80_000);
    client.close();
    second.disconnect();
    await waitFor(async () => (await listed()).length === 0);
    expect(await app.redis.call('EXISTS', keys.websocketConnection(id), [])).toBe(0);
  });

  it('are what an organisation is listened to for', async () => {
    const channel = orgKeys(acme.orgId).sessionsEnded();
    const listeners = async (): Promise<number> => {
      const master = app.redis.masterOf(channel) ?? '';
      const [, count] = (await app.redis.nodeCall(master, 'PUBSUB', 'SHARDNUMSUB', channel)) as [string, number];
      return count;
    };
    expect(await listeners()).toBe(0);
    const [first, second] = [await listen({ token: acme.read }).ready(), await listen({ token: acme.admin }).ready()];
    await waitFor(async () => (await listeners()) === 1);
    first.close();
    await appendAlerts(app.redis, acme.orgId, 1);
    await second.received(1);
    expect(await listeners()).toBe(1);
    second.close();
    await waitFor(async () => (await listeners()) === 0);
  });

  it('are closed when they say too much, or nothing of use', async () => {
    const loud = await listen({ token: acme.read, reconnection: false }).ready();
    for (let i = 0; i < 200; i++) loud.socket.emit('word', i);
    await waitFor(() => loud.disconnects.length > 0);
    const long = await listen({ token: acme.read, reconnection: false }).ready();
    long.socket.emit('word', 'x'.repeat(20_000));
    await waitFor(() => long.disconnects.length > 0);
  });

  it('do not open over polling', async () => {
    const response = await fetch(`${app.url}/socket.io/?EIO=4&transport=polling`);
    expect(response.status).toBe(400);
  });
});
