import { connect } from 'node:net';
import { AppendRefused, type AppendRefusalCode } from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { headOf, rawExchange, rawSocket } from '../testing/raw-exchange.ts';
import { NO_SCOPE_KEY, startGateway, type TestGateway } from '../testing/start-gateway.ts';

const good = '{"eventType":"web_request","severity":"low"}';
const urgent = '{"eventType":"malware_found","severity":"critical"}';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const codeOf = async (response: Response): Promise<unknown> => ((await response.json()) as { code: string }).code;

describe('credentials', () => {
  it.each([
    [undefined, 401, 'unauthenticated'],
    ['Bearer rk_unknown_x', 401, 'unauthenticated'],
    [`Bearer ${NO_SCOPE_KEY}`, 403, 'forbidden'],
  ])('%p is answered with %d', async (authorization, status, code) => {
    const response = await fetch(`${gateway.url}/v1/events`, {
      method: 'POST',
      body: good,
      headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    });
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="redoubt"' : null);
  });

  it('are looked at before the body: a large one is not received for nothing', async () => {
    const head = 'POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 60000000\r\n\r\n';
    const socket = connect({ port: gateway.port, host: '127.0.0.1' });
    const chunks: Buffer[] = [];
    let sent = 0;
    const block = Buffer.alloc(65_536, 0x61);
    const pump = (): void => {
      while (sent < 60_000_000 && socket.write(block)) sent += block.length;
    };
    socket
      .on('drain', pump)
      .on('data', (chunk) => chunks.push(chunk))
      .on('error', () => undefined);
    socket.write(head);
    pump();
    await new Promise((resolve) => socket.on('close', resolve));
    expect(Buffer.concat(chunks).toString()).toContain('401 Unauthorized');
    expect(sent).toBeLessThan(30_000_000);
  });
});

describe('routes', () => {
  it.each([
    ['GET', '/v1/events', 405, 'method_not_allowed', 'POST'],
    ['DELETE', '/v1/openapi.json', 405, 'method_not_allowed', 'GET, HEAD'],
    ['GET', '/nothing', 404, 'not_found', null],
    ['POST', '/v1/events/x', 404, 'not_found', null],
    ['POST', '/v1/EVENTS', 404, 'not_found', null],
  ])('%s %s', async (method, path, status, code, allow) => {
    const response = await fetch(gateway.url + path, { method });
    expect([response.status, await codeOf(response), response.headers.get('allow')]).toEqual([status, code, allow]);
  });

  it('answer HEAD like GET without a body', async () => {
    const head = await fetch(`${gateway.url}/v1/openapi.json`, { method: 'HEAD' });
    const get = await fetch(`${gateway.url}/v1/openapi.json`);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await get.text())));
  });
});

describe('the store', () => {
  it.each<[AppendRefusalCode, number, string, string | null]>([
    ['out_of_memory', 503, 'out_of_memory', '5'],
    ['not_replicated', 503, 'not_replicated', '5'],
    ['unavailable', 503, 'unavailable', '5'],
    ['overloaded', 503, 'overloaded', '5'],
    ['closed', 503, 'unavailable', '5'],
    ['idempotency_conflict', 422, 'idempotency_conflict', null],
  ])('refusing with %s is answered with %d', async (refusal, status, code, retryAfter) => {
    gateway.appender.refusal = new AppendRefused(refusal, 'because', 4_200);
    const response = await gateway.post(good);
    expect([response.status, await codeOf(response), response.headers.get('retry-after')]).toEqual([
      status,
      code,
      retryAfter,
    ]);
    expect(await gateway.metrics.read('gateway_requests_total', { code })).toBe(1);
  });

  it('failing in another way is answered with 500 and no detail', async () => {
    gateway.appender.append = () => Promise.reject(new Error('secret detail'));
    const response = await gateway.post(good);
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('secret')]);
  });
});

