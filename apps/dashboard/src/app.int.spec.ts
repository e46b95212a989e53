import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ApiClient, send, type ApiCall } from './testing/api-client.ts';
import { startApp, type Tenant, type TestApp } from './testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;

beforeAll(async () => {
  app = await startApp({ MAX_BODY_BYTES: '2048' });
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
});
afterAll(() => app.close());

describe('the API document', () => {
  it('is valid OpenAPI 3.1, and so are its schemas', () => {
    // The package's own validator is ESM only, which jest cannot load here; its schema is what counts.
    const path = require.resolve('@seriousme/openapi-schema-validator/schemas/v3.1/schema.json');
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    const matches = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
    expect(matches(api.document) || matches.errors).toBe(true);
    for (const schema of Object.values(api.document.components.schemas)) expect(ajv.validateSchema(schema)).toBe(true);
  });

  it('has one id per operation, and a right for each but itself', () => {
    const ids = api.operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const open = api.operations.filter(({ security }) => security?.length === 0);
    expect(open.map(({ operationId }) => operationId)).toEqual([
      ...['getAuthOptions', 'login', 'showInvitation', 'acceptInvitation', 'startOidc', 'finishOidc'],
      'getApiDocument',
    ]);
  });

  it('points only at schemas it has', () => {
    const refs = [...JSON.stringify(api.document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const names = new Set(refs.map(([, name]) => name ?? ''));
    expect([...names].filter((name) => !(name in api.document.components.schemas))).toEqual([]);
    expect(names.has('Alert')).toBe(true);
  });
});

describe('every answer', () => {
  it('carries headers that keep a browser from misusing it', async () => {
    for (const answer of [await api.call('getApiDocument'), await api.call('listAlerts')]) {
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; frame-ancestors 'none'/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.has('x-powered-by')).toBe(false);
    }
  });

  it('has a request id: the one given if it is harmless, and the same in the problem', async () => {
    const given = await send(`${app.url}/x`, 'get', { headers: { 'x-request-id': 'trace-0001' } });
    expect([given.headers.get('x-request-id'), given.json.requestId]).toEqual(['trace-0001', 'trace-0001']);
    const odd = await send(`${app.url}/x`, 'get', { headers: { 'x-request-id': '<script>' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('refusals', () => {
  it.each([
    ['no credential', undefined],
    ['no key', 'x'],
    ['an unknown key', `rk_0123456789abcdef_${'A'.repeat(43)}`],
  ])('%s is 401 and says how to authenticate', async (_, key) => {
    const answer = await api.call('listAlerts', key === undefined ? {} : { key });
    expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="redoubt"');
  });

  it('a key without the right is 403, and one that only sends events may read nothing', async () => {
    const body = { type: 'acknowledge', alertIds: [crypto.randomUUID()] };
    expect((await api.call('commandAlerts', { key: acme.read, body })).json.code).toBe('forbidden');
    expect((await api.call('listAlerts', { key: await app.keyOf('acme', 'ingest') })).status).toBe(403);
  });

  it('rights come before the body: who may not ask has none read', async () => {
    const answer = await api.call('commandAlerts', { key: acme.read, body: '{broken' });
    expect(answer.json.code).toBe('forbidden');
  });

  it.each([
    ['{broken', {}, 'invalid_json'],
    ['[]', {}, 'invalid_body'],
    ['{"type":"fly","alertIds":[]}', {}, 'invalid_body'],
    ['x', { 'content-type': 'text/plain' }, 'unsupported_media_type'],
    ['x', { 'content-encoding': 'gzip' }, 'unsupported_media_type'],
    [JSON.stringify({ type: 'comment', note: 'x'.repeat(3_000) }), {}, 'body_too_large'],
  ])('the body %.20s with %j is %s', async (body, headers, code) => {
    expect((await api.call('commandAlerts', { key: acme.admin, body, headers })).json.code).toBe(code);
  });

  it.each<NonNullable<ApiCall['query']>>([
    { limit: 0 },
    { limit: 'x' },
    { limit: 2_000 },
    { colour: 'red' },
    { sourceIp: '1.2.3' },
    { status: 'odd' },
    { user: 'a\0b' },
  ])('the query %j is refused with the place', async (query) => {
    const answer = await api.call('listAlerts', { key: acme.read, query });
    expect(answer.json).toMatchObject({ code: 'invalid_parameter', errors: [expect.anything()] });
  });

  it('a cursor that is none is refused by the store', async () => {
    expect((await api.call('listAlerts', { key: acme.read, query: { cursor: 'zzz' } })).json.code).toBe('refused');
  });

  it('unknown paths are 404 and other methods 405', async () => {
    expect((await send(`${app.url}/api/v1/nothing`, 'get', {})).json.code).toBe('not_found');
    const other = await send(`${app.url}/api/v1/alerts`, 'delete', {});
    expect([other.status, other.json.code, other.headers.get('allow')]).toEqual([405, 'method_not_allowed', 'GET']);
    expect((await send(`${app.url}/api/v1/alerts/%E0%A4%A`, 'get', { key: acme.read })).json.code).toBe(
      'malformed_request',
    );
  });

  it('what is no HTTP is answered and cut off', async () => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.write('nonsense\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"malformed_request"/);
  });

  it('who asks too often waits', async () => {
    const slow = await startApp({ KEY_REQUESTS_PER_MINUTE: '8' });
    const { read: key } = await slow.addTenant('hasty');
    const client = await ApiClient.open(slow.url);
    const answers = [];
    for (let i = 0; i < 8; i += 1) answers.push(await client.call('listAlerts', { key }));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.json.code).toBe('rate_limited');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    await slow.close();
  });
});

describe('running it', () => {
  it('is ready with its stores, and counts by code', async () => {
    const ready = await send(`${app.opsUrl}/readyz`, 'get', {});
    expect(ready.json).toMatchObject({ status: 'ok' });
    const before = await app.metrics.read('dashboard_requests_total', { code: 'unauthenticated' });
    await api.call('listAlerts');
    expect(await app.metrics.read('dashboard_requests_total', { code: 'unauthenticated' })).toBe(before + 1);
  });

  it('a stop lets a request in hand finish', async () => {
    const own = await startApp();
    const { admin } = await own.addTenant('leaver');
    const body = JSON.stringify({ type: 'reopen', alertIds: [crypto.randomUUID()] });
    const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
    const head = [
      ...['POST /api/v1/alerts/commands HTTP/1.1', 'Host: x', 'Expect: 100-continue', `Authorization: Bearer ${admin}`],
      ...['Content-Type: application/json', `Content-Length: ${body.length}`],
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const [interim] = (await once(socket, 'data')) as [Buffer];
    expect(interim.toString()).toMatch(/^HTTP\/1\.1 100 /);
    const stopped = own.life.stop('spec');
    socket.write(body);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 [\s\S]*there is none of these/);
    await stopped;
    await expect(fetch(own.url)).rejects.toThrow();
    await own.close();
  });
});
