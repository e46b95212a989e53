import { evaluateRule } from '../evaluate/evaluate-rule.ts';
import type { RulePack } from '../model/rule.ts';
import { buildPack, type PackSource } from './build-pack.ts';

const detection = (id: string, field = 'F', more = ''): string =>
  `title: Rule ${id}\nid: ${id}\nname: name_${id}\n${more}logsource:\n  product: test\n  category: c\ndetection:\n  s:\n    ${field}: ${id}\n  condition: s\n`;

const correlation = (id: string, rules: string[], more = ''): string =>
  `title: Rule ${id}\nid: ${id}\ncorrelation:\n  type: temporal\n  rules: [${rules.join(', ')}]\n  timespan: 5m\n${more}`;

const filter = (rules: string, more = 'product: test'): string =>
  `title: No admins\nlogsource: {${more}}\nfilter:\n  rules: ${rules}\n  s:\n    User|startswith: adm_\n  condition: s\n`;

const build = (texts: string[], more: Partial<PackSource> = {}): RulePack =>
  buildPack({
    packId: 'p',
    version: '1',
    title: 'P',
    files: texts.map((text, index) => ({ path: `${index}.yml`, text })),
    ...more,
  });

const codesOf = (pack: RulePack): [string | undefined, string][] =>
  pack.refused.map((refusal) => [refusal.ruleId, refusal.code]);
const idsOf = (pack: RulePack): string[] => pack.rules.map((rule) => rule.id);
const ruleOf = (pack: RulePack, id: string) => pack.rules.find((rule) => rule.id === id);

describe('buildPack', () => {
  it('is JSON, and the same files make the same pack', () => {
    const texts = [detection('a'), correlation('c', ['a']), filter('[a]')];
    const pack = build(texts, { license: 'MIT' });
    expect(JSON.parse(JSON.stringify(pack))).toEqual(pack);
    expect(build(texts, { license: 'MIT' })).toEqual(pack);
    expect(pack).toMatchObject({ schemaVersion: 1, packId: 'p', version: '1', title: 'P', license: 'MIT' });
  });

  it('never throws', () => {
    expect(build(['', '\0', '[', '{{', '%', '---\n---', detection('a')]).rules).toHaveLength(1);
  });

  it('keeps the first of two rules with one id', () => {
    const pack = build([detection('a'), detection('a', 'G')]);
    expect(pack.rules).toMatchObject([{ id: 'a', path: '0.yml' }]);
    expect(pack.refused).toMatchObject([
      { code: 'duplicate_id', path: '1.yml', detail: 'the id "a" is taken by 0.yml:1' },
    ]);
  });
});

