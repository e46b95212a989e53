import { BookBench, HOUR, MINUTE, T0, matchOf } from '../testing/book-kit.ts';

describe('AlertBook', () => {
  it('opens an alert with all that is known', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    bench.match(
      matchOf(0, {
        eventId: 'e3',
        eventIds: ['e1', 'e2', 'e3'],
        count: 12,
        threshold: 10,
        windowSeconds: 900,
        firstTimeMs: T0 - 5 * MINUTE,
        reason: { noun: 'failed logins' },
        rule: { author: 'Redoubt' },
      }),
    );
    const [line, ...others] = bench.take();
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      type: 'alert',
      change: 'opened',
      isNotifiable: true,
      atMs: T0,
      alert: {
        ruleId: 'rule-1',
        ruleAuthor: 'Redoubt',
        status: 'firing',
        title: 'Failed logins: 203.0.113.7',
        reason: '12 failed logins from 203.0.113.7 in 15 min; threshold 10',
        count: 12,
        firstSeenMs: T0 - 5 * MINUTE,
        lastSeenMs: T0,
        riskScore: 40,
        mitre: [{ tactic: 'credential-access', technique: 'T1110' }],
        sampleEventIds: ['e1', 'e2', 'e3'],
        version: 1,
      },
    });
  });

  it('folds matches, says counts at most once a second, and the last one by tick', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    bench.match(matchOf(0), matchOf(200), matchOf(400));
    expect(bench.takeAlerts().map(({ change, alert }) => [change, alert.count])).toEqual([['opened', 1]]);
    bench.match(matchOf(1_200), matchOf(1_300)).tick(3_000);
    expect(bench.takeAlerts().map(({ change, alert, atMs }) => [change, alert.count, atMs - T0])).toEqual([
      ['updated', 3, 1_000],
      ['updated', 5, 2_000],
    ]);
    bench.tick(HOUR + 1_299);
    expect(bench.take()).toEqual([]);
    bench.tick(HOUR + 1_300);
    expect(bench.takeAlerts()).toMatchObject([
      { change: 'resolved', isNotifiable: false, alert: { status: 'resolved', count: 5, version: 4 } },
    ]);
  });

  it('says a last count after a crash', () => {
    const bench = new BookBench({ autoIncidentCreation: false }).match(matchOf(0));
    bench.take();
    bench.match(matchOf(100), matchOf(200)).take();
    bench.book.restore(bench.store.read());
    expect(bench.tick(1_000).takeAlerts()).toMatchObject([{ change: 'updated', alert: { count: 3, version: 2 } }]);
  });

  it('has nothing to write when nothing changed but the clock', () => {
    const bench = new BookBench().tick(5_000);
    expect(bench.book.takeChanges()).toMatchObject({ records: [], meta: null });
  });

  it('hands out copies', () => {
    const bench = new BookBench().match(matchOf(0, { severity: 'critical' }));
    const changes = bench.book.takeChanges();
    const before = JSON.stringify(changes);
    bench.match(matchOf(100), matchOf(2_000), matchOf(3_000, { rule: { id: 'other' } })).tick(HOUR / 2);
    expect(JSON.stringify(changes)).toBe(before);
  });

  it('never goes back in time for a lane that lags', () => {
    const bench = new BookBench({ autoIncidentCreation: false });
    bench.match(matchOf(2 * HOUR, { subject: { user: 'ana' } }), matchOf(0), matchOf(500)).tick(2 * HOUR + 1);
    expect(bench.takeAlerts().map(({ change, atMs }) => [change, atMs - T0])).toEqual([
      ['opened', 2 * HOUR],
      ['opened', 2 * HOUR],
    ]);
    bench.tick(3 * HOUR);
    expect(
      bench
        .takeAlerts()
        .map(({ change, alert }) => [change, alert.count])
        .sort(),
    ).toEqual([
      ['resolved', 1],
      ['resolved', 2],
      ['updated', 2],
    ]);
  });
});
