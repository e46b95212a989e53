import { monitorEventLoopDelay } from 'node:perf_hooks';
import { disablePack, getOrgRules, readOrgRules, readPack, savePack, enablePack } from '@redoubt/rulebook';
import { buildPack, type RulePack } from '@redoubt/sigma';
import { listAudit } from '@redoubt/storage';
import { ApiClient, type ApiAnswer } from '../../testing/api-client.ts';
import { makeAlert } from '../../testing/make-cases.ts';
import { openCaseStore, startApp, storeEvents, type Tenant, type TestApp } from '../../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
});
afterAll(() => app.close());

const builtIn = 'redoubt_brute_force_source';
const show = (tenant: Tenant, ruleId: string) => api.call('getRule', { key: tenant.read, params: { ruleId } });
const test = (tenant: Tenant, body: object) => api.call('testRule', { key: tenant.read, body });
const publish = (tenant: Tenant, yaml: string, reason = 'because') =>
  api.call('publishRule', { key: tenant.admin, body: { yaml, reason } });
const problems = ({ json }: ApiAnswer) => json.problems as { line?: number; code: string; severity: string }[];

/** A rule of single events of a type. */
const ruleText = (id: string, type = 'web_request', level = 'medium'): string => `title: Rule ${id}
id: ${id}
author: Acme
description: d
falsepositives: [none]
logsource: { product: redoubt }
detection:
  selection: { eventType: ${type} }
  condition: selection
level: ${level}
`;

const countText = (id: string, of: string, least = 3): string => `title: Count ${id}
name: ${id}
correlation:
  type: event_count
  rules: [${of}]
  group-by: [sourceIp]
  timespan: 5m
  condition: { gte: ${least} }
level: high
`;

describe('GET rules/{id}', () => {
  it('shows the text of a built-in rule and what it looks for', async () => {
    const { json } = await show(acme, builtIn);
    expect(json).toMatchObject({ rule: { ruleId: builtIn, packId: 'redoubt-core', isOwn: false, state: 'enabled' } });
    expect(json.yaml).toMatch(/^title: Brute force from one address\n[\s\S]*subject: \[sourceIp\]\n$/);
    expect(json.explain).toEqual([
      'number of events: at least 10',
      '  within 15 minutes, for each sourceIp, of',
      '    Failed login',
    ]);
    expect((json.falsePositives as string[]).length).toBe(2);
    expect((await show(acme, 'none')).status).toBe(404);
  });

  it('counts its alerts of 30 days and how they were judged', async () => {
    const tenant = await app.addTenant('stats');
    const store = await openCaseStore(app.database, tenant.orgId);
    const old = Date.now() - 31 * 86_400_000;
    const judged = { ruleId: builtIn, status: 'closed' as const };
    const alerts = [
      makeAlert(tenant.orgId, { ruleId: builtIn }),
      makeAlert(tenant.orgId, { ...judged, disposition: 'benign' }),
      makeAlert(tenant.orgId, { ...judged, disposition: 'true_positive', createdAtMs: old, updatedAtMs: old }),
    ];
    await store(alerts.map((alert) => ({ alert })));
    expect((await show(tenant, builtIn)).json.stats).toEqual({
      alerts30d: 2,
      closedAs: { true_positive: 0, false_positive: 0, benign: 1 },
    });
  });

  it('finds a rule of an imported pack, however large, and says that its text is not kept', async () => {
    const tenant = await app.addTenant('imported');
    const files = [{ path: 'a.yml', text: ruleText('imported') }];
    const pack = buildPack({ packId: 'bought', version: '1', title: 'Bought', files });
    const large = { ...pack, refused: [{ path: 'x', line: 1, code: 'x', detail: 'x'.repeat(700_000) }] };
    for (const [version, one] of [
      ['1', pack],
      ['2', { ...large, version: '2' }],
    ] as const) {
      await savePack(app.database, one, { orgId: tenant.orgId, actor: 'x' });
      await enablePack(app.database, tenant.orgId, { packId: 'bought', version }, { actor: 'x' });
      expect((await show(tenant, 'imported')).json).toMatchObject({ yaml: null, rule: { packId: 'bought' } });
    }
    expect((await show(acme, 'imported')).status).toBe(404);
  });
});