describe('names in correlations', () => {
  it('become ids, over all files, in aliases too', () => {
    const more = '  group-by: [who]\n  aliases:\n    who:\n      name_a: User\n      b: Account\n';
    const pack = build([correlation('c', ['name_a', 'b'], more), detection('a'), detection('b')]);
    expect(ruleOf(pack, 'c')).toMatchObject({
      rules: ['a', 'b'],
      aliases: { who: { a: 'User', b: 'Account' } },
      groupBy: ['who'],
      timespanMs: 300_000,
    });
  });

  it('are refused when nobody is called so, or several are', () => {
    const twin = detection('b').replace('name_b', 'name_a');
    const pack = build([correlation('c', ['x']), correlation('d', ['name_a']), detection('a'), twin]);
    expect(codesOf(pack)).toEqual([
      ['c', 'unknown_rule'],
      ['d', 'ambiguous_rule'],
    ]);
    expect(idsOf(pack)).toEqual(['a', 'b']);
  });

  it('are refused with the reason when their rule was refused, up to the top', () => {
    const bad = detection('a').replace('F:', 'F|foo:');
    const pack = build([bad, correlation('c', ['name_a']), correlation('d', ['c']), detection('e')]);
    expect(codesOf(pack)).toEqual([
      ['a', 'unknown_modifier'],
      ['c', 'refused_rule'],
      ['d', 'refused_rule'],
    ]);
    expect(pack.refused[1]?.detail).toContain('0.yml:9 (unknown_modifier');
    expect(idsOf(pack)).toEqual(['e']);
  });

  it('may name rules of other packs when told of them', () => {
    const pack = build([correlation('c', ['theirs'])], { externalRules: [{ id: 'x', name: 'theirs' }] });
    expect(ruleOf(pack, 'c')).toMatchObject({ rules: ['x'] });
  });

  it('must not go in circles', () => {
    const pack = build([
      correlation('a', ['b']),
      correlation('b', ['c']),
      correlation('c', ['a']),
      correlation('above', ['a']),
      correlation('self', ['self']),
      detection('d'),
      correlation('fine', ['d']),
    ]);
    expect(codesOf(pack)).toEqual([
      ['a', 'correlation_cycle'],
      ['b', 'correlation_cycle'],
      ['c', 'correlation_cycle'],
      ['above', 'refused_rule'],
      ['self', 'correlation_cycle'],
    ]);
    expect(idsOf(pack)).toEqual(['d', 'fine']);
  });

  it('may stand ten deep', () => {
    const chain = Array.from({ length: 12 }, (_, index) =>
      correlation(`c${index + 1}`, [index === 0 ? 'd' : `c${index}`]),
    );
    const pack = build([detection('d'), ...chain]);
    expect(codesOf(pack)).toEqual([
      ['c11', 'correlation_too_deep'],
      ['c12', 'correlation_too_deep'],
    ]);
  });
});

describe('generate', () => {
  const generating = (texts: string[]): Record<string, boolean> =>
    Object.fromEntries(build(texts).rules.map((rule) => [rule.id, rule.isGenerating]));

  it('silences rules that only correlations without it name', () => {
    const texts = [detection('a'), detection('b'), correlation('c', ['a']), correlation('d', ['c'])];
    expect(generating(texts)).toEqual({ a: false, b: true, c: false, d: true });
  });

  it('keeps the alerts of rules that one correlation with it names', () => {
    const texts = [detection('a'), correlation('c', ['a']), correlation('d', ['name_a'], '  generate: true\n')];
    expect(generating(texts)).toEqual({ a: true, c: true, d: true });
  });
});

describe('filters', () => {
  const fires = (pack: RulePack, id: string, fields: Record<string, unknown>): boolean => {
    const rule = ruleOf(pack, id);
    return rule?.kind === 'detection' && evaluateRule(rule, { source: { categories: [], key: '' }, fields });
  };

  it.each(['[a]', '[name_a]', 'a', 'any', 'all'])('take out what they match, for %s', (rules) => {
    const pack = build([detection('a'), filter(rules)]);
    expect(pack.refused).toEqual([]);
    expect(fires(pack, 'a', { F: 'a', User: 'eve' })).toBe(true);
    expect(fires(pack, 'a', { F: 'a' })).toBe(true);
    expect(fires(pack, 'a', { F: 'a', User: 'adm_bob' })).toBe(false);
  });

  it('leave other rules alone', () => {
    const pack = build([detection('a'), detection('b'), filter('[a]')]);
    expect(fires(pack, 'b', { F: 'b', User: 'adm_bob' })).toBe(true);
  });

  it('of another log source do not apply to any rule, and are refused when they name one', () => {
    expect(fires(build([detection('a'), filter('any', 'product: other')]), 'a', { F: 'a', User: 'adm_bob' })).toBe(
      true,
    );
    expect(codesOf(build([detection('a'), filter('[a]', 'product: other')]))).toEqual([
      ['no-admins', 'invalid_filter'],
    ]);
  });

  it('that name a correlation, or nothing that is there, are refused', () => {
    expect(codesOf(build([filter('[x]')]))).toEqual([['no-admins', 'unknown_rule']]);
    expect(codesOf(build([detection('a'), correlation('c', ['a']), filter('[c]')]))).toEqual([
      ['no-admins', 'invalid_filter'],
    ]);
  });

  it('that would swell the pack beyond measure are refused', () => {
    const wide = filter('any').replace(
      'adm_',
      `[${Array.from({ length: 19_000 }, (_, index) => `u${index}`).join(',')}]`,
    );
    const rules = Array.from({ length: 30 }, (_, index) => detection(`r${index}`));
    const pack = build([...rules, wide]);
    expect(codesOf(pack)).toEqual([['no-admins', 'too_many_values']]);
    expect(pack.rules).toHaveLength(30);
  });

  it('add up', () => {
    const second = filter('[a]').replace('User|startswith: adm_', 'Host: lab').replace('No admins', 'No lab');
    const pack = build([detection('a'), filter('[a]'), second]);
    expect(fires(pack, 'a', { F: 'a', Host: 'lab' })).toBe(false);
    expect(fires(pack, 'a', { F: 'a', User: 'adm_bob' })).toBe(false);
    expect(fires(pack, 'a', { F: 'a', Host: 'prod', User: 'eve' })).toBe(true);
  });
});

