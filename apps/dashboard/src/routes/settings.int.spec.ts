import { randomUUID } from 'node:crypto';
import type { Suppression } from '@redoubt/contracts';
import { createSecretBox } from '@redoubt/encryption';
import { readOrgRules, readSuppressions, saveChannel, savePack, enablePack } from '@redoubt/rulebook';
import { ApiClient, type ApiAnswer } from '../testing/api-client.ts';
import { makeAlert } from '../testing/make-cases.ts';
import { openCaseStore, startApp, type Tenant, type TestApp } from '../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
});
afterAll(() => app.close());

interface ShownRule {
  ruleId: string;
  state: string;
  hasThreshold: boolean;
  override?: object;
}

const rulesOf = ({ json }: ApiAnswer): ShownRule[] => json.rules as ShownRule[];
const rules = (query: Record<string, string | number>): Promise<ApiAnswer> =>
  api.call('listRules', { key: acme.read, query });
const change = (ruleId: string, body: object): Promise<ApiAnswer> =>
  api.call('changeRule', { key: acme.admin, params: { ruleId }, body });

describe('rules', () => {
  it('are listed by page and filter', async () => {
    const all = await rules({ limit: 1_000 });
    expect(all.json.packs).toEqual([{ packId: 'redoubt-core', version: 'built-in', rules: all.json.total }]);
    const first = await rules({ limit: 5 });
    const rest = await rules({ limit: 1_000, cursor: first.json.nextCursor as string });
    expect([...rulesOf(first), ...rulesOf(rest)]).toEqual(rulesOf(all));
    expect(rulesOf(await rules({ text: 'BRUTE' })).length).toBeGreaterThan(0);
    expect(rulesOf(await rules({ packId: 'none' }))).toEqual([]);
  });

  it('are disabled and enabled, and Redis has it at once', async () => {
    const [{ ruleId }] = rulesOf(await rules({ state: 'enabled' })) as [ShownRule];
    const off = await change(ruleId, { isEnabled: false });
    expect(off.json).toMatchObject({ rule: { ruleId, state: 'disabled' }, isInForce: true });
    expect((await readOrgRules(app.redis, acme.orgId))?.disabled).toEqual([ruleId]);
    expect((await change(ruleId, { isEnabled: true })).json).toMatchObject({ rule: { ruleId, state: 'enabled' } });
    expect((await readOrgRules(app.redis, acme.orgId))?.disabled).toEqual([]);
  });

  it('that are off by default run when their name is switched on', async () => {
    const [rule] = rulesOf(await rules({ state: 'off_by_default' }));
    if (!rule) throw new Error('the built-in pack has no such rule');
    expect((await change(rule.ruleId, { isEnabled: true })).json.rule).toMatchObject({ state: 'enabled' });
  });

  it('take a threshold of their own, and give it up again', async () => {
    const counting = rulesOf(await rules({ state: 'enabled' })).find(({ hasThreshold }) => hasThreshold);
    if (!counting) throw new Error('the built-in pack counts nothing');
    const override = { threshold: 25, windowSeconds: 600, severity: 'critical' };
    const set = await change(counting.ruleId, { override });
    expect(set.json.rule).toMatchObject({ override });
    expect((await readOrgRules(app.redis, acme.orgId))?.overrides[counting.ruleId]).toEqual(override);
    const reset = await change(counting.ruleId, { override: null });
    expect((reset.json.rule as ShownRule).override).toBeUndefined();
  });

  it('that are unknown are 404; a threshold needs something to count', async () => {
    expect((await change('none', { isEnabled: false })).status).toBe(404);
    const single = rulesOf(await rules({ limit: 1_000 })).find(({ hasThreshold }) => !hasThreshold);
    if (single) expect((await change(single.ruleId, { override: { threshold: 5 } })).json.code).toBe('refused');
  });

  it('of a pack that is private to another organisation are not seen', async () => {
    const other = await app.addTenant('private');
    const pack = { packId: 'own', version: '1', title: 'Own', rules: [], refused: [] };
    await savePack(app.database, pack, { orgId: other.orgId, actor: 'x' });
    await enablePack(app.database, other.orgId, { packId: 'own', version: '1' }, { actor: 'x' });
    const { json } = await api.call('listRules', { key: other.read });
    expect(json.packs).toContainEqual({ packId: 'own', version: '1', rules: 0 });
    expect(JSON.stringify((await rules({})).json.packs)).not.toContain('own');
  });
});

