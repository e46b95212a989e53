import { decodeEvent } from '@redoubt/contracts';
import { buildPack } from '../pack/build-pack.ts';
import type { Rule } from '../model/rule.ts';
import { describeSources, sourceFamilies } from './describe-sources.ts';
import { notEvaluable } from './not-evaluable.ts';
import { SEEN_LIMITS, SeenSources, type SeenSource, type SeenSourcesRecord } from './seen-sources.ts';
import { toSigmaEvent } from './to-sigma-event.ts';

function seenOf(values: readonly unknown[], times = 1): SeenSources {
  const seen = new SeenSources();
  for (let i = 0; i < times; i += 1) {
    for (const value of values) {
      const decoded = decodeEvent(value);
      if (!decoded.ok) throw new Error(decoded.detail);
      seen.observe(toSigmaEvent(value, decoded.fields), i);
    }
  }
  return seen;
}

const json = (seen: SeenSources): SeenSourcesRecord => JSON.parse(JSON.stringify(seen)) as SeenSourcesRecord;

function rulesOf(...texts: string[]): Rule[] {
  const files = texts.map((text, i) => ({ path: `${i}.yml`, text }));
  const pack = buildPack({ packId: 'p', version: '1', title: 'p', files });
  expect(pack.refused).toEqual([]);
  return pack.rules;
}

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const rule = (n: number, logsource: string, detection: string): string =>
  `title: t${n}\nid: ${id(n)}\nname: rule_${n}\nlogsource: {${logsource}}\ndetection:\n${detection}\nlevel: low\n`;

const sysmon = (data: object): object => ({
  Event: { System: { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1 }, EventData: data },
});
const creation = 'product: windows, category: process_creation';

describe('what was seen', () => {
  it('is counted per log source, with names at any depth', () => {
    const value = {
      eventVersion: '1',
      eventSource: 'x',
      eventName: 'y',
      awsRegion: 'z',
      userIdentity: { type: 'Root' },
    };
    const seen = json(seenOf([value, sysmon({ Image: 'x' })], 3));
    expect(seen['aws/cloudtrail/']).toMatchObject({ product: 'aws', events: 3, lastSeenMs: 2, isTruncated: false });
    expect(seen['aws/cloudtrail/']?.fields).toEqual(expect.arrayContaining(['userIdentity', 'userIdentity.type']));
    expect(seen['windows/sysmon/process_creation']?.fields).toEqual(
      expect.arrayContaining(['Image', 'EventID', 'Channel', 'eventType', 'severity']),
    );
    expect(seen['windows/sysmon/process_creation']?.fields).not.toContain('user');
  });

  it('merges', () => {
    const one = seenOf([sysmon({ Image: 'x' })], 2);
    one.merge(json(seenOf([sysmon({ User: 'x' }), { a: 1 }])));
    expect(json(one)).toMatchObject({
      'windows/sysmon/process_creation': { events: 3, fields: expect.arrayContaining(['Image', 'User']) as string[] },
      '//': { events: 1 },
    });
  });

  it('is bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field${i}`, { inner: i }]));
    const { '//': seen } = json(seenOf([many, { ['n'.repeat(1_000)]: 1 }]));
    expect(seen?.fields).toHaveLength(SEEN_LIMITS.fields);
    expect(seen?.isTruncated).toBe(true);
    const sources = Array.from({ length: 20 }, (_, i) => {
      const fields = Array.from({ length: 400 }, (_, j) => `source${i}field${j}`);
      const one: SeenSource = { categories: [], events: 1, lastSeenMs: 1, fields, isTruncated: false };
      return [`k${i}`, one];
    });
    const full = new SeenSources();
    full.merge(Object.fromEntries(sources) as SeenSourcesRecord);
    const kept = Object.values(json(full));
    expect(kept.reduce((sum, { fields }) => sum + fields.length, 0)).toBe(SEEN_LIMITS.allFields);
    expect(kept.filter(({ isTruncated }) => isTruncated)).toHaveLength(8);
    const foreign = { categories: [], events: 1, lastSeenMs: 1, fields: [], isTruncated: false };
    const merged = new SeenSources();
    merged.merge(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, foreign])));
    expect(Object.keys(json(merged))).toHaveLength(SEEN_LIMITS.sources);
  });
});

