import fc from 'fast-check';
import { SEVERITIES, type AlertRecord, type Command } from '@redoubt/contracts';
import { AlertBook } from './alert-book.ts';
import type { AlertMatch } from './model/alert-match.ts';
import type { AlertSettings } from './model/alert-settings.ts';
import { naiveEpisodes } from '../testing/naive-episodes.ts';
import {
  BookBench,
  DAY,
  HOUR,
  MINUTE,
  ORG_ID,
  StateStore,
  T0,
  matchOf,
  suppressionOf,
  uuidNumber,
} from '../testing/book-kit.ts';

type Input =
  | { kind: 'match'; match: AlertMatch }
  | { kind: 'tick'; atMs: number }
  | { kind: 'command'; type: 'acknowledge' | 'close' | 'benign' | 'reopen' | 'comment'; of: number; atMs: number };

/** Small numbers of everything, so that bounds are met: two open alerts too many, few entities, short rests. */
const TIGHT: Partial<AlertSettings> = {
  dedupWindowMs: HOUR,
  repeatIntervalMs: 2 * HOUR,
  updateIntervalMs: 20_000,
  incidentUpdateIntervalMs: 60_000,
  maxOpenAlerts: 6,
  maxRestingAlerts: 3,
  restMs: 6 * HOUR,
  closedFoldMs: 3 * HOUR,
  incidentWindowMs: 2 * HOUR,
  maxOpenIncidents: 2,
  maxRestingIncidents: 2,
  staleIncidentMs: 5 * HOUR,
  maxEntities: 4,
  suppressions: [
    suppressionOf({
      startsAtMs: T0 + HOUR,
      expiresAtMs: T0 + 3 * HOUR,
      matchers: [{ field: 'user', op: 'equals', value: 'ben' }],
    }),
  ],
  inhibitions: [{ sourceRuleIds: ['rule-a'], equal: 'sourceIp' }],
};

const matchArbitrary = fc.record({
  rule: fc.constantFrom('rule-a', 'rule-b', 'rule-c'),
  severity: fc.constantFrom(...SEVERITIES),
  sourceIp: fc.constantFrom(undefined, '192.0.2.1', '192.0.2.2'),
  user: fc.constantFrom(undefined, undefined, 'ben'),
  /** Event time before accept time: live, a little late, an old replay. */
  lateMs: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(10 * MINUTE), fc.nat(6 * HOUR), fc.constant(30 * DAY)),
  count: fc.integer({ min: 1, max: 20 }),
});

const stepArbitrary = fc.record({
  afterMs: fc.oneof(
    { weight: 6, arbitrary: fc.nat(4_000) },
    { weight: 2, arbitrary: fc.nat(MINUTE) },
    { weight: 2, arbitrary: fc.nat(2 * HOUR) },
  ),
  what: fc.oneof(
    { weight: 8, arbitrary: matchArbitrary.map((match) => ({ kind: 'match' as const, ...match })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'tick' as const }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('command' as const),
        type: fc.constantFrom('acknowledge', 'close', 'benign', 'reopen', 'comment'),
        of: fc.nat(12),
      }),
    },
  ),
  /** Taken, stored and restored after this step. */
  isCut: fc.boolean(),
});

function inputsOf(steps: readonly { afterMs: number; what: { kind: string } }[]): Input[] {
  let atMs = T0;
  return steps.map(({ afterMs, what }, index) => {
    atMs += afterMs;
    return inputOf(what as Parameters<typeof inputOf>[0], atMs, index);
  });
}

function inputOf(
  what:
    | { kind: 'tick' }
    | { kind: 'command'; type: Extract<Input, { kind: 'command' }>['type']; of: number }
    | ({ kind: 'match' } & (typeof matchArbitrary extends fc.Arbitrary<infer T> ? T : never)),
  atMs: number,
  index: number,
): Input {
  if (what.kind === 'tick') return { kind: 'tick', atMs };
  if (what.kind === 'command') return { ...what, atMs };
  const { sourceIp, user, severity, count, lateMs, rule } = what;
  const subject = { ...(sourceIp && { sourceIp }), ...(user && { user }) };
  const part = { subject, severity, count, timeMs: atMs - lateMs, receivedAtMs: atMs, eventId: `e${index}` };
  const inhibitedBy = rule === 'rule-c' ? ['rule-b'] : [];
  return { kind: 'match', match: matchOf(0, { ...part, rule: { id: rule, name: rule, inhibitedBy } }) };
}

