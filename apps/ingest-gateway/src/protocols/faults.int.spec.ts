import { AppendRefused } from '@redoubt/stream';
import { sendTo, storedIn, type SentAnswer } from '../testing/send-to.ts';
import { KEY, NO_SCOPE_KEY, REVOKED_KEY, startGateway, type TestGateway } from '../testing/start-gateway.ts';

/** A good request of each protocol, and how its errors look. */
const protocols = {
  hec: {
    path: '/services/collector',
    type: 'application/json',
    body: '{"event":{"a":1}}',
    shape: { text: expect.any(String) as string, code: expect.any(Number) as number },
  },
  'hec raw': {
    path: '/services/collector/raw',
    type: 'text/plain',
    body: 'x',
    shape: { text: expect.any(String) as string, code: expect.any(Number) as number },
  },
  otlp: {
    path: '/v1/logs',
    type: 'application/json',
    body: '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"x"}}]}]}]}',
    shape: { code: expect.any(Number) as number, message: expect.any(String) as string },
  },
  elastic: {
    path: '/_bulk',
    type: 'application/x-ndjson',
    body: '{"index":{}}\n{"a":1}\n',
    shape: {
      error: {
        type: expect.any(String) as string,
        reason: expect.any(String) as string,
        root_cause: expect.any(Array) as unknown[],
      },
      status: expect.any(Number) as number,
    },
  },
  cloudevents: {
    path: '/v1/cloudevents',
    type: 'application/cloudevents+json',
    body: '{"specversion":"1.0","id":"1","source":"/s","type":"t"}',
    shape: { type: expect.stringContaining('problems/') as string, code: expect.any(String) as string },
  },
  webhook: {
    path: '/v1/webhooks/generic',
    type: 'application/json',
    body: '{"a":1}',
    shape: { type: expect.stringContaining('problems/') as string, code: expect.any(String) as string },
  },
} as const;
type Name = keyof typeof protocols;

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway({
    limits: { maxBodyBytes: 10_000, maxJsonBodyBytes: 10_000, pieceBytes: 5_000, maxEventBytes: 2_000 },
  });
});
afterEach(() => gateway.close());

const send = (name: Name, headers: Record<string, string | undefined> = {}, body?: string): Promise<SentAnswer> =>
  sendTo(gateway, protocols[name].path, body ?? protocols[name].body, {
    headers: { 'content-type': protocols[name].type, ...headers },
  });

/** Status per protocol: HEC has its own for some. */
const faults: [string, (name: Name) => Promise<SentAnswer>, number, Partial<Record<Name, number>>][] = [
  ['bad gzip', (name) => send(name, { 'content-encoding': 'gzip' }), 400, {}],
  ['an unknown coding', (name) => send(name, { 'content-encoding': 'lz4' }), 415, {}],
  ['a huge body', (name) => send(name, {}, 'x'.repeat(20_000)), 413, {}],
  ['no key', (name) => send(name, { authorization: undefined }), 401, {}],
  ['a wrong key', (name) => send(name, { authorization: 'Bearer nonsense' }), 401, { hec: 403, 'hec raw': 403 }],
  [
    'a revoked key',
    (name) => send(name, { authorization: `Bearer ${REVOKED_KEY}` }),
    401,
    { hec: 403, 'hec raw': 403 },
  ],
  ['a key that may not send', (name) => send(name, { authorization: `Bearer ${NO_SCOPE_KEY}` }), 403, {}],
  [
    'a quota used up',
    (name) => {
      gateway.quota.waitsMs = [700];
      return send(name);
    },
    429,
    { hec: 503, 'hec raw': 503 },
  ],
  [
    'memory that is short',
    (name) => {
      gateway.memory.level = 5;
      return send(name);
    },
    429,
    // Bulk answers it action by action.
    { hec: 503, 'hec raw': 503, elastic: 200 },
  ],
  [
    'Redis away',
    (name) => {
      gateway.appender.refusal = new AppendRefused('unavailable', 'away', 1_000);
      return send(name);
    },
    503,
    {},
  ],
  [
    'a replica that does not confirm',
    (name) => {
      gateway.appender.refusal = new AppendRefused('not_replicated', 'away', 1_000);
      return send(name);
    },
    503,
    {},
  ],
];

describe.each(Object.keys(protocols) as Name[])('%s', (name) => {
  it('takes a good request', async () => {
    expect((await send(name)).status).toBeLessThan(300);
    expect(storedIn(gateway)).toHaveLength(1);
  });

  it.each(faults)('answers %s in its own words', async (_, bringAbout, status, own) => {
    const answer = await bringAbout(name);
    const expected = own[name] ?? status;
    expect([answer.status, answer.body]).toEqual([
      expected,
      expected < 300 ? expect.objectContaining({ errors: true }) : expect.objectContaining(protocols[name].shape),
    ]);
    if (expected === 429 || expected === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(storedIn(gateway)).toEqual([]);
  });

  it('answers a method it does not have', async () => {
    const answer = await sendTo(gateway, protocols[name].path, null, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect(answer).toMatchObject({ status: 405, body: protocols[name].shape });
    expect(answer.headers.get('allow')).toContain('POST');
  });
});

it.each<[Name, string, number]>([
  ['otlp', 'text/plain', 415],
  ['elastic', 'text/plain', 415],
  ['cloudevents', 'application/cloudevents+avro', 415],
])('%s refuses a body of %s', async (name, type, status) => {
  expect(await send(name, { 'content-type': type })).toMatchObject({ status, body: protocols[name].shape });
});
