import { BookBench, DAY, HOUR, T0, commandOf, matchOf, suppressionOf, uuidNumber } from '../testing/book-kit.ts';

const told = (bench: BookBench) =>
  bench
    .takeAlerts()
    .map(({ change, isNotifiable, alert }) => [
      change,
      isNotifiable,
      alert.suppressedBy !== undefined || alert.inhibitedBy !== undefined,
    ]);

describe('a suppressed alert', () => {
  const suppression = suppressionOf({ expiresAtMs: T0 + HOUR });

  it('is kept and counted, in no incident, and nobody is told until the suppression ends and it matches again', () => {
    const bench = new BookBench({ suppressions: [suppression] });
    bench.match(matchOf(0, { severity: 'critical' }), matchOf(HOUR - 1_500), matchOf(HOUR));
    const records = bench.take();
    expect(records.filter(({ type }) => type === 'incident')).toMatchObject([{ change: 'opened' }]);
    const alerts = records.filter((record) => record.type === 'alert');
    expect(alerts.map(({ change, isNotifiable, alert }) => [change, isNotifiable, alert.suppressedBy])).toEqual([
      ['opened', false, suppression.suppressionId],
      ['updated', false, suppression.suppressionId],
      ['unsuppressed', true, undefined],
    ]);
    expect(alerts.at(-1)?.alert).toMatchObject({ count: 3, incidentId: expect.any(String) });
    expect(bench.store.read().suppressionHits).toEqual([
      { suppressionId: suppression.suppressionId, hits: 2, lastHitMs: T0 + HOUR - 1_500 },
    ]);
  });

  it('goes by the accept time of each event, even of a lane that lags', () => {
    const bench = new BookBench({ suppressions: [suppression], autoIncidentCreation: false });
    bench.match(matchOf(2 * HOUR, { subject: { sourceIp: '192.0.2.1' } }), matchOf(HOUR - 1), matchOf(HOUR));
    expect(told(bench)).toEqual([
      ['opened', true, false],
      ['opened', false, true],
      ['unsuppressed', true, false],
    ]);
  });

  it('that was told of already says so once when a suppression takes it', () => {
    const bench = new BookBench({ autoIncidentCreation: false }).match(matchOf(0));
    bench.book.configure({ suppressions: [suppression] });
    bench.match(matchOf(10), matchOf(20), matchOf(30, { severity: 'high' }));
    bench.book.configure({ suppressions: [] });
    bench.match(matchOf(40, { severity: 'high' }));
    expect(told(bench)).toEqual([
      ['opened', true, false],
      ['suppressed', false, true],
      ['severity_raised', false, true],
      ['unsuppressed', true, false],
    ]);
  });

  it('stays quiet when it comes back to somebody who has acknowledged it', () => {
    const bench = new BookBench({ suppressions: [suppression], autoIncidentCreation: false }).match(matchOf(0));
    const alertId = bench.takeAlerts()[0]?.alert.alertId as string;
    bench.book.applyCommand(commandOf({ type: 'alert.acknowledge', alertId }), T0 + 10);
    bench.book.configure({ suppressions: [] });
    bench.match(matchOf(20));
    expect(told(bench)).toEqual([
      ['acknowledged', false, true],
      ['unsuppressed', false, false],
    ]);
  });

  it('forgets the hits of a suppression that is gone', () => {
    const bench = new BookBench({ suppressions: [suppression] }).match(matchOf(0));
    bench.take();
    expect(bench.store.sizeOf('suppressionHits')).toBe(1);
    const later = new BookBench();
    later.book.restore(bench.store.read());
    expect(later.book.takeChanges().removedSuppressionHits).toEqual([suppression.suppressionId]);
    bench.book.configure({ suppressions: [] });
    bench.take();
    expect(bench.store.sizeOf('suppressionHits')).toBe(0);
  });
});

