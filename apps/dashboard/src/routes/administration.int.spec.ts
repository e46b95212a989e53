import { randomUUID } from 'node:crypto';
import { FEATURES, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { readOrgSettings } from '@redoubt/rulebook';
import { alertOf, waitFor } from '@redoubt/test-kit';
import { ApiClient, type ApiAnswer } from '../testing/api-client.ts';
import { openSession, type SessionHolder } from '../testing/open-session.ts';
import { openCaseStore, startApp, type Tenant, type TestApp } from '../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let admin: SessionHolder;

beforeAll(async () => {
  app = await startApp({ USER_REQUESTS_PER_MINUTE: '100000', KEY_REQUESTS_PER_MINUTE: '100000' });
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
  admin = await openSession(app, acme, 'admin');
});
afterAll(() => app.close());

const asAdmin = (operationId: string, given: object = {}): Promise<ApiAnswer> =>
  api.call(operationId, { key: admin.token, ...given });

interface Entry {
  action: string;
  actor: string;
  before: object | null;
  after: object | null;
}
const log = async (query: Record<string, string | number> = {}): Promise<Entry[]> =>
  (await asAdmin('listAudit', { query })).json.entries as Entry[];

describe('the organisation', () => {
  it('shows its settings, and each flag with what it does', async () => {
    const { json } = await api.call('getOrganization', { key: acme.read });
    expect(json).toMatchObject({
      ...{ orgId: acme.orgId, name: 'acme', retentionDays: 30 },
      features: { auto_incident_creation: FEATURES.auto_incident_creation.isOnByDefault },
      alertSettings: { dedupWindowSeconds: 3_600, inhibitions: [] },
    });
    expect((json.featureInfo as { name: string }[]).map(({ name }) => name)).toEqual(Object.keys(FEATURES));
  });

  it('changes what is named; it is in force at once and told with what it was', async () => {
    const inhibitions = [{ sourceRuleIds: ['r1'], targetRuleIds: ['r2'], equal: 'asset' }];
    const body = {
      ...{ displayName: 'Acme Corp', retentionDays: 90, reason: 'audit 2026' },
      features: { auto_incident_creation: false, siem_integration: true },
      alertSettings: { dedupWindowSeconds: 600, alertThresholds: { critical: 1 }, inhibitions },
    };
    const changed = await asAdmin('changeOrganization', { body });
    expect(changed.json).toMatchObject({
      isInForce: true,
      organization: {
        ...without(body, 'reason'),
        alertSettings: { ...body.alertSettings, repeatIntervalSeconds: 14_400 },
      },
    });
    expect(await readOrgSettings(app.redis, acme.orgId)).toMatchObject({
      ...{ isAutoIncidentCreation: false, alertSettings: { dedupWindowSeconds: 600, inhibitions } },
    });
    expect(await configOf(acme.orgId, ['displayName', 'retentionDays'])).toEqual(['Acme Corp', '90']);
    const entries = await log({ fromMs: Date.now() - 60_000, actor: `user:${admin.userId}` });
    expect(entries.slice(0, 2)).toMatchObject([
      { action: 'rules.changed', reason: 'audit 2026', before: { alertSettings: { dedupWindowSeconds: 3_600 } } },
      { action: 'org.changed', reason: 'audit 2026', before: { retentionDays: 30 }, after: { retentionDays: 90 } },
    ]);
    const back = await asAdmin('changeOrganization', { body: { features: { auto_incident_creation: null } } });
    expect(back.json.organization).toMatchObject({
      features: { auto_incident_creation: true, siem_integration: true },
    });
  });

  it.each([
    [{}, 'invalid_body'],
    [{ reason: 'nothing else' }, 'invalid_body'],
    [{ features: { no_such_thing: true } }, 'invalid_body'],
    [{ retentionDays: 0 }, 'invalid_body'],
    [{ quota: { eventsPerSecond: 1e9 } }, 'invalid_body'],
    [{ alertSettings: { dedupWindowSeconds: 1 } }, 'invalid_body'],
    [{ alertSettings: { inhibitions: [{ sourceRuleIds: [], equal: 'user' }] } }, 'invalid_body'],
    [{ displayName: '   ' }, 'refused'],
  ])('refuses %j', async (body, code) => {
    expect((await asAdmin('changeOrganization', { body })).json.code).toBe(code);
  });

  it('is changed by admins only', async () => {
    const analyst = await openSession(app, acme, 'analyst');
    for (const key of [acme.read, analyst.token]) {
      const answer = await api.call('changeOrganization', { key, body: { retentionDays: 1 } });
      expect(answer.json.code).toBe('forbidden');
    }
  });
});

const without = <T extends object>(whole: T, name: keyof T): object =>
  Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name));
