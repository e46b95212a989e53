import type { CorrelationRule } from '../model/rule.ts';
import { MAX_MATCH_EVENTS } from './correlation-types.ts';
import { Correlator } from './correlator.ts';
import { anyHead, correlationRule, hitOf } from './testing/correlation-samples.ts';

const startMs = Date.UTC(2026, 0, 1);

/** Sends hits of rule `a`, or of the rule named before a colon, at times in seconds: `12` or `b:12`. */
function run(rules: CorrelationRule[], hits: string, fields: Record<string, unknown> = { sourceIp: '192.0.2.1' }) {
  const correlator = new Correlator(rules, anyHead);
  const state = correlator.newState();
  const matches = hits.split(' ').flatMap((text, index) => {
    const [seconds, ruleId = 'a'] = text.split(':').reverse() as [string, string?];
    const timeMs = startMs + Number(seconds) * 1_000;
    return correlator.observe(state, hitOf({ ruleId, eventId: `e${index}`, timeMs, fields }));
  });
  return { matches, state };
}

const view = ({ matches }: ReturnType<typeof run>) =>
  matches.map(({ timeMs, count, addedCount, eventIds }) => [
    (timeMs - startMs) / 1_000,
    count,
    addedCount,
    eventIds.join(),
  ]);

describe('a window', () => {
  it('leaves out an event exactly one span old', () => {
    expect(view(run([correlationRule()], '0 1 60'))).toEqual([]);
    expect(view(run([correlationRule()], '1 2 60'))).toEqual([[60, 3, 3, 'e0,e1,e2']]);
  });

  it('counts events once over its matches', () => {
    expect(view(run([correlationRule()], '0 1 2 3 70 71 72'))).toEqual([
      [2, 3, 3, 'e0,e1,e2'],
      [3, 4, 1, 'e0,e1,e2,e3'],
      [72, 3, 3, 'e4,e5,e6'],
    ]);
  });

  it('ends at the earliest time for which a late event completes it', () => {
    expect(view(run([correlationRule()], '0 40 80 20'))).toEqual([[40, 3, 3, 'e0,e3,e1']]);
    expect(view(run([correlationRule()], '0 40 90 70'))).toEqual([[90, 3, 3, 'e1,e3,e2']]);
  });

  it('names the newest events only', () => {
    const { matches } = run(
      [correlationRule({ conditions: [{ op: 'gte', value: 30 }] })],
      [...Array(30).keys()].join(' '),
    );
    expect(matches[0]?.eventIds).toEqual([...Array(30).keys()].slice(-MAX_MATCH_EVENTS).map((n) => `e${n}`));
    expect(matches[0]).toMatchObject({ count: 30, value: 30, newEventId: 'e29' });
  });
});

describe('groups', () => {
  const rule = correlationRule({ groupBy: ['sourceIp', 'user'], conditions: [{ op: 'gte', value: 1 }] });

  it.each([
    ['text', { sourceIp: '192.0.2.1', user: 'a,b=c\\d' }, 'sourceIp=192.0.2.1,user=a\\,b\\=c\\\\d'],
    ['a number', { sourceIp: '192.0.2.1', user: 7 }, 'sourceIp=192.0.2.1,user=7'],
    ['an empty text', { sourceIp: '', user: false }, 'sourceIp=,user=false'],
    ['a list of one', { sourceIp: ['192.0.2.1'], user: 'x' }, 'sourceIp=192.0.2.1,user=x'],
    ['a list', { sourceIp: ['192.0.2.1', '192.0.2.2'], user: 'x' }, 'sourceIp=["192.0.2.1"\\,"192.0.2.2"],user=x'],
  ])('are named by %s', (_, fields, groupKey) => {
    expect(run([rule], '1', fields).matches).toMatchObject([{ groupKey }]);
  });

  it.each([
    ['lacks a field', { sourceIp: '192.0.2.1' }],
    ['has null in it', { sourceIp: '192.0.2.1', user: null }],
    ['has an object in it', { sourceIp: '192.0.2.1', user: { name: 'x' } }],
    ['has an empty list in it', { sourceIp: '192.0.2.1', user: [] }],
  ])('leave out and count an event that %s', (_, fields) => {
    const { matches, state } = run([rule], '1 2', fields);
    expect(matches).toEqual([]);
    expect(state.stats).toMatchObject({ groups: 0, hitsWithoutGroup: 2 });
  });

  it('keep long texts apart without keeping them', () => {
    const long = (end: string) => run([rule], '1', { sourceIp: '1', user: 'x'.repeat(100_000) + end }).matches[0];
    expect(long('a')?.groupKey.length).toBeLessThan(1_100);
    expect(long('a')?.groupKey).not.toBe(long('b')?.groupKey);
  });

  it('take the field that an alias names for the rule', () => {
    const aliased = correlationRule({
      type: 'temporal',
      rules: ['a', 'b'],
      groupBy: ['ip'],
      aliases: { ip: { a: 'from', b: 'to' } },
      conditions: [],
    });
    const { matches } = run([aliased], '1 b:2', { from: '192.0.2.1', to: '192.0.2.1' });
    expect(matches).toMatchObject([{ group: { ip: '192.0.2.1' }, groupKey: 'ip=192.0.2.1', count: 2 }]);
    expect(run([aliased], '1 b:2', { from: '192.0.2.1', to: '192.0.2.2' }).matches).toEqual([]);
  });

  it("hold no text of the event in their checkpoints' names", () => {
    const { state } = run([rule], '1', { sourceIp: '192.0.2.1', user: 'eve' });
    for (const { groupHash } of state.takeDirty()) expect(groupHash).toMatch(/^[\w-]{22}$/);
  });
});