describe('inhibition by a rule', () => {
  const weak = (atMs: number, sourceIp = '203.0.113.7') =>
    matchOf(atMs, { subject: { sourceIp }, rule: { id: 'weak', inhibitedBy: ['strong'] } });
  const strong = (atMs: number) => matchOf(atMs, { rule: { id: 'strong' } });

  it('keeps an alert quiet while the other one on the same subject is open', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    bench.match(strong(0), weak(1), weak(2, '192.0.2.1'));
    const [source, target] = bench.takeAlerts();
    expect(target?.alert.inhibitedBy).toBe(source?.alert.alertId);
    expect(bench.lines.map(({ isNotifiable }) => isNotifiable)).toEqual([true, false, true]);
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId: source?.alert.alertId as string }), T0 + 10);
    bench.match(weak(20));
    expect(told(bench)).toEqual([
      ['closed', false, false],
      ['unsuppressed', true, false],
    ]);
  });

  it('does not reach over a field that differs, and hidden alerts inhibit nobody', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    bench.match(
      matchOf(0, { subject: { sourceIp: '192.0.2.1', user: 'ana' }, rule: { id: 'strong' } }),
      matchOf(1, { subject: { sourceIp: '192.0.2.1', user: 'ben' }, rule: { id: 'weak', inhibitedBy: ['strong'] } }),
      matchOf(2, { subject: { user: 'ana' }, rule: { id: 'weak', inhibitedBy: ['strong'] } }),
    );
    expect(told(bench).map(([, isNotifiable]) => isNotifiable)).toEqual([true, true, false]);
    const hidden = new BookBench({ autoIncidentCreation: false, suppressions: [ofRule('strong')] });
    hidden.match(strong(0), weak(1));
    expect(told(hidden).map(([, isNotifiable]) => isNotifiable)).toEqual([false, true]);
  });

  it('is by the one that opened first, through reopening and a restart, and costs the same with thousands', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    const on = (asset: number, id: string) =>
      matchOf(asset, { subject: { sourceIp: '192.0.2.1', asset: `host-${asset}` }, rule: { id } });
    for (let asset = 0; asset < 5_000; asset++) bench.match(on(asset, 'strong'));
    const target = (user: number) =>
      matchOf(6_000, {
        subject: { sourceIp: '192.0.2.1', user: `u${user}` },
        rule: { id: 'weak', inhibitedBy: ['strong'] },
      });
    const [first, second] = bench.takeAlerts().map(({ alert }) => alert.alertId);
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId: first as string }), T0 + 6_000);
    bench.book.applyCommand(commandOf({ type: 'alert.reopen', alertId: first as string }), T0 + 6_000);
    const startedAt = performance.now();
    for (let user = 0; user < 3_000; user++) bench.match(target(user));
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    const hiders = bench.takeAlerts().filter(({ alert }) => alert.ruleId === 'weak');
    expect(new Set(hiders.map(({ alert }) => alert.inhibitedBy))).toEqual(new Set([second]));
    const restored = new BookBench({ autoIncidentCreation: false });
    restored.book.restore(bench.store.read());
    restored.match(target(9_999));
    expect(restored.takeAlerts()[0]?.alert.inhibitedBy).toBe(second);
  });

  const ofRule = (ruleId: string) =>
    suppressionOf({ expiresAtMs: T0 + DAY, matchers: [{ field: 'ruleId', op: 'equals', value: ruleId }] });
});

describe('inhibition by the organisation', () => {
  it('asks for a more severe alert with the same field', () => {
    const inhibitions = [{ sourceRuleIds: ['outage'], equal: 'asset' as const }];
    const bench = new BookBench({ autoIncidentCreation: false, inhibitions });
    const on = (atMs: number, id: string, severity: 'low' | 'high', asset: string) =>
      matchOf(atMs, { severity, subject: { asset }, rule: { id } });
    bench.match(
      on(0, 'outage', 'high', 'web-1'),
      on(1, 'disk', 'low', 'web-1'),
      on(2, 'disk', 'low', 'web-2'),
      on(3, 'theft', 'high', 'web-1'),
    );
    expect(told(bench).map(([, isNotifiable]) => isNotifiable)).toEqual([true, false, true, true]);
  });
});

it('names the oldest suppression that matches', () => {
  const bench = new BookBench({
    suppressions: [
      suppressionOf({ suppressionId: uuidNumber(2), createdAtMs: T0 - 5 }),
      suppressionOf({ suppressionId: uuidNumber(1), createdAtMs: T0 - 9, matchers: [ruleOne] }),
    ],
  }).match(matchOf(0));
  expect(bench.takeAlerts()[0]?.alert.suppressedBy).toBe(uuidNumber(1));
});

const ruleOne = { field: 'ruleId' as const, op: 'in' as const, value: ['RULE-1'] };