/** Commands go to the alerts in the order in which they opened, which is the same in every run that is right. */
class Run {
  book = new AlertBook({ orgId: ORG_ID, settings: TIGHT });
  readonly store = new StateStore();
  readonly records: AlertRecord[] = [];
  readonly results: string[] = [];
  private readonly alertIds: string[] = [];

  feed(input: Input, index: number): void {
    if (input.kind === 'tick') this.book.tick(input.atMs);
    else if (input.kind === 'match') this.book.applyMatch(input.match);
    else this.command(input, index);
  }

  take(): void {
    const changes = this.book.takeChanges();
    this.store.write(JSON.parse(JSON.stringify(changes)));
    this.records.push(...changes.records);
    for (const record of changes.records)
      if (record.type === 'alert' && record.change === 'opened') this.alertIds.push(record.alert.alertId);
  }

  reload(): void {
    this.book = new AlertBook({ orgId: ORG_ID, settings: TIGHT });
    this.book.restore(this.store.read());
  }

  private command({ type, of, atMs }: Extract<Input, { kind: 'command' }>, index: number): void {
    this.take();
    const alertId = this.alertIds[of] ?? uuidNumber(404);
    const head = { commandId: uuidNumber(index), actor: 'ana', atMs, alertId };
    const command: Command =
      type === 'benign'
        ? { ...head, type: 'alert.close', disposition: 'benign' }
        : type === 'comment'
          ? { ...head, type: 'alert.comment', note: 'x' }
          : { ...head, type: `alert.${type}` };
    this.results.push(JSON.stringify(this.book.applyCommand(command, atMs)));
  }
}

/** All that is stored, in the order of ids. */
function stateOf(run: Run): unknown {
  const { alerts, incidents, entities, suppressionHits, commands, meta } = run.store.read();
  const lists = [alerts, incidents, entities, suppressionHits, commands];
  // A step that only moved the clock leaves nothing to write.
  return [...lists.map((list) => list.map((one) => JSON.stringify(one)).sort()), { ...meta, streamNowMs: 0 }];
}

const steps = fc.array(stepArbitrary, { minLength: 1, maxLength: 120 });
const runs = { numRuns: 60, seed: 20260301 };

describe('a stream of matches, ticks and commands', () => {
  it('gives the same records wherever it is cut, stored and restored', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const inputs = inputsOf(list);
        const whole = new Run();
        const cut = new Run();
        inputs.forEach((input, index) => {
          whole.feed(input, index);
          cut.feed(input, index);
          if (!list[index]?.isCut) return;
          cut.take();
          cut.reload();
        });
        for (const run of [whole, cut]) run.take();
        expect(stateOf(cut)).toEqual(stateOf(whole));
        for (const run of [whole, cut]) {
          run.book.tick(T0 + 400 * DAY);
          run.take();
        }
        expect(cut.records).toEqual(whole.records);
        expect(cut.results).toEqual(whole.results);
        expect(cut.store.read().alerts).toEqual([]);
      }),
      runs,
    );
  });

  it('gives the same records after a commit that was lost', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (list, where) => {
        const inputs = inputsOf(list);
        const plain = new Run();
        const crashed = new Run();
        const at = where % inputs.length;
        inputs.forEach((input, index) => {
          plain.feed(input, index);
          plain.take();
          if (index === at) {
            crashed.book.applyMatch(matchOf(0, { eventId: 'lost' }));
            crashed.book.takeChanges();
            crashed.reload();
          }
          crashed.feed(input, index);
          crashed.take();
        });
        expect(crashed.records).toEqual(plain.records);
      }),
      runs,
    );
  });

  it('says the same about alerts wherever ticks stand between', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const inputs = inputsOf(list);
        const [few, many] = [new Run(), new Run()];
        inputs.forEach((input, index) => {
          few.feed(input, index);
          many.feed(input, index);
          const next = inputs[index + 1];
          const until = next && ('atMs' in next ? next.atMs : next.match.receivedAtMs);
          const now = 'atMs' in input ? input.atMs : input.match.receivedAtMs;
          for (let part = 1; until && part < 5; part++) many.book.tick(now + Math.floor(((until - now) * part) / 5));
        });
        few.take();
        many.take();
        expect(many.records).toEqual(few.records);
      }),
      runs,
    );
  });

  it('keeps its bounds, versions without holes, and loses no match', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const run = new Run();
        const inputs = inputsOf(list);
        inputs.forEach((input, index) => {
          run.feed(input, index);
          const counts = run.book.counts();
          expect(counts.openAlerts).toBeLessThanOrEqual(6);
          expect(counts.restingAlerts).toBeLessThanOrEqual(3);
          expect(counts.openIncidents).toBeLessThanOrEqual(2);
          expect(counts.entities).toBeLessThanOrEqual(4);
        });
        run.book.tick(T0 + 400 * DAY);
        run.take();
        checkVersions(run.records);
        const matched = inputs.filter(({ kind }) => kind === 'match').length;
        expect(eventsSaid(run.records)).toBe(matched);
      }),
      runs,
    );
  });
});

