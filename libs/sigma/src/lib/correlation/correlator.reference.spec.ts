import type { CorrelationRule } from '../model/rule.ts';
import type { CorrelationState } from './correlation-state.ts';
import type { CorrelationMatch } from './correlation-types.ts';
import { Correlator } from './correlator.ts';
import { BruteForceCorrelator, type PlainHit, type PlainMatch } from './testing/brute-force-correlator.ts';
import { anyHead, correlationRule, hitOf, seededRandom } from './testing/correlation-samples.ts';

const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];

/** Events of a few groups around a moving time; `disorderMs` back at most, in whole seconds so that times tie. */
function streamOf(seed: number, length: number, disorderMs: number, paces = [0, 0, 1_000, 3_000, 20_000]): PlainHit[] {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  let nowMs = 1_700_000_000_000;
  let pace = pick(paces);
  return Array.from({ length }, (_, index) => {
    if (random() < 0.05) pace = pick(paces);
    if (random() < 0.01) nowMs += 90_000;
    nowMs += Math.floor(random() * 2) * pace;
    const timeMs = nowMs - Math.floor((random() ** 2 * disorderMs) / 1_000) * 1_000;
    const fields = {
      sourceIp: pick(['192.0.2.1', '192.0.2.2']),
      user: pick(users),
      bytes: Math.floor(random() * 100),
      share: 0.5 * Math.floor(random() * 3),
    };
    return { ruleId: pick(['a', 'a', 'b', 'c']), eventId: `s-${nowMs}-0-${index}`, timeMs, fields };
  });
}

/** Gives every event a time of its own. */
const untied = (hit: PlainHit, index: number): PlainHit => ({ ...hit, timeMs: hit.timeMs + index });

const rules: Record<string, CorrelationRule> = {
  'event_count gte': correlationRule(),
  'event_count gte of two rules': correlationRule({ rules: ['a', 'b'], conditions: [{ op: 'gte', value: 7 }] }),
  'event_count in a range': correlationRule({
    conditions: [
      { op: 'gt', value: 2 },
      { op: 'lte', value: 5 },
    ],
  }),
  'event_count eq': correlationRule({ conditions: [{ op: 'eq', value: 4 }] }),
  'event_count neq': correlationRule({ conditions: [{ op: 'neq', value: 4 }] }),
  'event_count lt': correlationRule({ conditions: [{ op: 'lt', value: 3 }] }),
  'event_count suppressed': correlationRule({ suppressSeconds: 30 }),
  'event_count without groups': correlationRule({ groupBy: [], conditions: [{ op: 'gte', value: 12 }] }),
  value_count: correlationRule({ type: 'value_count', fields: ['user'], conditions: [{ op: 'gte', value: 4 }] }),
  'value_count of tuples': correlationRule({
    type: 'value_count',
    fields: ['user', 'bytes'],
    conditions: [{ op: 'gt', value: 6 }],
  }),
  'value_count in a range': correlationRule({
    type: 'value_count',
    fields: ['user'],
    conditions: [
      { op: 'gte', value: 2 },
      { op: 'lt', value: 4 },
    ],
  }),
  temporal: correlationRule({ type: 'temporal', rules: ['a', 'b', 'c'], conditions: [] }),
  'temporal, two of three': correlationRule({
    type: 'temporal',
    rules: ['a', 'b', 'c'],
    conditions: [{ op: 'eq', value: 2 }],
  }),
  temporal_ordered: correlationRule({ type: 'temporal_ordered', rules: ['c', 'b', 'a'], conditions: [] }),
  'temporal_ordered with a rule twice': correlationRule({
    type: 'temporal_ordered',
    rules: ['c', 'b', 'c'],
    conditions: [],
    timespanMs: 20_000,
  }),
  value_sum: correlationRule({ type: 'value_sum', fields: ['bytes'], conditions: [{ op: 'gt', value: 700 }] }),
  value_avg: correlationRule({ type: 'value_avg', fields: ['bytes'], conditions: [{ op: 'gte', value: 60 }] }),
  'value_sum of fractions': correlationRule({
    type: 'value_sum',
    fields: ['share'],
    conditions: [{ op: 'gt', value: 7 }],
  }),
  value_percentile: correlationRule({
    type: 'value_percentile',
    fields: ['bytes'],
    percentile: 90,
    conditions: [{ op: 'gte', value: 98 }],
  }),
};

function plain(match: CorrelationMatch): PlainMatch {
  const { rule, group, timeMs, value, count, addedCount } = match;
  return { ruleId: rule.id, group: Object.values(group).join(), timeMs, value, count, addedCount };
}

/** Thinned windows name at least the number that decides; everything else is exact. */
function comparable(match: PlainMatch, rule: CorrelationRule): PlainMatch {
  const isThinned = rule.type === 'event_count' || rule.type === 'value_count' || rule.type.startsWith('temporal');
  if (!isThinned) return match;
  const bound = Math.max(...rule.conditions.map(({ op, value }) => (op === 'gte' ? value : value + 1)), 0);
  const isCountExact = rule.type === 'event_count' && rule.suppressSeconds === undefined && bound > 0;
  const value = rule.type.startsWith('temporal') ? match.value : Math.min(match.value, bound);
  return { ...match, value, count: 0, addedCount: isCountExact ? match.addedCount : 0 };
}

function run(rule: CorrelationRule, stream: readonly PlainHit[], state?: CorrelationState) {
  const correlator = new Correlator([rule], anyHead);
  const into = state ?? correlator.newState();
  return stream.map((hit) => correlator.observe(into, hitOf(hit, 1_800_000_000_000)).map(plain));
}

describe.each(Object.entries(rules))('%s', (ruleName, rule) => {
  it.each([
    ['in order', 0, undefined],
    ['out of order', 200_000, undefined],
    ['in a flood', 90_000, [0, 1_000]],
  ])('matches as defined, %s', (_name, disorderMs, paces) => {
    let total = 0;
    for (let seed = 1; seed <= 3; seed++) {
      const stream = streamOf(seed, 400, disorderMs, paces).map(ruleName.includes('twice') ? untied : (hit) => hit);
      const reference = new BruteForceCorrelator([rule]);
      const expected = stream.map((hit) => reference.observe(hit));
      total += expected.flat().length;
      const actual = run(rule, stream);
      const view = (matches: PlainMatch[]) => matches.map((match) => comparable(match, rule));
      expect(actual.map(view)).toEqual(expected.map(view));
    }
    expect(total).toBeGreaterThan(10);
  });
});
