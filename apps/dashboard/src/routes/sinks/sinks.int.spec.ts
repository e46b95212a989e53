import { randomUUID } from 'node:crypto';
import { createSecretBox } from '@redoubt/encryption';
import { orgKeys } from '@redoubt/key-schema';
import { openSink, readSinks } from '@redoubt/rulebook';
import { FaultSink } from '@redoubt/sinks/testing';
import { ApiClient, type ApiAnswer } from '../../testing/api-client.ts';
import { openSession } from '../../testing/open-session.ts';
import { startApp, type Tenant, type TestApp } from '../../testing/start-app.ts';

const secretKey = Buffer.alloc(32, 7).toString('base64');
const secretBox = createSecretBox([secretKey]);

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let http: FaultSink;

beforeAll(async () => {
  http = await FaultSink.start();
  const bounds = { USER_REQUESTS_PER_MINUTE: '100000', KEY_REQUESTS_PER_MINUTE: '100000' };
  app = await startApp({ ...bounds, REDOUBT_SECRET_KEY: secretKey, SINK_ALLOW_PRIVATE_TARGETS: 'true' });
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
});
afterAll(async () => {
  await app.close();
  await http.close();
});

interface Shown {
  sinkId: string;
  group: string;
}
const ask = (operationId: string, given: object = {}): Promise<ApiAnswer> =>
  api.call(operationId, { key: acme.admin, ...given });
const create = (sink: object): Promise<ApiAnswer> => ask('createSink', { body: { sink, reason: 'new' } });
const shown = ({ json }: ApiAnswer): Shown => json.sink as Shown;
const held = (sinkId: string) => openSink(app.database, acme.orgId, { sinkId, secretBox });
const search = (name: string) => ({ type: 'elasticsearch', name, url: http.url(), index: 'redoubt', apiKey: 'S3CRET' });

it('is made with a cursor of its own, in force at once; its secrets are told never again', async () => {
  const first = await create(search('search'));
  expect([first.status, first.json]).toMatchObject([
    201,
    { isInForce: true, sink: { group: 'siem_forwarder', hasSecret: true } },
  ]);
  const second = shown(await create({ type: 'webhook', name: 'soar', url: http.url('/hook') }));
  expect(second.group).toBe(`siem_forwarder:${second.sinkId}`);
  const { sinks } = await readSinks(app.redis, acme.orgId, secretBox);
  expect(sinks.map(({ sink }) => sink)).toMatchObject([{ apiKey: 'S3CRET' }, { url: http.url('/hook') }]);
  const expected = await app.redis.call('HGET', orgKeys(acme.orgId).config(), ['expectedGroups']);
  expect(String(expected).split(',')).toEqual(expect.arrayContaining(['siem_forwarder', second.group]));
  const log = await ask('listAudit', { query: { action: 'sink' } });
  expect(log.json.entries).toMatchObject([{ action: 'sink.created', reason: 'new' }, { action: 'sink.created' }]);
  for (const { text } of [await ask('listSinks'), log]) expect(text).not.toMatch(/whsec_|S3CRET|\/hook/);
});

it('is tried: the receiver gets a trial event, and what it says is told', async () => {
  const params = { sinkId: shown(await create({ ...search('tried'), isEnabled: false })).sinkId };
  expect((await ask('testSink', { params })).json).toEqual({ ok: true, detail: 'accepted' });
  expect(http.requests.at(-1)?.body).toContain('redoubt_sink_test');
  http.fault = () => ({ kind: 'status', status: 401 });
  expect((await ask('testSink', { params })).json).toEqual({ ok: false, detail: 'HTTP 401' });
  http.fault = () => undefined;
});

