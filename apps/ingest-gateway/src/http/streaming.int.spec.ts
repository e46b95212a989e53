import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { AppendRefused } from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { headOf, rawExchange, rawSocket } from '../testing/raw-exchange.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

const line = (index: number): string =>
  `{"eventType":"web_request","severity":"low","externalId":"${index}","message":"${'m'.repeat(400)}"}\n`;

/** About 50 MB in chunks that cut lines anywhere. */
function* largeBody(events: number, chunkBytes = 61_000): Generator<Buffer> {
  let rest = '';
  for (let index = 0; index < events; index += 1) {
    rest += line(index);
    if (rest.length >= chunkBytes) {
      yield Buffer.from(rest.slice(0, chunkBytes));
      rest = rest.slice(chunkBytes);
    }
  }
  yield Buffer.from(rest);
}

function send(gateway: TestGateway, body: Iterable<Buffer>, headers: Record<string, string> = {}): Promise<Response> {
  const init = { duplex: 'half' } as RequestInit;
  return fetch(`${gateway.url}/v1/events`, {
    ...init,
    method: 'POST',
    body: Readable.toWeb(Readable.from(body)) as ReadableStream,
    headers: { authorization: 'Bearer rk_test_secret', 'content-type': 'application/x-ndjson', ...headers },
  });
}

const idsOf = (gateway: TestGateway): number[] =>
  gateway.appender
    .textsOf(gateway.orgId)
    .map((text) => Number((JSON.parse(text) as { externalId: string }).externalId));

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

describe('a body of 50 MB', () => {
  const events = 105_000;

  it('is stored in pieces while it arrives, in order, and nothing of it is kept', async () => {
    const heldBytes: number[] = [];
    const append = gateway.appender.append.bind(gateway.appender);
    gateway.appender.append = async (request) => {
      heldBytes.push(gateway.gateway.inFlight.bytes);
      return append(request);
    };
    const response = await send(gateway, largeBody(events));
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: events, refused: 0, errors: [] });
    expect(idsOf(gateway)).toEqual(Array.from({ length: events }, (_, index) => index));
    expect(gateway.appender.largestAppendBytes).toBeLessThanOrEqual(1024 * 1024);
    expect(Math.max(...heldBytes)).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(gateway.gateway.inFlight.bytes).toBe(0);
  });

  it.each(['gzip', 'zstd'])('also under %s, in several members or frames', async (coding) => {
    const compress = coding === 'gzip' ? gzipSync : zstdCompressSync;
    const parts = [...largeBody(20_000, 3_000_000)].map((part) => compress(part));
    const response = await gateway.post(Buffer.concat(parts), { 'content-encoding': coding });
    expect(await response.json()).toMatchObject({ accepted: 20_000, refused: 0 });
    expect(idsOf(gateway)).toEqual(Array.from({ length: 20_000 }, (_, index) => index));
  });

  it('waits for the store: the sender is not read while an append is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.appender.gate = promise;
    let sent = 0;
    const counting = function* (): Generator<Buffer> {
      for (const chunk of largeBody(events)) {
        sent += chunk.length;
        yield chunk;
      }
    };
    const response = send(gateway, counting());
    // Kernel buffers take some; what counts is that the sender stops long before its end.
    await waitFor(() => sent > 1_000_000);
    let before = -1;
    await waitFor(
      () => {
        const isStill = sent === before;
        before = sent;
        return isStill;
      },
      { intervalMs: 300 },
    );
    expect(sent).toBeLessThan(30_000_000);
    gateway.appender.gate = undefined;
    resolve();
    expect((await response).status).toBe(202);
  });
});

