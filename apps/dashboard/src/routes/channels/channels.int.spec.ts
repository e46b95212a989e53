import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { HttpRecorder } from '@redoubt/notifications/testing';
import { createSecretBox } from '@redoubt/encryption';
import { openChannel, readChannels } from '@redoubt/rulebook';
import { ApiClient, type ApiAnswer } from '../../testing/api-client.ts';
import { openSession } from '../../testing/open-session.ts';
import { startApp, type Tenant, type TestApp } from '../../testing/start-app.ts';

const secretKey = Buffer.alloc(32, 7).toString('base64');
const secretBox = createSecretBox([secretKey]);

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let http: HttpRecorder;

beforeAll(async () => {
  http = await HttpRecorder.start();
  const bounds = { USER_REQUESTS_PER_MINUTE: '100000', KEY_REQUESTS_PER_MINUTE: '100000' };
  app = await startApp({ ...bounds, REDOUBT_SECRET_KEY: secretKey, NOTIFY_ALLOW_PRIVATE_TARGETS: 'true' });
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
});
afterAll(async () => {
  await app.close();
  await http.close();
});
beforeEach(() => {
  http.answer = () => undefined;
});

interface Shown {
  channelId: string;
}
const ask = (operationId: string, given: object = {}): Promise<ApiAnswer> =>
  api.call(operationId, { key: acme.admin, ...given });
const create = (channel: object): Promise<ApiAnswer> => ask('createChannel', { body: { channel, reason: 'new' } });
const idOf = ({ json }: ApiAnswer): string => (json.channel as Shown).channelId;
const held = (channelId: string) => openChannel(app.database, acme.orgId, { channelId, secretBox });

it('is made, and in force at once; its secrets are told never again, but one that was made for it once', async () => {
  const made = await create({ type: 'webhook', name: 'soar', url: http.url('/soar-PATH') });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ isInForce: true, channel: { hasSecret: true, target: `127.0.0.1:${http.port}` } });
  const secret = String(made.json.secret);
  const { channels } = await readChannels(app.redis, acme.orgId, secretBox);
  expect(channels).toMatchObject([{ url: http.url('/soar-PATH'), secret }]);
  const log = await ask('listAudit', { query: { action: 'channel' } });
  expect(log.json.entries).toMatchObject([{ action: 'channel.created', reason: 'new', actorKind: 'api_key' }]);
  for (const { text } of [await ask('listChannels'), log]) expect(text).not.toMatch(/whsec_|soar-PATH/);
  const given = await create({ type: 'webhook', name: 'given', url: http.url(), secret });
  expect(given.text).not.toContain(secret);
});

it('is tried: the receiver gets a signed message, and what it says is told and kept', async () => {
  const made = await create({ type: 'webhook', name: 'tried', url: http.url('/try'), isEnabled: false });
  const params = { channelId: idOf(made) };
  expect((await ask('testChannel', { params })).json).toEqual({ ok: true, detail: 'HTTP 200' });
  const request = http.requests.at(-1);
  const verifier = new Webhook(String(made.json.secret));
  expect(verifier.verify(request?.body ?? '', request?.headers as Record<string, string>)).toBeDefined();
  http.answer = () => ({ status: 410 });
  expect((await ask('testChannel', { params })).json).toEqual({ ok: false, detail: 'HTTP 410' });
  const { deliveries } = (await ask('listDeliveries', { params })).json as { deliveries: object[] };
  expect(deliveries).toMatchObject([
    { outcome: 'dead', reason: 'test', detail: 'HTTP 410' },
    { outcome: 'sent', reason: 'test' },
  ]);
  const listed = (await ask('listChannels')).json.channels as (Shown & object)[];
  expect(listed.find(({ channelId }) => channelId === params.channelId)).toMatchObject({
    lastDelivery: { detail: 'HTTP 410' },
  });
  const log = await ask('listAudit', { query: { action: 'channel.tested' } });
  expect(log.json.entries).toMatchObject([{ after: { ok: false } }, { after: { ok: true } }]);
});