const configOf = (orgId: OrgId, fields: string[]) => app.redis.call('HMGET', orgKeys(orgId).config(), fields);

describe('keys', () => {
  const create = (key: string, body: object): Promise<ApiAnswer> => api.call('createKey', { key, body });

  it('are made and told once, work at once, and are refused everywhere within 5 s of their end', async () => {
    const made = await create(admin.token, { name: 'edge', scopes: ['read'], reason: 'new edge' });
    expect(made.status).toBe(201);
    const { text, key } = made.json as { text: string; key: { keyId: string } };
    expect((await api.call('listAlerts', { key: text })).status).toBe(200);
    const listed = await asAdmin('listKeys');
    expect(listed.json.keys).toContainEqual(expect.objectContaining({ keyId: key.keyId, scopes: ['read'] }));
    expect(listed.text + JSON.stringify(await log())).not.toContain(text.slice(-43));
    const ended = await asAdmin('revokeKey', { params: { keyId: key.keyId }, query: { reason: 'leaked' } });
    expect(ended.json.key).toMatchObject({ revokedAtMs: expect.any(Number) });
    await waitFor(async () => (await api.call('listAlerts', { key: text })).status === 401, { timeoutMs: 5_000 });
    expect(await log({ target: key.keyId })).toMatchObject([
      { action: 'key.revoked', reason: 'leaked', targetName: 'edge' },
      { action: 'key.created', reason: 'new edge' },
    ]);
  });

  it('allow no more than their maker may, and live no longer than a key that makes them', async () => {
    const soon = Date.now() + 3_600_000;
    const { text: short } = (await create(acme.admin, { name: 'short', scopes: ['admin'], expiresAtMs: soon })).json;
    const asKey = (body: object) => create(String(short), { name: 'child', scopes: ['read'], ...body });
    expect((await asKey({})).json.code).toBe('forbidden');
    expect((await asKey({ expiresAtMs: soon + 1 })).json.code).toBe('forbidden');
    expect((await asKey({ expiresAtMs: soon })).status).toBe(201);
    for (const key of [acme.read, (await openSession(app, acme, 'analyst')).token]) {
      expect((await create(key, { name: 'x', scopes: ['ingest'] })).json.code).toBe('forbidden');
    }
    expect((await create(admin.token, { name: 'x', scopes: ['ingest'] })).status).toBe(201);
  });

  it.each([
    [{ name: '', scopes: ['read'] }, 'invalid_body'],
    [{ name: 'x', scopes: [] }, 'invalid_body'],
    [{ name: 'x', scopes: ['root'] }, 'invalid_body'],
    [{ name: 'x', scopes: ['read'], expiresAtMs: 5 }, 'refused'],
    [{ name: '  ', scopes: ['read'] }, 'refused'],
  ])('%j is refused', async (body, code) => {
    expect((await create(admin.token, body)).json.code).toBe(code);
  });

  it('of another organisation are not found, and go on working', async () => {
    const other = await app.addTenant('other-keys');
    const [, keyId = ''] = other.read.split('_');
    expect((await asAdmin('revokeKey', { params: { keyId } })).status).toBe(404);
    expect((await api.call('listAlerts', { key: other.read })).status).toBe(200);
  });
});

