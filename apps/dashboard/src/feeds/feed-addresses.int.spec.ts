import { randomUUID } from 'node:crypto';
import { waitFor } from '@redoubt/test-kit';
import { FeedClient } from '../testing/feed-client.ts';
import { startApp, type Tenant, type TestApp } from '../testing/start-app.ts';

let app: TestApp;
let acme: Tenant;
const clients: FeedClient[] = [];

beforeAll(async () => {
  app = await startApp({
    ...{ TRUSTED_PROXIES: '127.0.0.0/8', OPEN_REQUESTS_PER_MINUTE: '5' },
    ...{ SOCKET_HANDSHAKES_PER_SECOND: '10', SOCKET_HANDSHAKES_PER_ADDRESS: '4' },
  });
  acme = await app.addTenant(`acme-${randomUUID().slice(0, 8)}`);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => app.close());

/** A socket that tries once, of whom the proxy says this address. */
function listen(address: string, token: string): FeedClient {
  const extraHeaders = { 'x-forwarded-for': address };
  const client = new FeedClient(app.url, 'alerts', { token, extraHeaders, reconnection: false });
  clients.push(client);
  return client;
}

it('guesses at sockets are charged to their address, like those of requests', async () => {
  const refused = (code: string): Promise<number> => app.metrics.read('socket_refused_total', { code });
  for (let n = 0; n < 7; n += 1) listen('203.0.113.1', `rk_guess_${n}`);
  // Who is told to wait has its connection closed, so that it comes again by itself.
  await waitFor(async () => (await refused('unauthenticated')) + (await refused('rate_limited')) === 7);
  expect([await refused('unauthenticated'), await refused('rate_limited')]).toEqual([5, 2]);
  const headers = { authorization: 'Bearer rk_guess_8', 'x-forwarded-for': '203.0.113.1' };
  expect((await fetch(`${app.url}/api/v1/alerts`, { headers })).status).toBe(429);
  expect(await listen('203.0.113.2', 'rk_guess_9').refused()).toBe('unauthenticated');
});

it('one address does not use up the handshakes of all', async () => {
  const refusedBefore = await app.metrics.read('socket_handshakes_refused_total');
  for (let i = 0; i < 60; i += 1) listen('203.0.113.3', acme.read);
  await waitFor(async () => (await app.metrics.read('socket_handshakes_refused_total')) > refusedBefore + 20);
  await listen('203.0.113.4', acme.read).ready();
});