describe('heads of rules', () => {
  it('carry what alerts show', () => {
    const own = 'redoubt:\n  subject: [sourceIp, user]\n  noun: failed logins\n  inhibitedBy: [name_b, elsewhere]\n';
    const facts =
      'author: Jane, Joe\nlevel: high\nstatus: test\ntags: [attack.t1110]\nreferences: [https://example.org]\nfalsepositives: [none]\ndescription: d\n';
    const pack = build([detection('a', 'F', own + facts), detection('b')]);
    expect(ruleOf(pack, 'a')).toMatchObject({
      id: 'a',
      name: 'name_a',
      title: 'Rule a',
      author: 'Jane, Joe',
      level: 'high',
      status: 'test',
      tags: ['attack.t1110'],
      references: ['https://example.org'],
      falsePositives: ['none'],
      description: 'd',
      subject: ['sourceIp', 'user'],
      noun: 'failed logins',
      inhibitedBy: ['b', 'elsewhere'],
      path: '0.yml',
      line: 1,
    });
  });

  it('have an id in any case', () => {
    const anonymous = detection('a').replace(/^(id|name): .*\n/gm, '');
    expect(build([anonymous]).rules).toMatchObject([{ id: 'rule-a', level: 'medium' }]);
  });

  it('of correlations carry the same, and how long they stay quiet', () => {
    const more = 'redoubt:\n  subject: sourceIp\n  suppressSeconds: 60\nlevel: critical\n';
    const pack = build([detection('a'), correlation('c', ['a'], more)]);
    expect(ruleOf(pack, 'c')).toMatchObject({ subject: ['sourceIp'], suppressSeconds: 60, level: 'critical' });
  });
});

describe('old actions', () => {
  it('global hands down, repeat goes on from the last, reset forgets', () => {
    const text = [
      'action: global\ntitle: G\nlogsource:\n  product: test\nlevel: high\n',
      'id: a\ndetection:\n  s:\n    F: a\n  condition: s\n',
      'action: repeat\nid: b\ndetection:\n  s:\n    G: b\n',
      'action: reset\n',
      'title: Own\nid: c\nlogsource:\n  product: test\ndetection:\n  s:\n    F: c\n  condition: s\n',
    ].join('---\n');
    const pack = build([text]);
    expect(pack.refused).toEqual([]);
    expect(pack.rules).toMatchObject([
      { id: 'a', title: 'G', level: 'high', leaves: [{ field: 'F' }] },
      { id: 'b', title: 'G', level: 'high', leaves: [{ field: 'F' }, { field: 'G' }] },
      { id: 'c', title: 'Own', level: 'medium' },
    ]);
  });
});
