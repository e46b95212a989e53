import { BookBench, DAY, HOUR, MINUTE, T0, commandOf, matchOf } from '../testing/book-kit.ts';
import type { AlertMatch } from './model/alert-match.ts';

function benchOf(...matches: AlertMatch[]): BookBench {
  return new BookBench({ autoIncidentCreation: false }).match(...matches);
}

const changesOf = (bench: BookBench) =>
  bench.takeAlerts().map(({ change, isNotifiable, alert }) => [change, isNotifiable, alert.status, alert.severity]);

describe('an episode', () => {
  it('goes on for less than a dedup window after its last match, in event time', () => {
    const bench = benchOf(matchOf(0), matchOf(HOUR - 1), matchOf(2 * HOUR - 1, { receivedAtMs: T0 + 2 * HOUR - 1 }));
    const opened = bench.takeAlerts().filter(({ change }) => change === 'opened');
    expect(opened).toHaveLength(2);
  });

  it('takes what is older than its first match too', () => {
    const bench = benchOf(matchOf(0), matchOf(5_000, { timeMs: T0 - 30 * MINUTE })).tick(10_000);
    expect(bench.takeAlerts().at(-1)?.alert).toMatchObject({ count: 2, firstSeenMs: T0 - 30 * MINUTE, lastSeenMs: T0 });
  });

  it('resolves only when event time and accept time are past', () => {
    const old = benchOf(matchOf(0, { timeMs: T0 - 30 * DAY }));
    old.tick(HOUR - 1).take();
    expect(changesOf(old.tick(HOUR))).toEqual([['resolved', false, 'resolved', 'medium']]);
    const ahead = benchOf(matchOf(0, { timeMs: T0 + 9 * MINUTE }));
    ahead.tick(HOUR).take();
    expect(changesOf(ahead.tick(HOUR + 9 * MINUTE))).toEqual([['resolved', false, 'resolved', 'medium']]);
  });

  it('keeps a replay of old logs apart from live ones', () => {
    const bench = benchOf();
    for (let step = 0; step < 10; step++) {
      bench.match(matchOf(step * 1_000));
      bench.match(matchOf(step * 1_000 + 500, { timeMs: T0 - 60 * DAY + step * MINUTE }));
    }
    bench.tick(20_000);
    const last = new Map(bench.takeAlerts().map(({ alert }) => [alert.alertId, alert]));
    expect([...last.values()].map(({ count }) => count)).toEqual([10, 10]);
  });

  it('ends the episode furthest back in event time when a fifth opens; the live one stays', () => {
    const bench = benchOf(matchOf(0));
    for (let burst = 0; burst < 6; burst++)
      bench.match(matchOf(1_000 + burst, { timeMs: T0 - 90 * DAY + burst * 2 * HOUR }));
    const records = bench.takeAlerts();
    const resolved = records.filter(({ change }) => change === 'resolved').map(({ alert }) => alert.lastSeenMs);
    expect(resolved).toEqual([0, 1, 2].map((burst) => T0 - 90 * DAY + burst * 2 * HOUR));
    expect(bench.book.counts()).toMatchObject({ openAlerts: 4, episodesCut: 3 });
    bench.match(matchOf(3_000));
    expect(bench.takeAlerts()).toMatchObject([{ change: 'updated', alert: { count: 2 } }]);
  });

  it('takes a match that lies between two of them into the later one', () => {
    const bench = benchOf(
      matchOf(0),
      matchOf(10, { timeMs: T0 - 1.5 * HOUR }),
      matchOf(20, { timeMs: T0 - 0.75 * HOUR }),
    );
    const last = bench.tick(5_000).takeAlerts().at(-1);
    expect(last?.alert).toMatchObject({ count: 2, firstSeenMs: T0 - 0.75 * HOUR, lastSeenMs: T0 });
  });

  it('counts only new events when it goes on after an episode that ended', () => {
    const bench = benchOf(matchOf(0, { count: 10, eventId: 'a' }));
    const alertId = bench.takeAlerts()[0]?.alert.alertId as string;
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId }), T0 + 1_000);
    bench.match(matchOf(2_000, { count: 11, windowSeconds: 900, threshold: 10, eventId: 'b' }));
    const [closed, opened] = bench.takeAlerts();
    expect(closed?.change).toBe('closed');
    expect(opened).toMatchObject({ change: 'opened', isNotifiable: true, alert: { count: 1 } });
    expect(opened?.alert.alertId).not.toBe(alertId);
    expect(opened?.alert.reason).toBe('11 matching events from 203.0.113.7 in 15 min; threshold 10');
  });
});