describe('values', () => {
  const sum = correlationRule({ type: 'value_sum', fields: ['bytes'], conditions: [{ op: 'gte', value: 10 }] });

  it('are numbers or texts that read as numbers', () => {
    expect(run([sum], '1', { sourceIp: 'x', bytes: '10.5' }).matches).toMatchObject([{ value: 10.5 }]);
    for (const bytes of ['', ' ', 'ten', null, undefined, Number.NaN, [1, 2]]) {
      expect(run([sum], '1', { sourceIp: 'x', bytes }).state.stats.hitsWithoutValue).toBe(1);
    }
  });

  it('of several fields count as one', () => {
    const tuples = correlationRule({
      type: 'value_count',
      fields: ['user', 'asset'],
      conditions: [{ op: 'gte', value: 1 }],
    });
    expect(run([tuples], '1 2', { sourceIp: 'x', user: 'a', asset: 'b' }).matches).toMatchObject([
      { value: 1 },
      { value: 1 },
    ]);
    expect(run([tuples], '1', { sourceIp: 'x', user: 'a' }).state.stats.hitsWithoutValue).toBe(1);
  });
});

describe('an event that matches several rules', () => {
  it('counts once where rules are not told apart, and for each where they are', () => {
    const correlator = new Correlator(
      [
        correlationRule({ id: 'count', rules: ['a', 'b'], conditions: [{ op: 'gte', value: 2 }] }),
        correlationRule({ id: 'temporal', type: 'temporal', rules: ['a', 'b'], conditions: [] }),
      ],
      anyHead,
    );
    const state = correlator.newState();
    const event = { eventId: 'e', timeMs: startMs, fields: { sourceIp: 'x' } };
    expect(correlator.observe(state, hitOf({ ...event, ruleId: 'a' }))).toEqual([]);
    const matches = correlator.observe(state, hitOf({ ...event, ruleId: 'b' }));
    expect(matches).toMatchObject([{ rule: { id: 'temporal' }, count: 1, eventIds: ['e'], value: 2 }]);
  });
});

describe('correlations above correlations', () => {
  const below = correlationRule({ id: 'failures', conditions: [{ op: 'gte', value: 2 }] });
  const above = correlationRule({ id: 'guessed', type: 'temporal_ordered', rules: ['failures', 'b'], conditions: [] });
  const top = correlationRule({ id: 'twice', rules: ['guessed'], conditions: [{ op: 'gte', value: 2 }] });

  it('match in the same call, lower ones first', () => {
    const { matches } = run([top, above, below], '1 2 b:3 b:4');
    expect(matches.map((match) => [match.rule.id, match.newEventId])).toEqual([
      ['failures', 'e1'],
      ['guessed', 'e2'],
      ['guessed', 'e3'],
      ['twice', 'e3'],
    ]);
  });

  it('know the fields that the lower one groups by, and no others', () => {
    const byUser = correlationRule({ id: 'by-user', rules: ['failures'], groupBy: ['user'] });
    expect(run([byUser, below], '1 2', { sourceIp: 'x', user: 'y' }).state.stats.hitsWithoutGroup).toBe(1);
  });

  it('are refused in circles and beyond ten deep', () => {
    const link = (id: string, ...rules: string[]) => correlationRule({ id, rules });
    const tower = Array.from({ length: 11 }, (_, n) => link(`c${n + 1}`, n === 0 ? 'a' : `c${n}`));
    const circle = [link('x', 'y', 'a'), link('y', 'z'), link('z', 'x'), link('above', 'x')];
    const { refused } = new Correlator([...tower, ...circle, link('self', 'self')], anyHead);
    expect(refused.map(({ ruleId, code }) => `${ruleId} ${code}`)).toEqual([
      'c11 correlation_too_deep',
      ...['x', 'y', 'z', 'above', 'self'].map((id) => `${id} correlation_cycle`),
    ]);
  });

  it('do not overflow the stack however long a hostile chain is', () => {
    const chain = Array.from({ length: 50_000 }, (_, n) => correlationRule({ id: `c${n}`, rules: [`c${n + 1}`] }));
    expect(new Correlator(chain, () => undefined).refused).toHaveLength(50_000 - 10);
  });
});

describe('after a match', () => {
  it('a group is quiet for as long as its rule says', () => {
    const rule = correlationRule({ suppressSeconds: 10 });
    expect(view(run([rule], '0 1 2 3 11 12')).map(([end, , added]) => [end, added])).toEqual([
      [2, 3],
      [12, 3],
    ]);
  });

  it('the window is empty where a match resets it', () => {
    const correlator = new Correlator([correlationRule()], anyHead, { actionOnMatch: 'reset' });
    const state = correlator.newState();
    const at = (second: number) => {
      const timeMs = startMs + second * 1_000;
      return correlator.observe(
        state,
        hitOf({ ruleId: 'a', eventId: `e${second}`, timeMs, fields: { sourceIp: 'x' } }),
      );
    };
    expect([0, 1, 2, 3, 4, 5].map((second) => at(second).length)).toEqual([0, 0, 1, 0, 0, 1]);
  });
});

it('leaves rules unmatched that nobody has', () => {
  const correlator = new Correlator([correlationRule()], () => undefined);
  expect(correlator.isCounted('a')).toBe(false);
  expect(
    correlator.observe(correlator.newState(), hitOf({ ruleId: 'a', eventId: 'e', timeMs: 0, fields: {} })),
  ).toEqual([]);
});