describe('suppressions', () => {
  const matchers = [{ field: 'sourceIp', op: 'cidr', value: '203.0.113.0/24' }];

  it('are previewed, created, listed and ended', async () => {
    const store = await openCaseStore(app.database, acme.orgId);
    const elsewhere = makeAlert(acme.orgId, { subject: { sourceIp: '198.51.100.1' } });
    await store([makeAlert(acme.orgId), makeAlert(acme.orgId), elsewhere].map((alert) => ({ alert })));
    const preview = await api.call('previewSuppression', { key: acme.read, body: { matchers } });
    expect(preview.json).toMatchObject({ days: 7, isWhole: true, alertCount: 3, hiddenCount: 2, hiddenEvents: 24 });

    const expiresAtMs = Date.now() + 3_600_000;
    const body = { matchers, reason: 'scanner', expiresAtMs };
    const created = await api.call('createSuppression', { key: acme.admin, body });
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({ isInForce: true, suppression: { ...body, owner: expect.any(String) } });
    const { suppressionId } = created.json.suppression as Suppression;
    expect((await readSuppressions(app.redis, acme.orgId)).map((one) => one.suppressionId)).toEqual([suppressionId]);

    const ended = await api.call('expireSuppression', { key: acme.admin, params: { suppressionId } });
    expect(ended.json).toMatchObject({ suppression: { endedBy: expect.stringMatching(/^api_key:/) } });
    expect((await api.call('listSuppressions', { key: acme.read })).json.suppressions).toEqual([]);
    const all = await api.call('listSuppressions', { key: acme.read, query: { isWithEnded: true } });
    expect(all.json.suppressions).toHaveLength(1);
  });

  it.each([
    [{ matchers: [] }, 'invalid_body'],
    [{ matchers: [{ field: 'user', op: 'cidr', value: '10.0.0.0/8' }] }, 'invalid_body'],
    [{ expiresAtMs: 5 }, 'refused'],
    [{ owner: 'somebody else' }, 'invalid_body'],
  ])('with %j are refused', async (given, code) => {
    const body = { matchers, reason: 'x', expiresAtMs: Date.now() + 60_000, ...given };
    expect((await api.call('createSuppression', { key: acme.admin, body })).json.code).toBe(code);
  });

  it('that are unknown cannot be ended', async () => {
    const params = { suppressionId: randomUUID() };
    expect((await api.call('expireSuppression', { key: acme.admin, params })).status).toBe(404);
  });
});

describe('channels', () => {
  it('are listed without their secrets', async () => {
    const secretBox = createSecretBox([Buffer.alloc(32, 7).toString('base64')]);
    const url = 'https://hooks.slack.example/services/T0/SECRET';
    const given = { type: 'slack', name: 'ops', url } as const;
    await saveChannel(app.database, acme.orgId, given, { actor: 'x', ...(secretBox ? { secretBox } : {}) });
    expect((await api.call('listChannels', { key: acme.read })).json.code).toBe('forbidden');
    const { json, text } = await api.call('listChannels', { key: acme.admin });
    expect(json.channels).toMatchObject([{ name: 'ops', target: 'hooks.slack.example', hasSecret: true }]);
    expect(text).not.toContain('SECRET');
  });
});

describe('pipeline', () => {
  it('says what each group has to do, and what is missing', async () => {
    const { json } = await api.call('getPipeline', { key: acme.read });
    expect(json.isComplete).toBe(true);
    const groups = json.groups as { group: string; lanes: { lane: string; lagEntries: number }[] }[];
    expect(groups.map(({ group }) => group).sort()).toEqual(['alert_engine', 'db_writer', 'notifier']);
    const engine = groups.find(({ group }) => group === 'alert_engine');
    expect(engine).toMatchObject({ isExpected: true, deadLetters: 0 });
    expect(engine?.lanes.map(({ lane }) => lane).sort()).toEqual(['c', 'd', 'p', 's']);
    // Settings were changed above, and nobody reads what alert-engine is told.
    expect(engine?.lanes.find(({ lane }) => lane === 'c')?.lagEntries).toBeGreaterThan(0);
  });
});