describe('severity', () => {
  it('rises with a worse match, tells again, and takes an acknowledgement back', () => {
    const bench = benchOf(matchOf(0));
    const alertId = bench.takeAlerts()[0]?.alert.alertId as string;
    bench.book.applyCommand(commandOf({ type: 'alert.acknowledge', alertId }), T0 + 100);
    bench.match(matchOf(200, { severity: 'low' }), matchOf(300, { severity: 'critical' }), matchOf(400));
    expect(changesOf(bench)).toEqual([
      ['acknowledged', false, 'acknowledged', 'medium'],
      ['severity_raised', true, 'firing', 'critical'],
    ]);
  });
});

describe('the repeat', () => {
  it('comes with the first match after the interval, unless somebody has acknowledged', () => {
    const told = (bench: BookBench) =>
      bench.takeAlerts().flatMap(({ isNotifiable, atMs }) => (isNotifiable ? [atMs - T0] : []));
    const every = (bench: BookBench) => {
      for (let at = 0; at <= 10 * HOUR; at += 30 * MINUTE) bench.match(matchOf(at));
      return bench;
    };
    expect(told(every(benchOf()))).toEqual([0, 4 * HOUR, 8 * HOUR]);
    const quiet = benchOf(matchOf(0));
    const alertId = quiet.takeAlerts()[0]?.alert.alertId as string;
    quiet.book.applyCommand(commandOf({ type: 'alert.acknowledge', alertId }), T0 + 1);
    expect(told(every(quiet))).toEqual([]);
  });
});

describe('an alert closed as false positive or benign', () => {
  const closed = (disposition: 'false_positive' | 'benign' | 'true_positive') => {
    const bench = benchOf(matchOf(0));
    const alertId = bench.takeAlerts()[0]?.alert.alertId as string;
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId, disposition }), T0 + 1_000);
    bench.take();
    return bench;
  };

  it.each(['false_positive', 'benign'] as const)('counts on in silence (%s)', (disposition) => {
    const bench = closed(disposition);
    for (let at = 0; at < 3 * HOUR; at += 30 * MINUTE) bench.match(matchOf(2_000 + at));
    const records = bench.takeAlerts();
    expect(new Set(records.map(({ change, isNotifiable }) => `${change} ${isNotifiable}`))).toEqual(
      new Set(['updated false']),
    );
    expect(records.at(-1)?.alert).toMatchObject({ status: 'closed', disposition, count: 7 });
  });

  it('opens a new one for something worse, after a pause, and a day after the closing', () => {
    expect(changesOf(closed('benign').match(matchOf(2_000, { severity: 'high' })))).toEqual([
      ['opened', true, 'firing', 'high'],
    ]);
    expect(changesOf(closed('benign').match(matchOf(HOUR)))).toEqual([['opened', true, 'firing', 'medium']]);
    const long = closed('benign');
    for (let at = 0; at <= 24 * HOUR; at += 30 * MINUTE) long.match(matchOf(1_000 + at));
    expect(long.takeAlerts().filter(({ change }) => change === 'opened')).toHaveLength(1);
  });

  it('is told apart from a true positive, where the next match is a new alert', () => {
    expect(changesOf(closed('true_positive').match(matchOf(2_000)))).toEqual([['opened', true, 'firing', 'medium']]);
  });
});