describe('the audit log', () => {
  it('is read by page and filter, by admins and auditors', async () => {
    const auditor = await openSession(app, acme, 'auditor');
    const first = await api.call('listAudit', { key: auditor.token, query: { limit: 2, action: 'key' } });
    const cursor = String(first.json.nextCursor);
    const second = await api.call('listAudit', { key: auditor.token, query: { limit: 2, action: 'key', cursor } });
    const seqs = [first, second].flatMap(({ json }) => (json.entries as { seq: number }[]).map(({ seq }) => seq));
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
    expect(new Set(seqs).size).toBe(4);
    expect(await log({ toMs: 1 })).toEqual([]);
    expect((await log({ actor: 'spec' })).every(({ actor }) => actor === 'spec')).toBe(true);
    const viewer = await openSession(app, acme, 'viewer');
    for (const key of [viewer.token, acme.read]) {
      expect((await api.call('listAudit', { key })).json.code).toBe('forbidden');
    }
  });

  it('tells what people do with alerts, as soon as it is stored', async () => {
    const tenant = await app.addTenant('handled');
    const ana = await openSession(app, tenant, 'admin');
    const store = await openCaseStore(app.database, tenant.orgId);
    const alert = alertOf({ orgId: tenant.orgId });
    const said = { actor: `user:${ana.userId}`, commandId: randomUUID() };
    await store([{ alert }]);
    const closed = { ...alert, status: 'closed', disposition: 'benign', version: 2 } as const;
    await store([{ alert: closed, change: 'closed', note: 'a scan of ours', ...said }]);
    const { json } = await api.call('listAudit', { key: ana.token, query: { target: alert.alertId } });
    expect(json.entries).toMatchObject([
      {
        ...{ action: 'alert.closed', actor: ana.userId, actorName: `The admin <${ana.email}>` },
        ...{
          reason: 'a scan of ours',
          before: { status: 'firing' },
          after: { status: 'closed', disposition: 'benign' },
        },
      },
    ]);
  });

  it('is sound, until somebody who owns the tables rewrites it', async () => {
    const sound = await asAdmin('verifyAudit');
    expect(sound.json).toMatchObject({ ok: true, checked: expect.any(Number), head: expect.any(String) });
    const head = String(sound.json.head);
    expect((await asAdmin('verifyAudit', { query: { anchor: head } })).json.ok).toBe(true);
    await app.database.session(async (session) => {
      session.discard();
      await session.query('SET session_replication_role = replica');
      await session.query(`UPDATE audit_log SET actor = 'nobody' WHERE org_id = $1 AND seq = 3`, [acme.orgId]);
    });
    expect((await asAdmin('verifyAudit')).json).toEqual({
      ...{ ok: false, checked: 2, brokenAt: 3, detail: 'it was changed after it was written' },
    });
  });
});

describe('views', () => {
  const view = { page: 'alerts', name: 'Night shift', query: 'status=firing&severity=high' };
  const names = async (key: string, query = {}): Promise<string[]> =>
    ((await api.call('listViews', { key, query })).json.views as { name: string }[]).map(({ name }) => name);

  it('are kept for oneself or shared, and taken away by their owner or an admin', async () => {
    const ana = await openSession(app, acme, 'analyst');
    const ben = await openSession(app, acme, 'viewer');
    const save = (key: string, given: object) => api.call('saveView', { key, body: { ...view, ...given } });
    const own = await save(ana.token, {});
    expect(own.json.view).toMatchObject({ ...view, isOwn: true, isShared: false, owner: `user:${ana.userId}` });
    const shared = await save(ana.token, { name: 'For all', isShared: true });
    expect(await names(ana.token, { page: 'alerts' })).toEqual(['For all', 'Night shift']);
    expect(await names(ana.token, { page: 'rules' })).toEqual([]);
    expect(await names(ben.token)).toEqual(['For all']);
    const seen = await api.call('listViews', { key: ben.token });
    expect(seen.json.views).toMatchObject([{ ownerName: 'The analyst' }]);
    expect(seen.text).not.toContain(ana.email);
    expect((await save(ben.token, { isShared: true })).json.code).toBe('forbidden');
    const drop = (key: string, answer: ApiAnswer) =>
      api.call('deleteView', { key, params: { viewId: (answer.json.view as { viewId: string }).viewId } });
    expect((await drop(ben.token, shared)).status).toBe(404);
    expect((await drop(admin.token, own)).status).toBe(404);
    expect((await drop(admin.token, shared)).json.view).toMatchObject({ name: 'For all', isOwn: false });
    expect((await drop(ana.token, own)).status).toBe(200);
    expect(await names(ana.token)).toEqual([]);
  });

  it.each([{ page: 'login' }, { query: 'a b' }, { query: 'x'.repeat(2_049) }, { name: '' }])(
    'that make no sense are refused (%#)',
    async (given) => {
      expect((await asAdmin('saveView', { body: { ...view, ...given } })).json.code).toBe('invalid_body');
    },
  );
});
