import { refusalsOf, ruleText } from '../../testing/rule-texts.ts';
import { RULE_LIMITS } from './limits.ts';
import { parseRules } from './parse-rules.ts';

const item = (text: string): string => ruleText(`s:\n  ${text}\ncondition: s`);
const condition = (text: string): string => ruleText(`s:\n  F: x\nt:\n  F: y\n_u:\n  F: z\ncondition: ${text}`);
const correlation = (body: string): string => `title: C\nid: c\ncorrelation:\n${body.replace(/^/gm, '  ')}\n`;
const counted = 'type: event_count\nrules: [a]\ntimespan: 5m\ncondition:\n  gte: 3';

describe('a refused document', () => {
  const rows: [code: string, line: number, text: string][] = [
    ['missing_title', 1, 'logsource: {product: a}\ndetection: {s: {F: x}, condition: s}'],
    ['missing_logsource', 1, 'title: T\ndetection: {s: {F: x}, condition: s}'],
    ['missing_logsource', 3, 'title: T\nlogsource:\n  definition: x\ndetection: {s: {F: x}, condition: s}'],
    ['missing_detection', 1, 'title: T\nlogsource: {product: a}'],
    ['missing_condition', 5, ruleText('s:\n  F: x')],
    ['missing_condition', 11, condition('')],
    ['invalid_level', 1, `level: urgent\n${item('F: x')}`],
    ['not_a_rule', 1, '- a list'],
    ['invalid_type', 1, 'title: [a, b]\nlogsource: {product: a}\ndetection: {s: {F: x}, condition: s}'],
    ['empty_detection', 5, ruleText('condition: s')],
    ['empty_detection', 5, ruleText('s: []\ncondition: s')],
    ['empty_detection', 5, ruleText('s: {}\ncondition: s')],
    ['empty_detection', 5, ruleText('s:\ncondition: s')],
    ['empty_detection', 6, item('F: []')],
    ['unknown_modifier', 6, item('F|foo: x')],
    ['unknown_modifier', 6, item('F|constructor: x')],
    ['unknown_modifier', 6, item("'F|': x")],
    ['modifier_conflict', 6, item('F|re|contains: x')],
    ['modifier_conflict', 6, item('F|contains|re: x')],
    ['modifier_conflict', 6, item('F|contains|endswith: x')],
    ['modifier_conflict', 6, item('F|i: x')],
    ['modifier_conflict', 6, item('F|contains|gt: 5')],
    ['modifier_conflict', 6, item('F|windash|cidr: 10.0.0.0/8')],
    ['modifier_conflict', 6, item("'|exists': true")],
    ['invalid_value', 6, item("F|gt: '5'")],
    ['invalid_value', 6, item('F|gt: five')],
    ['invalid_value', 6, item('F|hour: noon')],
    ['invalid_value', 6, item('F|exists: maybe')],
    ['invalid_value', 6, item('F|exists: [true, false]')],
    ['invalid_value', 6, item('F|contains: null')],
    ['invalid_value', 6, item('F: {a: b}')],
    ['invalid_value', 6, item('F: [[a]]')],
    ['invalid_value', 6, item("F|fieldref: 'a*'")],
    ['invalid_value', 6, item('F|wide: grüße')],
    ['null_in_list', 6, item('F: [a, null]')],
    ['wildcard_in_encoding', 6, item("F|base64: 'a*'")],
    ['wildcard_in_encoding', 6, item("F|base64offset|contains: 'a?'")],
    ['unresolved_placeholder', 6, item("F|expand: '%who%'")],
    ['invalid_regex', 6, item("F|re: '(?=a)'")],
    ['invalid_regex', 6, item("F|re: '(a'")],
    ['invalid_regex', 6, item(`F|re: '${'a'.repeat(RULE_LIMITS.regexCharacters + 1)}'`)],
    ['invalid_cidr', 6, item('F|cidr: 10.0.0.0/33')],
    ['invalid_cidr', 6, item("F|cidr: '10.0.0.*'")],
    ['unknown_identifier', 11, condition('s and nothing')],
    ['unknown_identifier', 11, condition('S')],
    ['no_identifier_matches', 11, condition('1 of x*')],
    ['no_identifier_matches', 11, condition('all of *u')],
    ['invalid_condition', 11, condition('2 of them')],
    ['invalid_condition', 11, condition('s and')],
    ['invalid_condition', 11, condition('(s or t')],
    ['invalid_condition', 11, condition('s t')],
    ['invalid_condition', 11, condition('not')],
    ['invalid_condition', 11, condition('s | t')],
    ['legacy_aggregation', 11, condition('s | count() by F > 5')],
    ['legacy_aggregation', 11, condition('s | near t')],
    ['legacy_timeframe', 8, ruleText('s:\n  F: x\ncondition: s\ntimeframe: 5m')],
    ['too_deep', 11, condition(`${'('.repeat(80)}s${')'.repeat(80)}`)],
    ['too_large', 11, condition(`s${' or s'.repeat(4_000)}`)],
    [
      'too_large',
      11,
      condition(`1 of t*${' or 1 of t*'.repeat(600)}`).replace('F: y', `F|contains|all: [${'a,'.repeat(300)}]`),
    ],
    ['too_large', 6, item(`F: ${'x'.repeat(RULE_LIMITS.valueCharacters + 1)}`)],
    ['too_many_values', 6, item(`F: [${'x,'.repeat(RULE_LIMITS.valuesPerRule + 1)}]`)],
    ['too_many_values', 6, item(`F|re: [${'a,'.repeat(RULE_LIMITS.regexesPerRule + 1)}]`)],
    ['too_many_values', 6, item(`F|windash: '${' -a'.repeat(12)}'`)],
    ['duplicate_key', 7, item('F: x\n  F: y')],
    ['yaml_error', 2, 'title: a\nb: "c'],
    ['unknown_attribute', 2, `redoubt:\n  noise: high\n${item('F: x')}`],
    ['invalid_value', 2, `redoubt:\n  subject: [planet]\n${item('F: x')}`],
    ['invalid_correlation', 4, correlation('type: count\nrules: [a]\ntimespan: 5m')],
    ['invalid_correlation', 4, correlation('type: temporal\ntimespan: 5m')],
    ['invalid_timespan', 6, correlation('type: temporal\nrules: [a]\ntimespan: 5 minutes')],
    ['invalid_timespan', 6, correlation('type: temporal\nrules: [a]\ntimespan: 0s')],
    ['invalid_timespan', 6, correlation('type: temporal\nrules: [a]\ntimespan: 91d')],
    ['invalid_timespan', 4, correlation('type: temporal\nrules: [a]')],
    ['missing_condition', 4, correlation('type: event_count\nrules: [a]\ntimespan: 5m')],
    ['missing_condition', 7, correlation('type: event_count\nrules: [a]\ntimespan: 5m\ncondition: {}')],
    ['invalid_correlation', 8, correlation(`${counted.replace('gte', 'above')}`)],
    ['invalid_correlation', 8, correlation(`${counted.replace('3', 'three')}`)],
    ['invalid_correlation', 7, correlation(counted.replace('event_count', 'value_count'))],
    ['invalid_correlation', 7, correlation(`${counted}\n  field: F`)],
    ['invalid_correlation', 7, correlation('type: temporal\nrules: [a]\ntimespan: 5m\ncondition: a and b')],
    ['invalid_correlation', 8, correlation(`${counted.replace('event_count', 'value_percentile')}\n  field: F`)],
    ['invalid_filter', 4, 'title: F\nlogsource: {product: a}\nfilter:\n  s: {F: x}\n  condition: s'],
    ['invalid_filter', 4, 'title: F\nlogsource: {product: a}\nfilter:\n  rules: any\n  s: {F: x}\n  condition: not s'],
  ];

  it.each(rows)('%s in line %d', (code, line, text) => {
    const { rules, filters, refused } = parseRules(text, 'folder/case.yml');
    expect({ rules, filters }).toEqual({ rules: [], filters: [] });
    expect(refused).toEqual([expect.objectContaining({ path: 'folder/case.yml', code, line })]);
    expect(refused[0]?.detail.length).toBeGreaterThan(10);
  });

  it('is known by its id, name and title', () => {
    const [refusal] = refusalsOf(`id: 7\nname: n\n${item('F|foo: x')}`);
    expect(refusal).toMatchObject({ ruleId: '7', name: 'n', title: 'Case' });
  });

  it('refuses only itself', () => {
    const text = [item('F: x'), item('F|foo: x'), 'a: [\n', item('F: y')].join('---\n');
    const { rules, refused } = parseRules(text, 'case.yml');
    expect(rules).toHaveLength(2);
    expect(refused.map(({ code, line }) => [code, line])).toEqual([
      ['unknown_modifier', 14],
      ['yaml_error', 18],
    ]);
  });

  it('says which placeholder has no value and what to write instead of an aggregation', () => {
    expect(refusalsOf(item("F|expand: '%who%'"))[0]?.detail).toContain('%who%');
    expect(refusalsOf(condition('s | count() > 5'))[0]?.detail).toContain('rules convert');
  });
});

describe('hostile files', () => {
  it.each([
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`).join('\n')}\n${item('F: x')}`,
      'too_large',
    ],
    ['an alias of itself', 'title: &a [*a]', 'too_deep'],
    ['an alias of nothing', 'title: *a', 'yaml_error'],
    ['deep brackets', `title: ${'['.repeat(20_000)}`, 'too_deep'],
    ['deep maps', `${'{a: '.repeat(5_000)}`, 'too_deep'],
    ['deep dashes', `${'- '.repeat(5_000)}x`, 'too_deep'],
    ['a large file', 'x'.repeat(RULE_LIMITS.fileCharacters + 1), 'too_large'],
    ['many keys', Array.from({ length: 120_000 }, (_, index) => `k${index}: v`).join('\n'), 'too_large'],
    ['many documents', '---\na: b\n'.repeat(RULE_LIMITS.documentsPerFile + 1), 'too_large'],
  ])('%s', (_name, text, code) => {
    const startMs = performance.now();
    const codes = refusalsOf(text).map((refusal) => refusal.code);
    expect(codes).toContain(code);
    expect(performance.now() - startMs).toBeLessThan(20_000);
  });
});