describe('a full book', () => {
  it('passes matches on as alerts of their own, and counts them', () => {
    const bench = new BookBench({ autoIncidentCreation: false, maxOpenAlerts: 2 });
    for (let host = 1; host <= 4; host++)
      bench.match(matchOf(host, { subject: { sourceIp: `192.0.2.${host}` }, count: 10 }));
    bench.match(matchOf(5, { subject: { sourceIp: '192.0.2.4' }, count: 11 }));
    bench.match(matchOf(1_006, { subject: { sourceIp: '192.0.2.1' } }));
    const records = bench.takeAlerts();
    expect(records.map(({ change, alert }) => [change, alert.status, alert.count])).toEqual([
      ['opened', 'firing', 10],
      ['opened', 'firing', 10],
      ['opened', 'resolved', 1],
      ['opened', 'resolved', 1],
      ['opened', 'resolved', 1],
      ['updated', 'firing', 11],
    ]);
    expect(records.every(({ isNotifiable, change }) => isNotifiable === (change === 'opened'))).toBe(true);
    expect(new Set(records.map(({ alert }) => alert.alertId)).size).toBe(5);
    expect(bench.book.counts()).toMatchObject({ openAlerts: 2, oneShotAlerts: 3 });
    expect(bench.store.sizeOf('alerts')).toBe(2);
  });

  it('lets ended alerts go: the oldest beyond the bound, all after a week', () => {
    const bench = new BookBench({ autoIncidentCreation: false, maxRestingAlerts: 2 });
    for (let host = 1; host <= 4; host++) bench.match(matchOf(host, { subject: { sourceIp: `192.0.2.${host}` } }));
    bench.tick(HOUR + 10).take();
    expect(bench.book.counts()).toMatchObject({ openAlerts: 0, restingAlerts: 2 });
    expect(bench.store.sizeOf('alerts')).toBe(2);
    bench.tick(HOUR + 10 + 7 * DAY).take();
    expect(bench.store.sizeOf('alerts')).toBe(0);
    expect(bench.book.nextDueMs()).toBeUndefined();
  });
});

describe('samples', () => {
  it('keep the first ten and the newest ten', () => {
    const bench = benchOf();
    for (let n = 0; n < 50; n++) bench.match(matchOf(n, { eventId: `e${n}` }));
    bench.tick(5_000);
    const ids = bench.takeAlerts().at(-1)?.alert.sampleEventIds;
    expect(ids).toEqual([...Array(10).keys(), ...[...Array(10).keys()].map((n) => n + 40)].map((n) => `e${n}`));
  });
});

describe('ids and fingerprints', () => {
  it('are the same for the same input, and differ by rule, subject and organisation', () => {
    const idOf = (match: AlertMatch) => benchOf(match).takeAlerts()[0]?.alert;
    const first = idOf(matchOf(0, { eventId: 'e' }));
    expect(idOf(matchOf(0, { eventId: 'e' }))).toEqual(first);
    expect(first?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(idOf(matchOf(0, { eventId: 'f' }))?.fingerprint).toBe(first?.fingerprint);
    expect(idOf(matchOf(0, { eventId: 'f' }))?.alertId).not.toBe(first?.alertId);
    expect(idOf(matchOf(0, { rule: { id: 'rule-2' } }))?.fingerprint).not.toBe(first?.fingerprint);
    expect(idOf(matchOf(0, { groupKey: 'x' }))?.fingerprint).not.toBe(first?.fingerprint);
  });

  it('go by the fields the rule names', () => {
    const of = (user: string, fields?: ('sourceIp' | 'user')[]) =>
      benchOf(
        matchOf(0, { subject: { sourceIp: '192.0.2.1', user }, rule: fields ? { subject: fields } : {} }),
      ).takeAlerts()[0]?.alert;
    expect(of('a', ['sourceIp'])?.fingerprint).toBe(of('b', ['sourceIp'])?.fingerprint);
    expect(of('a', ['sourceIp'])?.subject).toEqual({ sourceIp: '192.0.2.1' });
    expect(of('a')?.fingerprint).not.toBe(of('b')?.fingerprint);
  });
});