it('is changed; what is not named stays, secrets too', async () => {
  const made = await create({ type: 'slack', name: 'chat', url: http.url('/services/SECRET') });
  const params = { channelId: idOf(made) };
  const body = { name: 'chat-2', filter: { minSeverity: 'high' }, reason: 'too loud' };
  const changed = await ask('changeChannel', { params, body });
  expect(changed.json).toMatchObject({ isInForce: true, channel: { name: 'chat-2', filter: { minSeverity: 'high' } } });
  expect(await held(params.channelId)).toMatchObject({ name: 'chat-2', url: http.url('/services/SECRET') });
  await ask('changeChannel', { params, body: { isEnabled: false } });
  const { entries } = (await ask('listAudit', { query: { target: params.channelId } })).json;
  expect(entries).toMatchObject([
    { action: 'channel.disabled' },
    { action: 'channel.changed', reason: 'too loud', before: { name: 'chat' }, after: { name: 'chat-2' } },
    { action: 'channel.created' },
  ]);
  for (const wrong of [{}, { reason: 'x' }, { type: 'email' }, { url: 'ftp://x' }, { channelId: randomUUID() }]) {
    expect((await ask('changeChannel', { params, body: wrong })).json.code).toBe('invalid_body');
  }
  expect((await ask('changeChannel', { params, body: { routingKey: 'R'.repeat(32) } })).json.code).toBe('refused');
});

it('is taken away with its secrets', async () => {
  const made = await create({ type: 'pagerduty', name: 'pager', routingKey: 'R'.repeat(32) });
  const params = { channelId: idOf(made) };
  const gone = await ask('deleteChannel', { params, query: { reason: 'moved' } });
  expect(gone.json).toMatchObject({ isInForce: true, channel: { name: 'pager' } });
  expect(await held(params.channelId)).toBeUndefined();
  for (const operationId of ['deleteChannel', 'testChannel', 'listDeliveries']) {
    expect((await ask(operationId, { params })).status).toBe(404);
  }
});

it('of a name that is taken, or that makes no sense, is refused', async () => {
  const mail = { type: 'email', name: 'soc', to: ['soc@example.com'] };
  expect((await create(mail)).status).toBe(201);
  expect((await create(mail)).json).toMatchObject({ code: 'refused', detail: expect.stringContaining('already') });
  for (const wrong of [{ to: [] }, { to: ['nobody'] }, { type: 'fax' }, { smtp: { host: '' } }, { secret: 'x' }]) {
    expect((await create({ ...mail, name: 'x', ...wrong })).json.code).toBe('invalid_body');
  }
});

it('is kept, changed and tried by admins only', async () => {
  const params = { channelId: randomUUID() };
  for (const key of [acme.read, (await openSession(app, acme, 'analyst')).token]) {
    const body = { channel: { type: 'email', name: 'x', to: ['x@example.com'] } };
    expect((await api.call('createChannel', { key, body })).json.code).toBe('forbidden');
    expect((await api.call('testChannel', { key, params })).json.code).toBe('forbidden');
    expect((await api.call('deleteChannel', { key, params })).json.code).toBe('forbidden');
  }
});

it('reaches nothing inside, and keeps no secret without a key, unless the deployment says so', async () => {
  const guarded = await startApp({ REDOUBT_SECRET_KEY: secretKey });
  const keyless = await startApp();
  try {
    const [inside, outside] = [await ApiClient.open(guarded.url), await ApiClient.open(keyless.url)];
    const { admin: key } = await guarded.addTenant('guarded');
    const channel = { type: 'slack', name: 'x', url: http.url('/inside') };
    const made = await inside.call('createChannel', { key, body: { channel } });
    const heard = http.requests.length;
    const tried = await inside.call('testChannel', { key, params: { channelId: idOf(made) } });
    expect(tried.json).toMatchObject({ ok: false, detail: expect.stringContaining('target refused') });
    expect(http.requests.length).toBe(heard);
    const { admin } = await keyless.addTenant('keyless');
    const refused = await outside.call('createChannel', { key: admin, body: { channel } });
    expect(refused.json).toMatchObject({ code: 'refused', detail: expect.stringContaining('REDOUBT_SECRET_KEY') });
  } finally {
    await guarded.close();
    await keyless.close();
  }
});
