import type { Pattern } from '../model/pattern.ts';
import type { DetectionRule, Expression, Leaf, LogSource } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { RuleSet } from './rule-set.ts';

const leafZero: Expression = { op: 'leaf', leaf: 0 };

function ruleOf(leaves: Leaf[], condition: Expression = leafZero, logSource: LogSource = {}): DetectionRule {
  return {
    kind: 'detection',
    id: JSON.stringify([leaves, condition, logSource]),
    title: 'rule',
    level: 'low',
    references: [],
    tags: [],
    falsePositives: [],
    path: 'rule.yml',
    line: 1,
    logSource,
    leaves,
    condition,
    isGenerating: true,
    identifiers: {},
  };
}

const contains = (text: string): Pattern => ({ kind: 'text', test: 'contains', text, isCased: false });
const equals = (text: string): Pattern => ({ kind: 'text', test: 'equals', text, isCased: false });
const regex = (source: string): Pattern => ({ kind: 'regex', source, flags: '' });
const leafOf = (field: string | null, ...patterns: Pattern[]): Leaf => ({ field, patterns });
const eventOf = (fields: Record<string, unknown>, source: Partial<SigmaEvent['source']> = {}): SigmaEvent => ({
  fields,
  source: { categories: [], key: JSON.stringify(source), ...source },
});

function matchesOf(rules: DetectionRule[], event: SigmaEvent): number[] {
  const out = [7, 7, 7];
  expect(RuleSet.fromPack({ rules }).match(event, out)).toBe(out.length);
  return out;
}