it('is changed, paused and resumed; secrets go nowhere but where they were given for', async () => {
  const params = { sinkId: shown(await create(search('changed'))).sinkId };
  const body = { name: 'changed-2', settings: { index: 'other' }, filter: { streams: ['alerts'] }, reason: 'why' };
  expect((await ask('changeSink', { params, body })).json).toMatchObject({
    sink: { name: 'changed-2', config: { index: 'other' } },
  });
  expect(await held(params.sinkId)).toMatchObject({
    apiKey: 'S3CRET',
    index: 'other',
    filter: { streams: ['alerts'] },
  });
  await ask('changeSink', { params, body: { settings: { url: 'https://evil.example.org' } } });
  expect(await held(params.sinkId)).not.toHaveProperty('apiKey');
  expect((await ask('pauseSink', { params, body: {} })).json).toMatchObject({ sink: { isEnabled: false } });
  expect((await ask('getSink', { params })).json).toMatchObject({ sink: { health: { state: 'paused' } } });
  expect((await ask('resumeSink', { params, body: {} })).json).toMatchObject({ sink: { isEnabled: true } });
  for (const wrong of [
    {},
    { reason: 'x' },
    { settings: { host: 'x' } },
    { settings: { type: 'otlp', secret: null } },
    { settings: { sinkId: '00000000-0000-4000-8000-000000000001' } },
    { settings: { index: 'A B' } },
    { filter: { query: 'nonsense' } },
  ]) {
    expect(['invalid_body', 'refused']).toContain((await ask('changeSink', { params, body: wrong })).json.code);
  }
});

it('tells how it is doing, by the minute too', async () => {
  const { sinkId } = shown(await create({ type: 'file', name: 'file', fileName: 'x.ndjson' }));
  const minute = Math.floor(Date.now() / 60_000);
  const keys = orgKeys(acme.orgId);
  await app.redis.call('HSET', keys.sinkState(sinkId), [
    'state',
    'failing',
    'lastError',
    'HTTP 503',
    'delivered',
    7,
    'lagMs',
    9,
  ]);
  await app.redis.call('HSET', keys.sinkMinutes(sinkId), [`${minute}:d`, 7, `${minute}:l`, 9]);
  const { sink } = (await ask('getSink', { params: { sinkId } })).json as { sink: { minutes: object[] } };
  expect(sink).toMatchObject({
    health: { state: 'failing', lastError: 'HTTP 503', delivered: 7, lagEntries: 0, deadLetters: 0 },
  });
  expect(sink.minutes).toHaveLength(60);
  expect(sink.minutes.slice(-2)).toEqual(expect.arrayContaining([expect.objectContaining({ delivered: 7, lagMs: 9 })]));
});

it('is taken away with its secrets and its cursor', async () => {
  const { sinkId, group } = shown(await create(search('gone')));
  const params = { sinkId };
  expect((await ask('deleteSink', { params, query: { reason: 'moved' } })).json).toMatchObject({
    sink: { name: 'gone' },
  });
  expect(await held(sinkId)).toBeUndefined();
  expect(String(await app.redis.call('HGET', orgKeys(acme.orgId).config(), ['expectedGroups']))).not.toContain(group);
  for (const operationId of ['deleteSink', 'testSink', 'getSink'])
    expect((await ask(operationId, { params })).status).toBe(404);
});

it('is made by admins only, and of a name that is free', async () => {
  const sink = { type: 'file', name: 'taken', fileName: 'x' };
  expect((await create(sink)).status).toBe(201);
  expect((await create(sink)).json).toMatchObject({ code: 'refused', detail: expect.stringContaining('already') });
  for (const key of [acme.read, (await openSession(app, acme, 'analyst')).token]) {
    expect((await api.call('createSink', { key, body: { sink } })).json.code).toBe('forbidden');
    expect((await api.call('pauseSink', { key, params: { sinkId: randomUUID() }, body: {} })).json.code).toBe(
      'forbidden',
    );
  }
  expect((await api.call('listSinks', { key: (await openSession(app, acme, 'analyst')).token })).status).toBe(200);
});

it('reaches nothing inside unless the deployment says so', async () => {
  const guarded = await startApp({ REDOUBT_SECRET_KEY: secretKey });
  try {
    const inside = await ApiClient.open(guarded.url);
    const { admin: key } = await guarded.addTenant('guarded');
    const heard = http.requests.length;
    const syslog = { type: 'syslog', name: 's', host: '127.0.0.1', port: http.port, transport: 'tcp' };
    for (const sink of [search('x'), syslog, { type: 'file', name: 'f', fileName: 'f' }]) {
      const made = await inside.call('createSink', { key, body: { sink } });
      const tried = await inside.call('testSink', { key, params: { sinkId: shown(made).sinkId } });
      expect(tried.json).toMatchObject({ ok: false, detail: expect.stringMatching(/target refused|no folder/) });
    }
    expect(http.requests.length).toBe(heard);
  } finally {
    await guarded.close();
  }
});