describe('rules that can not be evaluated', () => {
  const seen = json(seenOf([sysmon({ Image: 'x', CommandLine: 'y' })]));

  it.each([
    [creation, '  s: {Image: a}\n  condition: s', undefined],
    [creation, '  s: {Nope: a}\n  condition: s', ['Nope']],
    [creation, '  s: {Image: a, Nope: b, Other: c}\n  condition: s', ['Nope', 'Other']],
    [creation, '  a: {Nope: a}\n  b: {Image: a}\n  condition: a or b', undefined],
    [creation, '  a: {Nope: a}\n  b: {Other: a}\n  condition: 1 of *', ['Nope', 'Other']],
    [creation, '  a: {Image: a}\n  b: {Nope: a}\n  condition: a and not b', undefined],
    [creation, '  a: {Nope: null}\n  condition: a', undefined],
    [creation, '  a: {Image: a}\n  b: {Nope: null}\n  condition: a and not b', ['Nope']],
    [creation, "  a: {'Nope|exists': false}\n  condition: a", undefined],
    [creation, '  a: {eventType: process_creation}\n  condition: a', undefined],
    [creation, '  k: [word]\n  condition: k', undefined],
  ])('%s %j: %j', (source, detection, fields) => {
    const [found] = notEvaluable(rulesOf(rule(1, source, detection)), seen);
    expect(found?.fields).toEqual(fields);
    if (fields) expect(found).toMatchObject({ ruleId: id(1), reason: 'fields_never_seen' });
  });

  it('say which log source is missing', () => {
    const text = '  s: {a: b}\n  condition: s';
    const rules = rulesOf(rule(1, 'product: aws, service: cloudtrail', text), rule(2, 'product: toaster', text));
    expect(notEvaluable(rules, seen)).toEqual([
      { ruleId: id(1), reason: 'no_events', detail: 'no event of product aws, service cloudtrail was seen' },
      { ruleId: id(2), reason: 'log_source_unknown', detail: 'no event is recognised as product toaster' },
    ]);
  });

  it('are not named where too many names were seen to keep', () => {
    const key = 'windows/sysmon/process_creation';
    const truncated = { [key]: { ...(seen[key] as SeenSourcesRecord[string]), isTruncated: true } };
    const rules = rulesOf(rule(1, creation, '  s: {Nope: a}\n  condition: s'));
    expect(notEvaluable(rules, truncated)).toEqual([]);
  });

  it('take the correlations over them with them', () => {
    const base = [
      rule(1, creation, '  s: {Image: a}\n  condition: s'),
      rule(2, creation, '  s: {Nope: a}\n  condition: s'),
    ];
    const correlation = (n: number, type: string, over: string): string =>
      `title: c${n}\nid: ${id(n)}\nname: rule_${n}\ncorrelation:\n  type: ${type}\n  rules: [${over}]\n  group-by: [User]\n  timespan: 5m\n${
        type === 'temporal' ? '' : '  condition: {gte: 2}\n'
      }`;
    const rules = rulesOf(
      ...base,
      correlation(3, 'event_count', 'rule_1, rule_2'),
      correlation(4, 'temporal', 'rule_1, rule_2'),
      correlation(5, 'event_count', 'rule_4'),
    );
    expect(notEvaluable(rules, seen).map(({ ruleId, reason }) => [ruleId, reason])).toEqual([
      [id(2), 'fields_never_seen'],
      [id(4), 'rules_not_evaluable'],
      [id(5), 'rules_not_evaluable'],
    ]);
  });
});

describe('the description of log sources', () => {
  it('has rows of every family', () => {
    const families = new Set(describeSources().map(({ family }) => family));
    expect([...families].sort()).toEqual(
      sourceFamilies()
        .map(({ family }) => family)
        .sort(),
    );
  });
});