describe('pressure', () => {
  it('a used-up quota is 429 with Retry-After', async () => {
    gateway.quota.waitsMs = [2_400];
    const response = await gateway.post(good);
    expect([response.status, await codeOf(response), response.headers.get('retry-after')]).toEqual([
      429,
      'quota_exceeded',
      '3',
    ]);
  });

  it('the quota is charged with accepted events and their bytes', async () => {
    await gateway.post(`${good}\n{broken\n${urgent}`);
    expect(gateway.quota.charged).toEqual({ events: 2, bytes: good.length + urgent.length });
  });

  it('low severities are shed first and say so one by one', async () => {
    gateway.memory.level = 3;
    const response = await gateway.post(`${good}\n${urgent}`);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: 1, refused: 1, errors: [{ index: 0, code: 'shed' }] });
    expect(gateway.appender.stored).toEqual([{ orgId: gateway.orgId, lane: 'p', text: urgent }]);
    expect(await gateway.metrics.read('gateway_events_shed_total', { severity: 'low' })).toBe(1);
  });

  it('a batch that is shed as a whole is 429', async () => {
    gateway.memory.level = 5;
    const response = await gateway.post(`${good}\n${urgent}`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '5']);
    expect(await response.json()).toMatchObject({ code: 'shed', accepted: 0, refused: 2 });
  });

  it('more bodies in hand than memory allows is 503', async () => {
    await gateway.close();
    gateway = await startGateway({ limits: { maxInFlightBytes: 100_000 } });
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.appender.gate = promise;
    const first = gateway.post(`{"eventType":"x","message":"${'m'.repeat(80_000)}"}`);
    await waitFor(() => gateway.gateway.inFlight.bytes > 80_000);
    const second = await gateway.post(`{"eventType":"x","message":"${'m'.repeat(80_000)}"}`);
    expect([second.status, await codeOf(second), second.headers.get('retry-after')]).toEqual([503, 'overloaded', '1']);
    resolve();
    expect((await first).status).toBe(202);
    expect(gateway.gateway.inFlight.bytes).toBe(0);
  });
});

it('a refused request whose short body never comes does not keep its connection', async () => {
  const answer = await rawExchange(gateway.port, [headOf(['Content-Type: text/html', 'Content-Length: 10']), 'x']);
  expect(answer.status).toBe(415);
});

describe('Expect: 100-continue', () => {
  it('is answered once the head is accepted', async () => {
    const socket = await rawSocket(gateway.port, [
      headOf([
        'Content-Type: application/json',
        `Content-Length: ${good.length}`,
        'Expect: 100-continue',
        'Connection: close',
      ]),
    ]);
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    await waitFor(() => text.includes('100 Continue'));
    socket.write(good);
    await waitFor(() => text.includes('202 Accepted'));
    socket.destroy();
  });

  it('is answered with the refusal when the head is not', async () => {
    const answer = await rawExchange(gateway.port, [
      headOf(['Content-Type: text/html', 'Content-Length: 70000', 'Expect: 100-continue']),
    ]);
    expect(answer.status).toBe(415);
  });
});

it('one connection serves many requests, refused ones among them', async () => {
  const socket = await rawSocket(gateway.port, []);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  for (const type of ['application/json', 'text/html', 'application/json']) {
    const before = text.split('HTTP/1.1').length;
    socket.write(headOf([`Content-Type: ${type}`, `Content-Length: ${good.length}`]) + good);
    await waitFor(() => text.split('HTTP/1.1').length > before);
  }
  expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1])).toEqual(['202', '415', '202']);
  socket.destroy();
});

it('a stop finishes the requests in hand, ends their connections and takes no new ones', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  gateway.appender.gate = promise;
  const inHand = gateway.post(good);
  await waitFor(() => gateway.gateway.inFlight.bytes > 0);
  const closed = gateway.gateway.server.close();
  await expect(fetch(gateway.url)).rejects.toThrow();
  resolve();
  const response = await inHand;
  expect([response.status, response.headers.get('connection')]).toEqual([202, 'close']);
  await closed;
  expect(gateway.appender.stored).toHaveLength(1);
});

it('a stop is not held up by connections without a request, nor for ever by an upload', async () => {
  await gateway.close();
  gateway = await startGateway({ http: { drainMs: 500 } });
  const silent = await rawSocket(gateway.port, []);
  const begun = await rawSocket(gateway.port, ['POST /v1/events HTTP/1.1\r\n']);
  const upload = await rawSocket(gateway.port, [headOf(['Content-Type: text/plain', 'Content-Length: 100']), 'x']);
  await waitFor(() => gateway.gateway.watch.size === 1);
  const startedAtMs = performance.now();
  await gateway.gateway.server.close();
  expect(performance.now() - startedAtMs).toBeLessThan(3_000);
  for (const socket of [silent, begun, upload]) await waitFor(() => socket.destroyed);
  expect(await gateway.metrics.read('gateway_requests_aborted_total')).toBe(1);
});