function checkVersions(records: readonly AlertRecord[]): void {
  const versions = new Map<string, number>();
  for (const record of records) {
    const [id, version] =
      record.type === 'alert'
        ? [record.alert.alertId, record.alert.version]
        : [record.incident.incidentId, record.incident.version];
    expect(version).toBe((versions.get(id) ?? 0) + 1);
    versions.set(id, version);
  }
}

/** Every match counts 1 beyond what its opening brought along. */
function eventsSaid(records: readonly AlertRecord[]): number {
  const opened = new Map<string, number>();
  const last = new Map<string, number>();
  for (const record of records) {
    if (record.type !== 'alert') continue;
    const { alertId, count } = record.alert;
    if (record.change === 'opened') opened.set(alertId, count);
    last.set(alertId, count);
  }
  return [...last].reduce((sum, [alertId, count]) => sum + count - (opened.get(alertId) ?? 0) + 1, 0);
}

describe('episodes', () => {
  const spread = fc.array(
    fc.record({
      timeMs: fc.oneof(
        fc.nat(20 * HOUR),
        fc.nat(3 * HOUR),
        fc.nat(20).map((step) => step * 20 * MINUTE),
        fc.constantFrom(0, HOUR, 2 * HOUR, 100 * HOUR),
      ),
      severity: fc.constantFrom(...SEVERITIES),
      count: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 80 },
  );

  it('are those of the brute-force reference, in whatever order event times come', () => {
    fc.assert(
      fc.property(spread, (list) => {
        const bench = new BookBench({ autoIncidentCreation: false });
        const matches = list.map((part, index) =>
          matchOf(index, { ...part, timeMs: T0 - 200 * DAY + part.timeMs, eventId: `e${index}` }),
        );
        bench.match(...matches).tick(10 * DAY);
        const last = new Map(bench.takeAlerts().map(({ alert }) => [alert.alertId, alert]));
        const naive = naiveEpisodes(matches, HOUR);
        expect([...last.values()].map(shapeOf)).toEqual(
          naive.map(({ count, timesMs, severity }) => [count, Math.min(...timesMs), Math.max(...timesMs), severity]),
        );
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('of two lanes come out the same in whatever order these are read, when each is in order', () => {
    fc.assert(
      fc.property(spread, fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }), (list, choices) => {
        const matches = [...list]
          .sort((left, right) => left.timeMs - right.timeMs)
          .filter(({ timeMs }) => timeMs <= 3 * HOUR)
          .map((part, index) => matchOf(index, { ...part, count: 1, timeMs: T0 + part.timeMs, eventId: `e${index}` }));
        const lanes = [matches.filter((_, index) => index % 3 > 0), matches.filter((_, index) => index % 3 === 0)];
        const merged = choices
          .concat(Array(160).fill(true))
          .flatMap((isFirst) => lanes[isFirst ? 0 : 1]?.shift() ?? []);
        merged.push(...lanes.flat());
        const countsOf = (inputs: readonly AlertMatch[]) => {
          const bench = new BookBench({ autoIncidentCreation: false, dedupWindowMs: 4 * HOUR });
          const last = new Map(
            bench
              .match(...inputs)
              .tick(10 * DAY)
              .takeAlerts()
              .map(({ alert }) => [alert.fingerprint, alert]),
          );
          return [...last.values()].map(shapeOf);
        };
        expect(countsOf(merged)).toEqual(countsOf(matches));
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});

function shapeOf(alert: { count: number; firstSeenMs: number; lastSeenMs: number; severity: string }): unknown[] {
  const rank = (SEVERITIES as readonly string[]).indexOf(alert.severity);
  return [alert.count, alert.firstSeenMs, alert.lastSeenMs, rank];
}
