import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { AppendRefused } from '@redoubt/stream';
import { headOf, rawExchange } from '../testing/raw-exchange.ts';
import { KEY, NO_SCOPE_KEY, startGateway, WEBHOOK_KEY_ID, type TestGateway } from '../testing/start-gateway.ts';
import { PROBLEM_KINDS } from '../http/refusal.ts';

interface Operation {
  responses: Record<string, { headers?: Record<string, unknown>; content: Record<string, { schema: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}
type Answer = { status: number; headers: Map<string, string>; body: unknown };

const good = '{"eventType":"web_request","severity":"low"}';
let gateway: TestGateway;
let document: Document;

beforeEach(async () => {
  gateway = await startGateway({
    limits: { maxBatchEvents: 50, maxBodyBytes: 150_000 },
    body: { idleTimeoutMs: 1_000 },
  });
  document = (await (await fetch(`${gateway.url}/v1/openapi.json`)).json()) as Document;
});
afterEach(() => gateway.close());

const of = async (response: Promise<Response>): Promise<Answer> => {
  const answer = await response;
  return { status: answer.status, headers: new Map(answer.headers), body: await answer.json() };
};
const post = (body: string | Buffer = good, headers: Record<string, string> = {}, query = ''): Promise<Answer> =>
  of(gateway.post(body, headers, query));
const other = (path: string, body: string): Promise<Answer> =>
  of(fetch(`${gateway.url}${path}`, { method: 'POST', body, headers: { authorization: `Bearer ${KEY}` } }));
const raw = async (...parts: string[]): Promise<Answer> => {
  const { status, head, body } = await rawExchange(gateway.port, parts);
  const headers = head
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(': ', 2) as [string, string]);
  return {
    status,
    headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: JSON.parse(body),
  };
};
const refusing = (code: ConstructorParameters<typeof AppendRefused>[0]) => () => {
  gateway.appender.refusal = new AppendRefused(code, 'because', 1_000);
  return post();
};

/** How to bring about every problem the document names. */
const provoke: Record<Exclude<keyof typeof PROBLEM_KINDS, 'invalid_bulk'>, () => Promise<Answer>> = {
  malformed_request: () => raw('nonsense\r\n\r\n'),
  empty_body: () => post(''),
  empty_batch: () => post('\n'),
  no_event_accepted: () => post('{broken'),
  invalid_json: () => post('7', { 'content-type': 'application/json' }),
  invalid_message: () => other('/v1/webhooks/generic', '7'),
  invalid_signature: () => other(`/v1/webhooks/generic/${WEBHOOK_KEY_ID}`, '{}'),
  invalid_compression: () => post(good, { 'content-encoding': 'zstd' }),
  invalid_parameter: () => post('x', { 'content-type': 'text/plain' }, '?format=x'),
  invalid_idempotency_key: () => post(good, { 'idempotency-key': 'a b' }),
  unauthenticated: () => post(good, { authorization: 'Bearer x' }),
  forbidden: () => post(good, { authorization: `Bearer ${NO_SCOPE_KEY}` }),
  not_found: () => of(fetch(`${gateway.url}/x`)),
  method_not_allowed: () => of(fetch(`${gateway.url}/v1/events`)),
  request_timeout: () => raw(headOf(['Content-Type: text/plain', 'Content-Length: 9']), 'x'),
  body_too_large: () => post('x'.repeat(150_001)),
  decoded_too_large: () => post(gzipSync(Buffer.alloc(20_000_000)), { 'content-encoding': 'gzip' }),
  event_too_large: () =>
    post(gzipSync(JSON.stringify({ message: 'x'.repeat(300_000) })), {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    }),
  too_many_events: () => post(`${good}\n`.repeat(51)),
  unsupported_media_type: () => post(good, { 'content-type': 'image/png' }),
  unsupported_encoding: () => post(good, { 'content-encoding': 'lz4' }),
  idempotency_conflict: refusing('idempotency_conflict'),
  quota_exceeded: () => {
    gateway.quota.waitsMs = [500];
    return post();
  },
  shed: () => {
    gateway.memory.level = 5;
    return post();
  },
  headers_too_large: () => raw(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n`),
  internal: () => {
    gateway.appender.append = () => Promise.reject(new Error('x'));
    return post();
  },
  overloaded: refusing('overloaded'),
  out_of_memory: refusing('out_of_memory'),
  not_replicated: refusing('not_replicated'),
  unavailable: refusing('unavailable'),
};

function validator(): (schema: object) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'doc', components: document.components });
  return (schema) =>
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc#/components')) as object);
}

it('is a valid OpenAPI 3.1 document', () => {
  // The package's own validator is ESM only, which jest cannot load here; its schema is what counts.
  const path = require.resolve('@seriousme/openapi-schema-validator/schemas/v3.1/schema.json');
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const matches = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
  expect(matches(document) || matches.errors).toBe(true);
  for (const schema of Object.values(document.components.schemas)) expect(ajv.validateSchema(schema)).toBe(true);
});

it.each(Object.keys(provoke) as (keyof typeof provoke)[])('%s is answered as documented', async (code) => {
  const answer = await provoke[code]();
  expect(answer.body).toMatchObject({ code, status: PROBLEM_KINDS[code].status, title: PROBLEM_KINDS[code].title });
  expect(answer.status).toBe(PROBLEM_KINDS[code].status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const isRetryable = answer.status === 429 || answer.status === 503;
  expect(Number(answer.headers.get('retry-after') ?? 0) >= 1).toBe(isRetryable);
  const validate = validator();
  const path = code === 'invalid_message' || code === 'invalid_signature' ? '/v1/webhooks/{shape}' : '/v1/events';
  const documented = document.paths[path]?.post?.responses[String(answer.status)];
  if (code === 'not_found' || code === 'method_not_allowed') {
    expect(documented).toBeUndefined();
    expect(validate({ $ref: '#/components/schemas/Problem' })(answer.body)).toBe(true);
    return;
  }
  const matches = validate(documented?.content['application/problem+json']?.schema ?? {});
  expect(matches(answer.body) || matches.errors).toBe(true);
});

it('every documented status is one of these', () => {
  const documented = Object.keys(document.paths['/v1/events']?.post?.responses ?? {}).map(Number);
  const known = [202, ...Object.values(PROBLEM_KINDS).map((kind) => kind.status)];
  expect(documented.filter((status) => !known.includes(status))).toEqual([]);
  expect(new Set(documented)).toEqual(new Set(known.filter((status) => status !== 404 && status !== 405)));
});

it.each([
  ['one event', good],
  ['some refused', `${good}\n{broken\n7`],
  ['more refused than are listed', `${good}\n${'x\n'.repeat(40)}`.repeat(1)],
])('202 with %s is as documented', async (_, body) => {
  const answer = await post(body);
  const schema = document.paths['/v1/events']?.post?.responses['202']?.content['application/json']?.schema ?? {};
  const matches = validator()(schema);
  expect(answer.status).toBe(202);
  expect(matches(answer.body) || matches.errors).toBe(true);
});

it('the schema of an event takes what the gateway takes', async () => {
  const matches = validator()({ $ref: '#/components/schemas/Event' });
  const events = [
    {
      eventType: 'x',
      severity: 'critical',
      sourceIp: '203.0.113.1',
      user: 'a',
      eventTimeMs: 1,
      tags: ['t'],
      payload: { a: [1] },
    },
    { event_type: 'x', severity: 3, source_ip: '203.0.113.1', timestamp: '2026-11-21T10:00:00Z' },
    {
      '@timestamp': '2026-11-21T10:00:00Z',
      event: { action: 'x', severity: 73 },
      source: { ip: '2001:db8::1' },
      host: { name: 'h' },
    },
  ];
  for (const event of events) expect(matches(event) || matches.errors).toBe(true);
  expect(await post(events.map((event) => JSON.stringify(event)).join('\n'))).toMatchObject({
    status: 202,
    body: { accepted: 3 },
  });
});