describe('RuleSet', () => {
  it('gives the indexes of matching rules in the pack, ascending, in place of what was in the list', () => {
    const correlation = { ...ruleOf([]), kind: 'correlation' } as unknown as DetectionRule;
    const rules = [correlation, ruleOf([leafOf('b', contains('y'))]), ruleOf([leafOf('a', contains('x'))])];
    expect(matchesOf(rules, eventOf({ a: 'axa', b: 'y' }))).toEqual([1, 2]);
    expect(matchesOf(rules, eventOf({ a: 'axa' }))).toEqual([2]);
    expect(matchesOf(rules, eventOf({}))).toEqual([]);
  });

  it('runs rules whose log source the event belongs to, unless told otherwise', () => {
    const sources: LogSource[] = [{ product: 'a' }, { category: 'c' }, { product: 'a', service: 's' }, {}];
    const rules = sources.map((logSource) => ruleOf([leafOf('f', contains('x'))], leafZero, logSource));
    const set = RuleSet.fromPack({ rules });
    const out: number[] = [];
    set.match(eventOf({ f: 'x' }, { product: 'a', categories: ['b', 'c'] }), out);
    expect(out).toEqual([0, 1, 3]);
    set.match(eventOf({ f: 'x' }, { product: 'never seen' }), out);
    expect(out).toEqual([3]);
    set.matchUnrouted(eventOf({ f: 'x' }), out);
    expect(out).toEqual([0, 1, 2, 3]);
  });

  it('forgets nothing and mixes nothing up between events', () => {
    const set = RuleSet.fromPack({ rules: [ruleOf([leafOf('a', contains('x'))]), ruleOf([leafOf('b', regex('^y'))])] });
    const out: number[] = [];
    for (let round = 0; round < 3; round++) {
      expect(set.match(eventOf({ a: 'x', b: 'y' }), out)).toBe(2);
      expect(set.match(eventOf({ b: 'x' }), out)).toBe(0);
      expect(set.match(eventOf({ a: 'x' }), out)).toBe(1);
    }
  });

  it('lets different elements of a list meet what must all hold', () => {
    const both: Expression = { op: 'and', of: [leafZero, { op: 'leaf', leaf: 1 }] };
    const rules = [ruleOf([leafOf('a', contains('one')), leafOf('a', contains('two'))], both)];
    expect(matchesOf(rules, eventOf({ a: ['xonex', ['two']] }))).toEqual([0]);
    expect(matchesOf(rules, eventOf({ a: ['xonex', 'other'] }))).toEqual([]);
  });

  it('compares numbers and booleans as they print', () => {
    const rules = [
      ruleOf([leafOf('a', equals('10'), equals('true'))]),
      ruleOf([leafOf('a', { kind: 'number', value: 1, text: '1.0' })]),
    ];
    expect(matchesOf(rules, eventOf({ a: 10 }))).toEqual([0]);
    expect(matchesOf(rules, eventOf({ a: true }))).toEqual([0]);
    expect(matchesOf(rules, eventOf({ a: [1] }))).toEqual([1]);
    expect(matchesOf(rules, eventOf({ a: '1.0' }))).toEqual([1]);
    expect(matchesOf(rules, eventOf({ a: '1.00' }))).toEqual([]);
  });

  it('takes a name with dots for a name, then for a path, then for a canonical field', () => {
    const rules = [ruleOf([leafOf('a.b', equals('x'))])];
    expect(matchesOf(rules, eventOf({ 'a.b': 'x', a: { b: 'y' } }))).toEqual([0]);
    expect(matchesOf(rules, eventOf({ a: [{ b: 'y' }, { b: 'x' }] }))).toEqual([0]);
    expect(matchesOf(rules, { ...eventOf({ a: { b: 'y' } }), canonical: { 'a.b': 'x' } })).toEqual([]);
    expect(matchesOf(rules, { ...eventOf({}), canonical: { 'a.b': 'x' } })).toEqual([0]);
  });

  it('asks own fields before canonical ones, and null is a value', () => {
    const rules = [ruleOf([leafOf('user', equals('root'))])];
    expect(matchesOf(rules, { ...eventOf({ user: null }), canonical: { user: 'root' } })).toEqual([]);
    expect(matchesOf(rules, { ...eventOf({}), canonical: { user: 'ROOT' } })).toEqual([0]);
  });

  it('takes names of object members for fields and for nothing else', () => {
    const rules = [ruleOf([leafOf('constructor', { kind: 'any' })]), ruleOf([leafOf('__proto__', equals('x'))])];
    expect(matchesOf(rules, eventOf({}))).toEqual([]);
    expect(
      matchesOf(rules, eventOf(JSON.parse('{"__proto__":"x","constructor":1}') as Record<string, unknown>)),
    ).toEqual([0, 1]);
  });

  it('knows conditions that are settled, and those that hold for events without anything', () => {
    const constant = (value: boolean): Expression => ({ op: 'constant', value });
    const leaf = [leafOf('a', contains('x'))];
    const rules = [
      ruleOf([], constant(true)),
      ruleOf([], constant(false)),
      ruleOf(leaf, { op: 'or', of: [leafZero, constant(true)] }),
      ruleOf(leaf, { op: 'and', of: [leafZero, constant(true)] }),
      ruleOf(leaf, { op: 'not', of: leafZero }),
      ruleOf(leaf, { op: 'not', of: { op: 'and', of: [leafZero, { op: 'not', of: leafZero }] } }),
      ruleOf(leaf, { op: 'or', of: [] }),
      ruleOf(leaf, { op: 'and', of: [] }),
    ];
    expect(matchesOf(rules, eventOf({}))).toEqual([0, 2, 4, 5, 7]);
    expect(matchesOf(rules, eventOf({ a: 'x' }))).toEqual([0, 2, 3, 5, 7]);
  });

  it('looks for keywords at any depth, and for those only when another item holds', () => {
    const both: Expression = { op: 'and', of: [leafZero, { op: 'leaf', leaf: 1 }] };
    const rules = [ruleOf([leafOf('a', equals('1')), leafOf(null, contains('kiwi'))], both)];
    expect(matchesOf(rules, eventOf({ a: 1, b: { c: ['a Kiwi'] } }))).toEqual([0]);
    expect(matchesOf(rules, eventOf({ a: 2, b: { c: ['a Kiwi'] } }))).toEqual([]);
    expect(matchesOf(rules, eventOf({ a: 1, kiwi: 5 }))).toEqual([]);
  });

  it('shares what equal items of different rules find', () => {
    const rules = Array.from({ length: 50 }, () => ruleOf([leafOf('a', regex('(?i)x.z'), contains('q'))]));
    const set = RuleSet.fromPack({ rules });
    expect(set.match(eventOf({ a: 'XYZ' }), [])).toBe(50);
    expect(set.stats()).toMatchObject({ ruleCount: 50, unitCount: 1, candidateCount: 50, matchCount: 50 });
  });

  it('lets a pattern that the engine refuses match nothing and says so', () => {
    const set = RuleSet.fromPack({ rules: [ruleOf([leafOf('a', regex('abc(?=d)'), contains('zz'))])] });
    expect(set.match(eventOf({ a: 'abcd' }), [])).toBe(0);
    expect(set.match(eventOf({ a: 'zz' }), [])).toBe(1);
    expect(set.stats().brokenPatternCount).toBe(1);
  });

  it('remembers values of other fields and events by themselves', () => {
    const set = RuleSet.fromPack({
      rules: [ruleOf([leafOf('a', contains('x'))]), ruleOf([leafOf('b', contains('x'))])],
    });
    const out: number[] = [];
    set.match(eventOf({ a: ['x', 'x'] }), out);
    set.match(eventOf({ b: 'x' }), out);
    expect(out).toEqual([1]);
    expect(set.stats()).toMatchObject({ cacheHits: 1, cacheMisses: 2, cacheEntries: 2 });
  });

  it('has no rule beyond the last', () => {
    const set = RuleSet.fromPack({ rules: [ruleOf([leafOf('a', contains('x'))])] });
    expect(set.rule(0).title).toBe('rule');
    expect(() => set.rule(1)).toThrow(RangeError);
  });

  it('forgets sources when there are too many, and finds them again', () => {
    const set = RuleSet.fromPack({ rules: [ruleOf([leafOf('f', contains('x'))], leafZero, { product: 'a' })] });
    for (let count = 0; count < 3_000; count++) {
      const source = { product: count % 2 === 0 ? 'a' : 'b', key: `source ${count}` };
      expect(set.match(eventOf({ f: 'x' }, source), [])).toBe(count % 2 === 0 ? 1 : 0);
    }
  });

  describe('does work in proportion to the event', () => {
    const rules = ['a', 'aa', 'ab', 'kiwi', '😀'].map((text) => ruleOf([leafOf('f', contains(text))]));
    rules.push(ruleOf([leafOf(null, contains('keyword'))]), ruleOf([leafOf('f', regex('(a+)+$'))]));
    const many = Array.from({ length: 5_000 }, (_, number) => [`unknown ${number}`, 'a'.repeat(20)] as const);

    it.each([
      ['a long text', { f: 'a'.repeat(100_000) }, 100_000],
      ['a long text with wide characters', { f: 'a😀'.repeat(33_000) }, 99_000],
      ['many unknown fields', Object.fromEntries(many), 105_000],
      ['a long list', { f: Array.from({ length: 1_000 }, (_, number) => `ab${number}${'a'.repeat(90)}`) }, 97_000],
      ['lists in lists', { f: JSON.parse('['.repeat(5_000) + '"a"' + ']'.repeat(5_000)) as unknown }, 1_000],
    ])('%s', (_, fields, units) => {
      const set = RuleSet.fromPack({ rules }, { hasCache: false });
      set.match(eventOf(fields), []);
      const { scanStepCount, candidateCount } = set.stats();
      expect(scanStepCount).toBeLessThanOrEqual(4 * units);
      expect(candidateCount).toBeLessThanOrEqual(rules.length);
    });
  });
});