describe('POST rules/test', () => {
  let tenant: Tenant;
  const attackers = ['203.0.113.1', '203.0.113.2'];

  beforeAll(async () => {
    tenant = await app.addTenant('testing');
    const now = Date.now() - 60_000;
    const failed = Array.from({ length: 30 }, (_, i) => {
      return { eventTimeMs: now + i, sourceIp: attackers[i % 3 === 0 ? 0 : 1] ?? '', asset: 'bastion' };
    });
    await storeEvents(app.database, tenant.orgId, [...failed, { eventType: 'web_request', sourceIp: '203.0.113.7' }]);
  });

  it('runs a rule of a pack over what is stored, as it would have fired', async () => {
    const { json } = await test(tenant, { ruleId: builtIn, hours: 1 });
    expect(json).toMatchObject({ events: 31, isWhole: true, alertCount: 2, failures: 0, problems: [] });
    const alerts = json.alerts as { subject: { sourceIp: string }; count: number; severity: string; reason: string }[];
    expect(alerts.map(({ subject, count }) => [subject.sourceIp, count])).toEqual([
      ['203.0.113.2', 20],
      ['203.0.113.1', 10],
    ]);
    expect(alerts[0]).toMatchObject({
      severity: 'high',
      reason: expect.stringContaining('failed logins from 203.0.113.2') as string,
    });
  });

  it('tries another threshold and severity', async () => {
    const { json } = await test(tenant, {
      ruleId: builtIn,
      hours: 1,
      override: { threshold: 15, severity: 'critical' },
    });
    expect(json).toMatchObject({
      alertCount: 1,
      alerts: [{ severity: 'critical', subject: { sourceIp: '203.0.113.2' } }],
    });
  });

  it('runs a text that nobody published, also one that counts a rule of a pack', async () => {
    const single = await test(tenant, { yaml: ruleText('mine'), hours: 1 });
    expect(single.json).toMatchObject({ matches: 1, alertCount: 1, alerts: [{ title: expect.any(String) as string }] });
    expect(problems(single)).toEqual([
      { line: 1, code: 'id_is_no_uuid', severity: 'note', message: expect.any(String) as string },
    ]);
    const counting = await test(tenant, { yaml: countText('mine', 'redoubt_failed_login', 12), hours: 1 });
    expect(counting.json).toMatchObject({ alertCount: 1, alerts: [{ count: 20 }] });
  });

  it('says what is wrong with a text, and where', async () => {
    const broken = await test(tenant, { yaml: ruleText('x').replace('eventType:', 'eventType|sounds:'), hours: 1 });
    expect(broken.json).toMatchObject({ events: 0, isWhole: true, alerts: [] });
    expect(problems(broken)).toMatchObject([{ line: 8, code: 'unknown_modifier', severity: 'error' }]);
    const noYaml = await test(tenant, { yaml: 'a: [', hours: 1 });
    expect(problems(noYaml)[0]).toMatchObject({ code: 'yaml_error', severity: 'error' });
  });

  it('asks for one of the two, a rule that is there, and a bounded time', async () => {
    expect((await test(tenant, { hours: 1 })).json.code).toBe('invalid_body');
    expect((await test(tenant, { ruleId: 'a', yaml: 'b', hours: 1 })).json.code).toBe('invalid_body');
    expect((await test(tenant, { ruleId: 'none', hours: 1 })).status).toBe(404);
    expect((await test(tenant, { ruleId: builtIn, hours: 25 })).json.code).toBe('invalid_body');
  });

  it('sees no events of others', async () => {
    expect((await test(acme, { ruleId: builtIn, hours: 24 })).json).toMatchObject({ events: 0, alertCount: 0 });
  });

  it('leaves threads to others, and to who publishes', async () => {
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>();
    const lock = app.database.transaction(async (session) => {
      await session.query('LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
      isLocked();
      await held;
    });
    await locked;
    const trying = [tenant, acme].map((who) => test(who, { ruleId: builtIn, hours: 1 }));
    // Which of two comes first is not said.
    const further = await Promise.race([
      test(tenant, { ruleId: builtIn, hours: 1 }),
      ...trying.map((one) => one.then(() => ({ status: 0, json: {} }))),
    ]);
    const published = await publish(tenant, ruleText('while-trying'));
    letGo();
    await lock;
    expect(further).toMatchObject({ status: 429, json: { code: 'rate_limited' } });
    expect(published.status).toBe(201);
    expect((await Promise.all(trying)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('keeps nobody else waiting', async () => {
    const busy = await app.addTenant('busy');
    const events = Array.from({ length: 5_000 }, (_, i) => ({
      sourceIp: `10.0.${i % 200}.1`,
      message: 'x'.repeat(300),
    }));
    await storeEvents(app.database, busy.orgId, events);
    // What is compiled and read once is no part of it.
    await test(busy, { ruleId: builtIn, hours: 1 });
    const delayOf = async (run: () => Promise<unknown>): Promise<number> => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      await run();
      delay.disable();
      return delay.percentile(99) / 1e6;
    };
    const quietMs = await delayOf(() => test(acme, { ruleId: builtIn, hours: 1 }));
    const loadedMs = await delayOf(async () => {
      const { json } = await test(busy, { ruleId: builtIn, hours: 1 });
      expect(json).toMatchObject({ events: 5_000, alertCount: 200 });
    });
    // On a machine that is busy with other things a run over nothing waits as well.
    expect(loadedMs).toBeLessThan(Math.max(20, 3 * quietMs));
  }, 60_000);
});

describe('publishing', () => {
  it('puts a rule of your own in force, keeps its texts, and goes back', async () => {
    const tenant = await app.addTenant('own');
    const first = await publish(tenant, ruleText('own-1'), 'we need it');
    expect([first.status, first.json]).toMatchObject([201, { ruleId: 'own-1', version: 1, isInForce: true }]);
    const second = await publish(tenant, ruleText('own-1', 'web_request', 'critical'));
    expect(second.json).toMatchObject({ version: 2 });
    expect((await show(tenant, 'own-1')).json).toMatchObject({
      ...{ rule: { isOwn: true, level: 'critical', state: 'enabled' }, version: 2 },
      yaml: ruleText('own-1', 'web_request', 'critical'),
    });
    const back = await api.call('rollbackRule', {
      key: tenant.admin,
      params: { ruleId: 'own-1' },
      body: { version: 1 },
    });
    expect(back.json).toMatchObject({ version: 3, isInForce: true });
    const { json } = await api.call('listRuleVersions', { key: tenant.read, params: { ruleId: 'own-1' } });
    expect(json.versions).toMatchObject([
      { version: 3, yaml: ruleText('own-1'), reason: 'back to version 1' },
      { version: 2, reason: 'because' },
      { version: 1, yaml: ruleText('own-1'), reason: 'we need it' },
    ]);
    expect((await show(tenant, 'own-1')).json).toMatchObject({ rule: { level: 'medium' }, version: 3 });
    const { packs } = (await readOrgRules(app.redis, tenant.orgId)) ?? { packs: [] };
    const [own] = packs;
    expect(own?.packId).toBe(`own-${tenant.orgId}`);
    const pack = JSON.parse((await readPack(app.redis, own?.packId ?? '', own?.version ?? '')).toString()) as RulePack;
    expect(pack.rules).toMatchObject([{ id: 'own-1', level: 'medium' }]);
  });

  it('writes down who did it, why, and what it was', async () => {
    const tenant = await app.addTenant('audited');
    await publish(tenant, ruleText('a'), 'first');
    await publish(tenant, ruleText('a', 'x'), 'second');
    const { entries } = await listAudit(app.database, tenant.orgId, { action: 'rule.published' });
    expect(entries).toMatchObject([
      {
        ...{ reason: 'second', targetId: 'a', actorKind: 'api_key', address: expect.any(String) as string },
        ...{ before: { version: 1, yaml: ruleText('a') }, after: { version: 2, yaml: ruleText('a', 'x') } },
      },
      { reason: 'first', before: null, after: { version: 1 } },
    ]);
  });

  it('stands in the place of a rule of a pack, until it is withdrawn', async () => {
    const tenant = await app.addTenant('instead');
    const text = ruleText(builtIn, 'failed_login', 'low').replace('id:', 'name:');
    expect((await publish(tenant, text)).status).toBe(201);
    expect((await show(tenant, builtIn)).json.rule).toMatchObject({ isOwn: true, level: 'low' });
    const withdraw = () =>
      api.call('withdrawRule', { key: tenant.admin, params: { ruleId: builtIn }, body: { reason: 'no more' } });
    expect((await withdraw()).json).toMatchObject({ version: 2, isInForce: true });
    expect((await show(tenant, builtIn)).json.rule).toMatchObject({ isOwn: false, level: 'high' });
    expect((await getOrgRules(app.database, tenant.orgId)).packs).toHaveLength(1);
    expect((await withdraw()).status).toBe(404);
  });

  it('lets own rules count own rules, and keeps those that are counted', async () => {
    const tenant = await app.addTenant('counting');
    await publish(tenant, ruleText('base'));
    expect((await publish(tenant, countText('many', 'base'))).status).toBe(201);
    const gone = await api.call('withdrawRule', {
      ...{ key: tenant.admin, params: { ruleId: 'base' }, body: { reason: 'x' } },
    });
    expect(gone.json).toMatchObject({ code: 'refused', errors: [{ code: 'unknown_rule' }] });
    const pack = await getOrgRules(app.database, tenant.orgId);
    await disablePack(app.database, tenant.orgId, pack.packs[0]?.packId ?? '', { actor: 'x' });
  });

  it.each([
    ['a fault', ruleText('x').replace('condition: selection', 'condition: other'), 9, 'unknown_identifier'],
    ['two rules', `${ruleText('x')}---\n${ruleText('y')}`, 12, 'many_rules'],
    ['no id', ruleText('x').replace('id: x\n', ''), 1, 'missing_id'],
    ['no rule', '# nothing', 1, 'not_a_rule'],
    ['an unknown rule', countText('c', 'nobody'), 1, 'unknown_rule'],
  ])('refuses %s, and says the line', async (_, yaml, line, code) => {
    const answer = await publish(acme, yaml);
    expect([answer.status, answer.json.code]).toEqual([422, 'refused']);
    expect(answer.json.errors).toMatchObject([{ path: 'yaml', line, code }]);
    expect((await getOrgRules(app.database, acme.orgId)).packs).toHaveLength(1);
  });

  it('takes rules that are published at the same time one after the other', async () => {
    const tenant = await app.addTenant('together');
    const all = await Promise.all(['a', 'b'].map((id) => publish(tenant, ruleText(id))));
    expect(all.map(({ status }) => status)).toEqual([201, 201]);
    expect((await show(tenant, 'a')).json.rule).toMatchObject({ isOwn: true });
    expect((await show(tenant, 'b')).json.rule).toMatchObject({ isOwn: true });
  });

  it('is for those who may change rules, and private to the organisation', async () => {
    const other = await app.addTenant('other');
    await publish(acme, ruleText('secret'));
    expect((await show(other, 'secret')).status).toBe(404);
    const versions = (tenant: Tenant) =>
      api.call('listRuleVersions', { key: tenant.read, params: { ruleId: 'secret' } });
    expect([(await versions(acme)).status, (await versions(other)).status]).toEqual([200, 404]);
    const body = { yaml: ruleText('secret'), reason: 'x' };
    expect((await api.call('publishRule', { key: acme.read, body })).status).toBe(403);
  });
});
