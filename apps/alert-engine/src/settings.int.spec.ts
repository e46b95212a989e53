import type { Alert, AlertRecord, OrgId } from '@redoubt/contracts';
import { DEFAULT_GROUPS, orgKeys } from '@redoubt/key-schema';
import {
  createSuppression,
  enablePack,
  expireSuppression,
  ownPackId,
  publishRule,
  readCustomRules,
  relayOutbox,
  savePack,
  setAlertSettings,
  setRuleOverride,
} from '@redoubt/rulebook';
import { buildPack, loadBuiltInPack } from '@redoubt/sigma';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { provisionOrganization } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { EngineStage, failedLogins } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

const MINUTE = 60_000;
const BRUTE_FORCE = 'redoubt_brute_force_source';
const author = { actor: 'ann' };

let stage: EngineStage;
let backend: TestDatabase;
let engine: RunningApp;
let org: OrgId;

beforeAll(async () => {
  [stage, backend] = await Promise.all([EngineStage.open(0), createTestDatabase()]);
  engine = stage.startEngine('w1');
  await engine.started;
});
afterAll(async () => {
  await engine.stop();
  await stage.close();
  await backend.close();
});
beforeEach(async () => {
  const name = `org-${Math.random().toString(36).slice(2, 10)}`;
  org = (await provisionOrganization(deps(), { name, expectedGroups: [...DEFAULT_GROUPS] })).id;
});

const deps = () => ({ database: backend.database, redis: stage.redis });
const relay = () => relayOutbox(deps(), { orgId: org });

/** Waits until the engine has been told of the newest settings. */
async function toldOf(change: Promise<unknown>): Promise<void> {
  await change;
  await relay();
  await waitFor(async () => (await stage.pending(org)) === 0 && (await stage.commandsRead(org)));
}

async function until(holds: (alerts: Alert[]) => boolean): Promise<Alert[]> {
  return waitFor(
    async () => {
      const alerts = await stage.alerts(org);
      return holds(alerts) ? alerts : undefined;
    },
    { timeoutMs: 15_000 },
  ) as Promise<Alert[]>;
}

async function records(change: string): Promise<AlertRecord[]> {
  return (await stage.records(org)).filter((record) => record.change === change);
}

/** Failed logins that end now, so that every call's are in one window and one episode. */
function recent(count: number, sourceIp?: string): Record<string, unknown>[] {
  return failedLogins(count, { fromMs: Date.now() - MINUTE, ...(sourceIp ? { sourceIp } : {}) });
}

