import fc from 'fast-check';
import type { CorrelationRule } from '../model/rule.ts';
import { decodeGroup, encodeGroup } from './checkpoint-codec.ts';
import { CorrelationGroup } from './correlation-group.ts';
import type { CorrelationState } from './correlation-state.ts';
import type { CorrelationHit } from './correlation-types.ts';
import { Correlator } from './correlator.ts';
import { anyHead, correlationRule, seededRandom } from './testing/correlation-samples.ts';

const rules: CorrelationRule[] = [
  correlationRule({ id: 'count' }),
  correlationRule({ id: 'quiet', rules: ['a', 'b'], suppressSeconds: 20, conditions: [{ op: 'gte', value: 5 }] }),
  correlationRule({ id: 'users', type: 'value_count', fields: ['user'], conditions: [{ op: 'gte', value: 4 }] }),
  correlationRule({ id: 'both', type: 'temporal', rules: ['a', 'b', 'count'], conditions: [] }),
  correlationRule({ id: 'order', type: 'temporal_ordered', rules: ['count', 'b'], conditions: [] }),
  correlationRule({ id: 'sum', type: 'value_sum', fields: ['bytes'], conditions: [{ op: 'gt', value: 20 }] }),
  correlationRule({
    id: 'rank',
    type: 'value_percentile',
    percentile: 90,
    fields: ['bytes'],
    conditions: [{ op: 'gt', value: 9 }],
    timespanMs: 600_000,
  }),
  correlationRule({ id: 'all', groupBy: [], conditions: [{ op: 'eq', value: 6 }], timespanMs: 10_000 }),
];

function streamOf(seed: number, length: number): CorrelationHit[] {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  let nowMs = Date.UTC(2026, 0, 1);
  return Array.from({ length }, (_, index) => {
    nowMs += below(100) === 0 ? below(1_200_000) : below(3_000);
    const behindMs = below(8) === 0 ? below(900_000) : below(4_000);
    const fields: Record<string, unknown> = {
      sourceIp: `192.0.2.${below(3)}`,
      user: `user${below(6)}`,
      bytes: random() * 10 - 1,
    };
    const timeMs = nowMs - behindMs;
    const eventId = below(5) === 0 ? `odd id ${index}` : `${below(2) === 0 ? 's' : 'p'}-${nowMs}-${below(3)}-${index}`;
    const ruleId = below(3) === 0 ? 'b' : 'a';
    return {
      ruleId,
      eventId,
      timeMs,
      receivedAtMs: nowMs,
      sourceKey: `host-${below(3)}`,
      field: (name) => fields[name],
    };
  });
}

/** What a store would hold after every batch. */
class Store {
  readonly rows = new Map<string, { ruleId: string; groupHash: string; bytes: Buffer }>();

  save(state: CorrelationState): void {
    for (const { ruleId, groupHash, bytes } of state.takeDirty()) {
      const key = `${ruleId} ${groupHash}`;
      if (bytes === null) this.rows.delete(key);
      else this.rows.set(key, { ruleId, groupHash, bytes });
    }
  }

  load(state: CorrelationState, random: () => number): void {
    const rows = [...this.rows.values()].sort(() => random() - 0.5);
    for (const { ruleId, groupHash, bytes } of rows) expect(state.restore(ruleId, groupHash, bytes)).toBe(true);
  }
}

const limits = { latenessMs: 60_000, sourceIdleMs: 120_000, maxEntriesPerGroup: 60 };

/** The matches of every hit, a line each. */
function run(hits: readonly CorrelationHit[], cutAt?: number): string[] {
  const correlator = new Correlator(rules, anyHead, { limits });
  const store = new Store();
  const random = seededRandom(cutAt ?? 0);
  let state = correlator.newState();
  return hits.map((hit, index) => {
    if (index === cutAt) {
      store.save(state);
      state = correlator.newState();
      store.load(state, random);
    } else if (random() < 0.2) store.save(state);
    return JSON.stringify(correlator.observe(state, hit).map(({ rule, ...match }) => [rule.id, match]));
  });
}