describe('Idempotency-Key over pieces', () => {
  const small = () => [...largeBody(6_000)];

  it('a request that broke off goes on where it stopped and stores nothing twice', async () => {
    const key = { 'idempotency-key': 'upload-1' };
    const body = Buffer.concat(small());
    const socket = await rawSocket(gateway.port, [
      headOf(['Content-Type: application/x-ndjson', `Content-Length: ${body.length}`, 'Idempotency-Key: upload-1']),
      body.subarray(0, 2_000_000),
    ]);
    await waitFor(() => gateway.appender.appends >= 1);
    socket.destroy();
    await waitFor(async () => (await gateway.metrics.read('gateway_requests_aborted_total')) === 1);
    const stored = gateway.appender.stored.length;
    expect(stored).toBeGreaterThan(0);
    expect(await gateway.metrics.read('gateway_events_unacknowledged_total')).toBe(stored);

    const again = await gateway.post(body, key);
    expect(again.headers.get('idempotent-replayed')).toBeNull();
    expect(await again.json()).toMatchObject({ accepted: 6_000 });
    expect(idsOf(gateway)).toEqual(Array.from({ length: 6_000 }, (_, index) => index));

    const replay = await send(gateway, small(), key);
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    expect(await replay.json()).toMatchObject({ accepted: 6_000 });
    expect(gateway.appender.stored).toHaveLength(6_000);
  });

  it('the same beginning with another end is a conflict and adds nothing', async () => {
    const key = { 'idempotency-key': 'upload-2' };
    const body = Buffer.concat(small());
    expect((await gateway.post(body, key)).status).toBe(202);
    const conflict = await gateway.post(Buffer.concat([body, Buffer.from(line(6_000))]), key);
    expect(conflict.status).toBe(422);
    expect(gateway.appender.stored).toHaveLength(6_000);
  });

  it('a small request answers alike, and differs by what its parameters make of it', async () => {
    const headers = { 'idempotency-key': 'small', 'content-type': 'text/plain' };
    const first = (await (await gateway.post('one\ntwo', headers)).json()) as { batchId: string };
    const again = await gateway.post('one\ntwo', headers);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual({ accepted: 2, refused: 0, errors: [], batchId: first.batchId });
    expect((await gateway.post('one\ntwo', headers, '?format=none')).status).toBe(422);
    expect((await gateway.post('one\nthree', headers)).status).toBe(422);
    expect(gateway.appender.stored).toHaveLength(2);
  });
});

describe('a request that fails half-way', () => {
  it('says how many events are stored all the same', async () => {
    const append = gateway.appender.append.bind(gateway.appender);
    gateway.appender.append = (request) => {
      if (gateway.appender.appends === 2) gateway.appender.refusal = new AppendRefused('out_of_memory', 'full', 5_000);
      return append(request);
    };
    const response = await send(gateway, largeBody(20_000));
    const stored = gateway.appender.stored.length;
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ code: 'out_of_memory', accepted: stored });
    expect(stored).toBeGreaterThan(0);
  });

  it('is slowed down for want of quota once events of it are stored, and refused when that takes too long', async () => {
    const append = gateway.appender.append.bind(gateway.appender);
    gateway.appender.append = (request) => {
      if (gateway.appender.appends === 1) gateway.quota.waitsMs = [20, 20];
      return append(request);
    };
    const body = [...largeBody(6_000)];
    expect(await (await send(gateway, body)).json()).toMatchObject({ accepted: 6_000 });
    gateway.appender.append = (request) => {
      gateway.quota.waitsMs = [6_000];
      return append(request);
    };
    const refused = await send(gateway, body);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '6']);
    expect(await refused.json()).toMatchObject({
      code: 'quota_exceeded',
      accepted: gateway.appender.stored.length - 6_000,
    });
  });

  it('by too many events or bytes is refused as a whole when it is small', async () => {
    await gateway.close();
    gateway = await startGateway({
      limits: { maxBatchEvents: 10, maxBodyBytes: 2_000_000, maxDecodedBytes: 3_000_000 },
    });
    const many = await gateway.post(Array.from({ length: 11 }, (_, i) => line(i)).join(''));
    expect([many.status, ((await many.json()) as { code: string }).code]).toEqual([413, 'too_many_events']);
    const long = await gateway.post(Buffer.alloc(2_000_001, 0x61), { 'content-type': 'text/plain' });
    expect([long.status, ((await long.json()) as { code: string }).code]).toEqual([413, 'body_too_large']);
    const chunked = await send(gateway, [Buffer.alloc(1_500_000, 0x61), Buffer.alloc(1_500_000, 0x61)]);
    expect([chunked.status, ((await chunked.json()) as { code: string }).code]).toEqual([413, 'body_too_large']);
    expect(gateway.appender.stored).toEqual([]);
  });

  it('by a JSON body larger than may be held is told to use NDJSON', async () => {
    await gateway.close();
    gateway = await startGateway({ limits: { maxJsonBodyBytes: 2_000_000 } });
    const array = Buffer.from(`[${Array.from({ length: 6_000 }, (_, i) => line(i)).join(',')}]`);
    const plain = await gateway.post(array, { 'content-type': 'application/json' });
    expect([plain.status, (await plain.json()) as unknown]).toMatchObject([413, { code: 'body_too_large' }]);
    const zipped = await gateway.post(gzipSync(array), {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    });
    expect([zipped.status, (await zipped.json()) as unknown]).toMatchObject([413, { code: 'body_too_large' }]);
    expect(gateway.appender.stored).toEqual([]);
  });

  it('by a large array keeps its good events, piece by piece', async () => {
    const items = Array.from({ length: 6_000 }, (_, i) => (i === 4_500 ? '{broken}' : line(i)));
    const response = await gateway.post(`[${items.join(',')}]`, { 'content-type': 'application/json' });
    expect(await response.json()).toMatchObject({ accepted: 5_999, errors: [{ index: 4_500, code: 'invalid_json' }] });
    expect(gateway.appender.appends).toBeGreaterThan(1);
  });
});