describe('settings of an organisation', () => {
  test('a suppression hides what it names, which is kept and counted; when it ends people are told', async () => {
    const suppression = await createSuppression(
      backend.database,
      org,
      {
        owner: 'ann',
        reason: 'penetration test',
        expiresAtMs: Date.now() + 3_600_000,
        matchers: [{ field: 'sourceIp', op: 'cidr', value: '203.0.113.0/28' }],
      },
      { ...author, nowMs: Date.now() },
    );
    await toldOf(Promise.resolve());
    await stage.send([...recent(12, '203.0.113.7'), ...recent(12, '203.0.113.99')], org);
    const alerts = await until((all) => all.length === 2);
    const hidden = alerts.find(({ subject }) => subject.sourceIp === '203.0.113.7');
    expect(hidden).toMatchObject({ suppressedBy: suppression.suppressionId, status: 'firing' });
    expect(alerts.find(({ subject }) => subject.sourceIp === '203.0.113.99')?.suppressedBy).toBeUndefined();
    const isNotifiable = (await records('opened')).map(
      (record) => record.type === 'alert' && [record.alert.subject.sourceIp, record.isNotifiable],
    );
    expect(isNotifiable).toEqual(
      expect.arrayContaining([
        ['203.0.113.7', false],
        ['203.0.113.99', true],
      ]),
    );
    await toldOf(expireSuppression(backend.database, org, suppression.suppressionId, { ...author, nowMs: Date.now() }));
    await stage.send(recent(1, '203.0.113.7'), org);
    await waitFor(async () => (await records('unsuppressed')).some(({ isNotifiable: isTold }) => isTold));
    const [after] = await until((all) => all.some(({ count }) => count === 13));
    expect(after?.suppressedBy).toBeUndefined();
  });

  test('an acknowledged alert that gets worse fires again, and people are told', async () => {
    await stage.send(recent(10), org);
    const [alert] = await until((all) => all.length === 1);
    await stage.ask({ type: 'alert.acknowledge', alertId: alert?.alertId ?? '' }, org);
    await until((all) => all[0]?.status === 'acknowledged');
    await stage.send(recent(1), org);
    await until((all) => all[0]?.count === 11);
    expect((await stage.alerts(org))[0]?.status).toBe('acknowledged');
    await toldOf(
      setRuleOverride(backend.database, org, { ruleId: BRUTE_FORCE, override: { severity: 'critical' } }, author),
    );
    await stage.send(recent(1), org);
    await until((all) => all[0]?.status === 'firing' && all[0].severity === 'critical');
    expect(await records('severity_raised')).toEqual([expect.objectContaining({ isNotifiable: true })]);
  });

  test('thresholds by severity raise alerts only where they are set; a threshold of a rule can be another', async () => {
    await stage.send(recent(9), org);
    await stage.settle([org]);
    expect(await stage.alerts(org)).toEqual([]);
    await toldOf(setAlertSettings(backend.database, org, { alertThresholds: { medium: 3 } }, author));
    await toldOf(setRuleOverride(backend.database, org, { ruleId: BRUTE_FORCE, override: { threshold: 12 } }, author));
    await stage.send(recent(3, '203.0.113.50'), org);
    const [alert] = await until((all) => all.length === 1);
    expect(alert).toMatchObject({ ruleId: 'redoubt_severity_medium', threshold: 3 });
    await stage.send(recent(2), org);
    await stage.settle([org]);
    expect((await stage.alerts(org)).filter(({ ruleId }) => ruleId === BRUTE_FORCE)).toEqual([]);
    await stage.send(recent(1), org);
    await until((all) => all.some(({ ruleId, count }) => ruleId === BRUTE_FORCE && count === 12));
  });

  test('a rule of an own stands in the place of a built-in one at once, and counts what that counted', async () => {
    const yaml = `title: Three are enough
name: ${BRUTE_FORCE}
correlation: { type: event_count, rules: [redoubt_failed_login], group-by: [sourceIp], timespan: 5m, condition: { gte: 3 } }
level: critical
redoubt: { noun: failed logins, subject: [sourceIp] }`;
    const source = { packId: ownPackId(org), title: 'Own', files: [{ path: 'own.yml', text: yaml }] };
    const pack = buildPack({ ...source, version: '1', externalRules: loadBuiltInPack().rules });
    const text = { ruleId: BRUTE_FORCE, title: 'Three are enough', yaml, basedOn: 0, pack };
    await toldOf(publishRule(backend.database, org, text, { ...author, reason: 'we are small' }));
    await stage.send(recent(4), org);
    const [alert] = await until((all) => all.length === 1 && all[0]?.count === 4);
    expect(alert).toMatchObject({
      ruleId: BRUTE_FORCE,
      ruleName: 'Three are enough',
      severity: 'critical',
      threshold: 3,
    });
    const none = { ...text, yaml: null, pack: { ...pack, version: '2', rules: [] } };
    const { revision } = await readCustomRules(backend.database, org);
    await toldOf(publishRule(backend.database, org, { ...none, basedOn: revision }, { ...author, reason: 'no' }));
    await stage.send(recent(5, '203.0.113.88'), org);
    await waitFor(async () => (await stage.pending(org)) === 0);
    expect(await stage.alerts(org)).toHaveLength(1);
  });

  test('an imported pack detects with its authors named; one that cannot be had takes nothing down', async () => {
    const yaml = (word: string) =>
      `title: Odd shell\nid: 7b1d9c52-0a40-4c4e-9e0c-111111111111\nauthor: Kim\nstatus: test\nlevel: high\n` +
      `logsource: {product: linux}\ndetection:\n  words: ['${word}']\n  condition: words\n`;
    const pack = (version: string, word: string) =>
      buildPack({ packId: 'custom', version, title: 'Custom', files: [{ path: 'odd.yml', text: yaml(word) }] });
    await savePack(backend.database, pack('1', 'xyzzy'), author);
    await toldOf(enablePack(backend.database, org, { packId: 'custom', version: '1' }, author));
    const line = (word: string) => ({
      eventType: 'syslog',
      message: `sh: ${word}`,
      asset: 'bastion-1',
      payload: { program: 'sudo', format: 'syslog' },
    });
    await stage.send([line('xyzzy')], org);
    const [alert] = await until((all) => all.length === 1);
    expect(alert).toMatchObject({
      ruleName: 'Odd shell',
      ruleAuthor: 'Kim',
      subject: { asset: 'bastion-1' },
      count: 1,
    });
    await savePack(backend.database, pack('2', 'plugh'), author);
    await enablePack(backend.database, org, { packId: 'custom', version: '2' }, author);
    // As after a loss of Redis data that reconcile has not mended yet.
    await relay();
    await stage.redis.call('DEL', stage.packKey('custom', '2'), []);
    await stage.send([line('xyzzy')], org);
    await until((all) => all[0]?.count === 2);
  });

  test('an open alert keeps less severe ones on the same address quiet where the organisation says so', async () => {
    const yaml =
      'title: Odd shell\nid: 7b1d9c52-0a40-4c4e-9e0c-222222222222\nstatus: test\nlevel: low\n' +
      "logsource: {product: linux}\ndetection:\n  words: ['xyzzy']\n  condition: words\n";
    const pack = { packId: 'quiet', version: '1', title: 'Quiet', files: [{ path: 'odd.yml', text: yaml }] };
    await savePack(backend.database, buildPack(pack), author);
    await enablePack(backend.database, org, { packId: 'quiet', version: '1' }, author);
    const inhibitions = [{ sourceRuleIds: [BRUTE_FORCE], equal: 'sourceIp' as const }];
    await toldOf(setAlertSettings(backend.database, org, { inhibitions }, author));
    await stage.send(recent(12), org);
    const [source] = await until((all) => all.some(({ ruleId }) => ruleId === BRUTE_FORCE));
    const seen = { eventType: 'syslog', message: 'sh: xyzzy', payload: { program: 'sudo', format: 'syslog' } };
    const seenFrom = (sourceIp: string) => ({ ...seen, sourceIp, eventTimeMs: Date.now() });
    await stage.send([seenFrom('203.0.113.7'), seenFrom('203.0.113.8')], org);
    const alerts = (await until((all) => all.length === 3)).filter(({ ruleName }) => ruleName === 'Odd shell');
    const inhibitors = alerts.map(({ subject, inhibitedBy }) => [subject.sourceIp, inhibitedBy]);
    expect(inhibitors.sort()).toEqual([
      ['203.0.113.7', source?.alertId],
      ['203.0.113.8', undefined],
    ]);
  });

  test('alerts about one address come together in an incident, whose risk they add up to', async () => {
    await stage.send(recent(12), org);
    const login = { eventType: 'successful_login', sourceIp: '203.0.113.7', user: 'root', eventTimeMs: Date.now() };
    await stage.send([login], org);
    const about = (all: Alert[]) => all.filter(({ subject }) => subject.sourceIp === '203.0.113.7');
    const alerts = about(await until((all) => about(all).filter((one) => one.incidentId !== undefined).length === 3));
    const [incident] = (await stage.records(org))
      .flatMap((one) => (one.type === 'incident' ? [one.incident] : []))
      .slice(-1);
    expect(incident).toMatchObject({ kind: 'alert', status: 'open', subject: { sourceIp: '203.0.113.7' } });
    expect(incident?.alertIds.toSorted()).toEqual(alerts.map(({ alertId }) => alertId).toSorted());
    expect(incident?.riskScore).toBeGreaterThan(0);
    expect(await stage.redis.call('ZRANGE', orgKeys(org).incidentsActive(), [0, -1])).toEqual([incident?.incidentId]);
  });
});
