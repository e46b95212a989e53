import { createHmac } from 'node:crypto';
import type { Socket } from 'node:net';
import { waitFor } from '@redoubt/test-kit';
import { headOf, rawSocket } from '../testing/raw-exchange.ts';
import { OTHER_KEY, startGateway, WEBHOOK_KEY_ID, WEBHOOK_SECRET, type TestGateway } from '../testing/start-gateway.ts';

const MIB = 1024 * 1024;
const good = '{"eventType":"web_request","severity":"low"}';

let gateway: TestGateway;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.close();
});

/** A request whose body comes as far as `sent`; what is answered is in `text`. */
async function begin(head: string, sent = '', localAddress = '127.0.0.1'): Promise<{ socket: Socket; text: string }> {
  const socket = await rawSocket(gateway.port, [head, sent], localAddress);
  sockets.push(socket);
  const request = { socket, text: '' };
  socket.on('data', (chunk) => (request.text += chunk.toString()));
  return request;
}

const json = (length: number): string => headOf(['Content-Type: application/json', `Content-Length: ${length}`]);
const held = (): number => gateway.gateway.inFlight.bytes;
const refusedBy = (bound: string): Promise<number> => gateway.metrics.read('gateway_bodies_refused_total', { bound });

/** Head of a webhook under a key id, signed as somebody does who knows no secret. */
function webhookHead(length: number, headers: readonly string[] = ['X-Hub-Signature-256: sha256=00']): string {
  const path = `POST /v1/webhooks/generic/${WEBHOOK_KEY_ID} HTTP/1.1`;
  return [
    path,
    'Host: gateway',
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    ...headers,
    '',
    '',
  ].join('\r\n');
}

async function signedWebhook(body: string): Promise<number> {
  const signature = `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  const { status } = await fetch(`${gateway.url}/v1/webhooks/generic/${WEBHOOK_KEY_ID}`, {
    ...{ method: 'POST', body, headers },
  });
  return status;
}

describe('bodies that are only announced', () => {
  it.each([
    ['of webhooks that nobody signed', () => webhookHead(16 * MIB)],
    ['of a key', () => json(16 * MIB)],
  ])('%s take no room of others', async (_name, head) => {
    gateway = await startGateway({ limits: { maxInFlightBytes: 64 * MIB } });
    for (let i = 0; i < 32; i += 1) await begin(head());
    await waitFor(() => gateway.gateway.watch.size === 32);
    expect(held()).toBe(0);
    expect((await gateway.post(`[${good}]`, { 'content-type': 'application/json' })).status).toBe(202);
    expect(await signedWebhook(good)).toBe(202);
  });
});

describe('bodies that come', () => {
  it('hold what has come of them, and nothing once their sender is gone', async () => {
    gateway = await startGateway();
    const { socket } = await begin(json(2 * MIB), ' '.repeat(300_000));
    await waitFor(() => held() === 300_000);
    socket.write(' '.repeat(100_000));
    await waitFor(() => held() === 400_000);
    socket.destroy();
    await waitFor(() => held() === 0);
  });

  it('are refused when there is no more room for them, and hold nothing then', async () => {
    gateway = await startGateway({ limits: { maxInFlightBytes: 1_000_000 } });
    await begin(json(900_000), ' '.repeat(600_000));
    await waitFor(() => held() === 600_000);
    const second = await begin(headOf(['Content-Type: application/json', 'Transfer-Encoding: chunked']));
    for (let i = 0; i < 8; i += 1) second.socket.write(`${(64_000).toString(16)}\r\n${' '.repeat(64_000)}\r\n`);
    await waitFor(() => second.text.includes('overloaded'));
    expect(second.text).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1\r\n/);
    expect([held(), await refusedBy('all')]).toEqual([600_000, 1]);
    await waitFor(() => second.socket.destroyed);
  });

  it('of one organisation leave room to the others', async () => {
    gateway = await startGateway({ limits: { maxInFlightBytes: 4_000_000, maxOrgInFlightBytes: 1_000_000 } });
    await begin(json(900_000), ' '.repeat(800_000));
    await waitFor(() => held() === 800_000);
    const large = `{"eventType":"x","message":"${'m'.repeat(200_000)}"}`;
    const own = await gateway.post(large);
    expect([own.status, own.headers.get('retry-after'), await refusedBy('organisation')]).toEqual([503, '1', 1]);
    expect((await gateway.post(good)).status).toBe(202);
    const other = await gateway.post(large, { authorization: `Bearer ${OTHER_KEY}` });
    expect([other.status, gateway.appender.textsOf(gateway.otherOrgId).length]).toEqual([202, 1]);
  });

  it('of webhooks that nobody signed leave room to those of other addresses, and to the organisation', async () => {
    const limits = { maxJsonBodyBytes: 2 * MIB, maxInFlightBytes: 16 * MIB, maxOrgInFlightBytes: 4 * MIB };
    gateway = await startGateway({ limits });
    await begin(webhookHead(2 * MIB), ' '.repeat(2 * MIB - 1), '127.0.0.2');
    await waitFor(() => held() === 2 * MIB - 1);
    const second = await begin(webhookHead(2 * MIB), '', '127.0.0.2');
    await waitFor(() => second.text.includes('overloaded'));
    expect(await refusedBy('unverified')).toBe(1);
    const large = JSON.stringify(Array.from({ length: 15 }, () => ({ message: 'm'.repeat(120_000) })));
    expect(await signedWebhook(large)).toBe(202);
    expect((await gateway.post(large, { 'content-type': 'application/json' })).status).toBe(202);
  });

  it('with a wrong token are not asked for', async () => {
    gateway = await startGateway();
    const { text, socket } = await refusedAtHead(['Authorization: Bearer whsec_x', 'Expect: 100-continue']);
    expect(text).toMatch(/^HTTP\/1\.1 401 [^]*invalid_signature/);
    expect(held()).toBe(0);
    await waitFor(() => socket.destroyed);
  });

  it.each([
    ['JSON', () => json(1_000)],
    ['text', () => headOf(['Content-Type: text/plain', 'Content-Length: 1000'])],
  ])('too slowly to be held get 408, however lively: %s', async (_name, head) => {
    gateway = await startGateway({ body: { idleTimeoutMs: 1_000, minBytesPerSecond: 0, wholeTimeoutMs: 1_500 } });
    const request = await begin(head(), '[');
    const timer = setInterval(() => request.socket.write(' '), 50);
    await waitFor(() => request.text.includes('request_timeout'), { timeoutMs: 20_000 });
    clearInterval(timer);
    expect(request.text).toContain('the body comes too slowly');
  });
});

async function refusedAtHead(headers: readonly string[]): Promise<{ socket: Socket; text: string }> {
  const request = await begin(webhookHead(16 * MIB, headers));
  await waitFor(() => request.text.includes('problem+json') && request.text.endsWith('}'));
  return request;
}