it('puts back a state that goes on as if nothing had happened', () => {
  let total = 0;
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 399 }), (seed, cutAt) => {
      const hits = streamOf(seed, 400);
      const expected = run(hits);
      total += expected.filter((line) => line !== '[]').length;
      expect(run(hits, cutAt)).toEqual(expected);
    }),
    { numRuns: 15, seed: 20_261_122 },
  );
  expect(total).toBeGreaterThan(1_000);
});

it('is the same for the same history', () => {
  const rowsOf = () => {
    const correlator = new Correlator(rules, anyHead, { limits });
    const state = correlator.newState();
    for (const hit of streamOf(1, 300)) correlator.observe(state, hit);
    return state.takeDirty();
  };
  expect(rowsOf()).toEqual(rowsOf());
});

const entries = fc.record({
  timeMs: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
  eventId: fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('s-0-0-0', 's-01-0-0', 's-1700000000000-0-12', 'p-999999999999999-1-2', 's-1-2', 'S-1-2-3'),
  ),
  position: fc.nat(30),
  value: fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constant(undefined),
  ),
  weight: fc.integer({ min: 1, max: 1e9 }),
  fresh: fc.constant(0),
});

it('writes and reads any group', () => {
  fc.assert(
    fc.property(
      fc.array(entries),
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.option(fc.integer({ min: 0, max: 2 ** 50 }), { nil: undefined }),
      (list, values, lastMatchMs) => {
        const group = new CorrelationGroup('rule', `key ${values.join()}`, values, 0xffffffff);
        group.entries = list.map((entry, index) => ({
          ...entry,
          fresh: index % 3 === 0 ? 0 : Math.min(index, entry.weight),
        }));
        group.fresh = group.entries.reduce((sum, entry) => sum + entry.fresh, 0);
        group.lastMatchMs = lastMatchMs;
        group.touch = 2 ** 45;
        const { ruleId, groupKey, shape, entries: read, fresh, touch } = decodeGroup('rule', encodeGroup(group));
        expect({ ruleId, groupKey, shape, fresh, touch }).toEqual({
          ruleId: 'rule',
          groupKey: group.groupKey,
          shape: group.shape,
          fresh: group.fresh,
          touch: group.touch,
        });
        expect(read).toEqual(group.entries);
      },
    ),
    { seed: 20_261_122 },
  );
});

it('needs some twelve bytes for an event', () => {
  const group = new CorrelationGroup('rule', 'sourceIp=192.0.2.1', ['192.0.2.1'], 1);
  const startMs = Date.UTC(2026, 0, 1);
  for (let n = 0; n < 100; n++) {
    const eventId = `s-${startMs + n * 700}-0-${n}`;
    group.entries.push({ timeMs: startMs + n * 700, eventId, position: 0, value: undefined, weight: 1, fresh: 0 });
  }
  expect(encodeGroup(group).length).toBeLessThan(1_200);
});

it('gives lone surrogates back as it counted them', () => {
  const correlator = new Correlator([correlationRule({ conditions: [{ op: 'gte', value: 4 }] })], anyHead);
  const hit = (index: number): CorrelationHit => ({
    ruleId: 'a',
    eventId: `s-1-0-${index}`,
    timeMs: index,
    receivedAtMs: index,
    sourceKey: 'host',
    field: () => (index % 2 === 0 ? 'ro\ud800ot' : ['x'.repeat(994), '\u{1f600}'.repeat(40)].join('')),
  });
  const store = new Store();
  let state = correlator.newState();
  for (let index = 1; index <= 6; index++) expect(correlator.observe(state, hit(index))).toEqual([]);
  store.save(state);
  state = correlator.newState();
  store.load(state, () => 0.5);
  expect([7, 8].map((index) => correlator.observe(state, hit(index))[0]?.count)).toEqual([4, 4]);
  expect(state.stats.groups).toBe(2);
});