describe('slow senders', () => {
  beforeEach(async () => {
    await gateway.close();
    gateway = await startGateway({
      body: { idleTimeoutMs: 1_000, minBytesPerSecond: 100 },
      http: { headersTimeoutMs: 1_000 },
    });
  });

  it('that stop in the middle of a body get 408', async () => {
    const parts = [headOf(['Content-Type: application/x-ndjson', 'Content-Length: 1000']), '{"event'];
    const answer = await rawExchange(gateway.port, parts);
    expect([answer.status, JSON.parse(answer.body) as unknown]).toMatchObject([408, { code: 'request_timeout' }]);
    expect(answer.head.toLowerCase()).toContain('connection: close');
    expect(gateway.gateway.watch.size).toBe(0);
  });

  it('that send a byte now and then get 408', async () => {
    const socket = await rawSocket(gateway.port, [headOf(['Content-Type: text/plain', 'Content-Length: 1000'])]);
    const timer = setInterval(() => socket.write('x'), 100);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    await waitFor(() => Buffer.concat(chunks).toString().includes('request_timeout'), { timeoutMs: 10_000 });
    clearInterval(timer);
    socket.destroy();
  });

  it('that never end their headers get 408', async () => {
    const answer = await rawExchange(gateway.port, ['POST /v1/events HTTP/1.1\r\nHost: x\r\n']);
    expect([answer.status, JSON.parse(answer.body) as unknown]).toMatchObject([408, { code: 'request_timeout' }]);
  });

  it('are not taken for slow while the store keeps them waiting', async () => {
    await gateway.close();
    // A sender on a busy machine may pause for a second by itself.
    gateway = await startGateway({ body: { idleTimeoutMs: 3_000, minBytesPerSecond: 100 } });
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.appender.gate = promise;
    const response = send(gateway, largeBody(20_000));
    setTimeout(resolve, 5_000);
    expect((await response).status).toBe(202);
  });
});

it('a sender that hangs up early is told nothing and harms nothing', async () => {
  const body = line(0).repeat(10);
  await new Promise<void>((resolve) => {
    const request = httpRequest({ port: gateway.port, method: 'POST', path: '/v1/events' });
    request.setHeader('authorization', 'Bearer rk_test_secret').setHeader('content-type', 'application/x-ndjson');
    request.setHeader('content-length', String(body.length * 2));
    request.on('error', () => resolve());
    request.write(body, () => request.destroy());
  });
  await waitFor(async () => (await gateway.metrics.read('gateway_requests_aborted_total')) === 1);
  expect(gateway.appender.stored).toEqual([]);
  expect(gateway.gateway.inFlight.bytes).toBe(0);
});
