import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { buildPack, type RulePack } from '@redoubt/sigma';
import { BareEngine, storedAlerts } from '../testing/bare-engine.ts';
import { EngineStage, failedLogins } from '../testing/stage.ts';

let stage: EngineStage;
let orgs = 0;

beforeAll(async () => {
  stage = await EngineStage.open(0);
});
afterAll(() => stage.close());

async function ownOrg(engine: BareEngine): Promise<OrgId> {
  const orgId = `00000000-0000-4000-8000-${String(++orgs).padStart(12, '0')}` as OrgId;
  await engine.own(orgId);
  return orgId;
}

const login = (more: Record<string, unknown>) => ({
  ...failedLogins(1, { fromMs: Date.now() - 60_000 })[0],
  ...more,
});
const deep = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const HOSTILE: [string, unknown[]][] = [
  [
    'fields of 100 kB',
    many(10, () => login({ message: 'admin '.repeat(17_000), payload: { a: 'x'.repeat(100_000) } })),
  ],
  ['5,000 fields', many(10, () => login({ payload: Object.fromEntries(many(5_000, (i) => [`field_${i}`, i])) }))],
  ['lists of 1,000 members', many(20, () => login({ payload: { CommandLine: many(1_000, (i) => `cmd ${i}`) } }))],
  ['lists in lists', many(20, () => login({ payload: { Image: many(40, () => many(40, () => ['a', { b: 'c' }])) } }))],
  ['lists where a name is expected', many(20, () => login({ payload: { user: [1, 2], TargetUserName: { a: 1 } } }))],
  ['60 levels', many(50, () => login({ payload: deep(60) }))],
  [
    'names of Object.prototype',
    many(50, () =>
      JSON.parse(
        JSON.stringify(login({ payload: { constructor: { prototype: 1 }, toString: 'x', hasOwnProperty: 2 } })).replace(
          '"payload":{',
          '"payload":{"__proto__":{"polluted":1},',
        ),
      ),
    ),
  ],
  ['lone surrogates and NUL', many(50, () => login({ user: 'ro\ud800ot\u0000', asset: '\udfff' }))],
  ['times at both ends of what a date holds', many(50, (i) => login({ eventTimeMs: i % 2 ? 8.64e15 : -8.64e15 }))],
  [
    'words that make regular expressions go back and forth',
    many(20, () => login({ message: `${'a'.repeat(50_000)}!` })),
  ],
];

describe('hostile events of one organisation', () => {
  test.each(HOSTILE)('%s: judged in bounded time, and the alerts beside them are exact', async (_, hostile) => {
    const bare = new BareEngine(stage.redis);
    const org = await ownOrg(bare);
    const sent = failedLogins(12, { fromMs: Date.now() - 60_000, sourceIp: '198.51.100.9' });
    await bare.handle(org, bare.entry(sent.slice(0, 6)));
    const startedAt = performance.now();
    expect(await bare.handle(org, bare.entry(hostile))).toBe('ack');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await bare.handle(org, bare.entry(sent.slice(6)));
    const alerts = await storedAlerts(stage.redis, org);
    expect(alerts.filter(({ subject }) => subject.sourceIp === '198.51.100.9').map(({ count }) => count)).toEqual([12]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(await bare.metrics.read('rule_events_failed_total')).toBe(0);
  });

  test('a user with a lone surrogate stays one group, through a restart', async () => {
    const first = new BareEngine(stage.redis);
    const org = await ownOrg(first);
    const user = 'ro\ud800ot';
    const from = (count: number, address: number, fromMs: number) =>
      many(count, (i) => ({ ...failedLogins(1, { fromMs: fromMs + i, user })[0], sourceIp: `203.0.${address}.${i}` }));
    const fromMs = Date.now() - 60_000;
    await first.handle(org, first.entry(from(12, 1, fromMs)));
    const second = new BareEngine(stage.redis);
    await second.own(org);
    await second.handle(org, second.entry(from(12, 2, fromMs + 1_000)));
    const alerts = (await storedAlerts(stage.redis, org)).filter(({ ruleId }) => ruleId === 'redoubt_brute_force_user');
    expect(alerts.map(({ count }) => count)).toEqual([24]);
  });
});

/** A rule that matches everything, alerts per user, and counts what it matched. */
function greedyPack(): RulePack {
  const text = `title: Anything
name: anything
status: stable
level: low
logsource: {product: redoubt}
detection:
  all: {eventType|exists: true}
  condition: all
redoubt: {subject: [user]}
---
title: Many of anything
status: stable
level: medium
correlation: {type: event_count, rules: [anything], group-by: [user], timespan: 1h, condition: {gte: 2}, generate: true}
`;
  const pack = buildPack({ packId: 'redoubt-core', version: '1', title: 'Greedy', files: [{ path: 'all.yml', text }] });
  expect(pack.rules).toHaveLength(2);
  return pack;
}

describe('a rule that matches everything, on ever new groups', () => {
  test('keeps to its bounds, loses no count of those that go on, and lets others in between', async () => {
    const bare = new BareEngine(stage.redis, {}, greedyPack());
    const [greedy, other] = [await ownOrg(bare), await ownOrg(bare)];
    const victim = { eventType: 'web_request', severity: 'low', user: 'victim' };
    await bare.handle(greedy, bare.entry([victim]));
    const flood = many(60, (batch) =>
      bare.entry(many(500, (i) => ({ eventType: 'web_request', severity: 'low', user: `u${batch}-${i}` }))),
    );
    let slowestMs = 0;
    for (const batch of flood) {
      const startedAt = performance.now();
      const ends = await Promise.all([
        bare.handle(greedy, batch),
        bare.handle(other, bare.entry([victim])).then((end) => {
          slowestMs = Math.max(slowestMs, performance.now() - startedAt);
          return end;
        }),
      ]);
      expect(ends).toEqual(['ack', 'ack']);
    }
    await bare.handle(greedy, bare.entry([victim]));
    expect(slowestMs).toBeLessThan(3_000);
    expect(await bare.metrics.read('alert_state_overflow_total', { what: 'one_shot_alerts' })).toBe(20_002);
    const keys = orgKeys(greedy);
    expect(await stage.redis.call('ZCARD', keys.alertsActive(), [])).toBeLessThanOrEqual(10_000);
    // Open alerts, entities at their bound, and some rows of commands and meta.
    expect(await stage.redis.call('HLEN', keys.alertBook(), [])).toBeLessThanOrEqual(10_000 + 20_000 + 15_000);
    const users = new Set((await stage.alerts(greedy)).map(({ subject }) => subject.user));
    expect(users.size).toBe(30_001);
    const mine = (await storedAlerts(stage.redis, greedy)).filter(({ subject }) => subject.user === 'victim');
    expect(mine.map(({ ruleId, count }) => [ruleId, count])).toContainEqual(['anything', 2]);
  }, 120_000);
});
