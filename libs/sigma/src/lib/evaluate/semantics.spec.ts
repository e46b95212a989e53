import { itemText, matches, ruleText } from '../../testing/rule-texts.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { evaluateRule } from './evaluate-rule.ts';

/** Each table pins a paragraph of docs/explanation/sigma-semantics.md. */
const verdicts = (rows: [key: string, value: unknown, event: Record<string, unknown>, expected: boolean][]): void => {
  it.each(rows)('%s: %j on %j is %s', (key, value, event, expected) => {
    expect(matches(itemText(key, value), event)).toBe(expected);
  });
};

describe('texts', () => {
  verdicts([
    ['F', 'Cmd.EXE', { F: 'cMD.exe' }, true],
    ['F|cased', 'Cmd.EXE', { F: 'cMD.exe' }, false],
    ['F|cased', 'Cmd.EXE', { F: 'Cmd.EXE' }, true],
    ['f', 'x', { F: 'x' }, false],
    ['F', 'ΣΊΣΥΦΟΣ', { F: 'σίσυφος' }, true],
    ['F', 'kelvin', { F: '\u212aelvin' }, true],
    ['F', 'a*z', { F: 'A\nB\nZ' }, true],
    ['F', 'a?c', { F: 'abc' }, true],
    ['F', 'a?c', { F: 'ac' }, false],
    ['F', 'a?c', { F: 'a😀c' }, true],
    ['F|contains', 'a?c', { F: 'xxabcxx' }, true],
    ['F|startswith', 'a*c', { F: 'abbbc!' }, true],
    ['F|endswith', 'a?', { F: 'xxab' }, true],
    ['F', 'C:\\*.exe', { F: 'C:*.exe' }, true],
    ['F', 'C:\\*.exe', { F: 'C:\\a.exe' }, false],
    ['F', 'C:\\\\*.exe', { F: 'C:\\a.exe' }, true],
    ['F', '\\\\host', { F: '\\host' }, true],
    ['F', '\\\\\\\\host', { F: '\\\\host' }, true],
    ['F', ' x ', { F: 'x' }, false],
    ['F|cased|contains', 'Ab', { F: 'xAbx' }, true],
    ['F|contains|cased', 'Ab', { F: 'xabx' }, false],
  ]);
});

describe('missing, null and empty values', () => {
  verdicts([
    ['F', null, {}, true],
    ['F', null, { F: null }, true],
    ['F', null, { F: '' }, false],
    ['F', null, { F: [] }, false],
    ['F', '', { F: '' }, true],
    ['F', '', {}, false],
    ['F', '', { F: null }, false],
    ['F', 'x', {}, false],
    ['F', '*', {}, false],
    ['F', '*', { F: null }, false],
    ['F', '*', { F: '' }, true],
    ['F', '*', { F: { a: 1 } }, true],
    ['F|contains', '', { F: 'anything' }, true],
    ['F|contains', '', {}, false],
    ['F|exists', true, { F: null }, true],
    ['F|exists', true, { F: '' }, true],
    ['F|exists', true, {}, false],
    ['F|exists', false, {}, true],
    ['F|exists', false, { F: null }, false],
    ['F|neq', 'x', {}, true],
    ['F|neq', 'x', { F: 'X' }, false],
    ['F|neq', 'x', { F: 'y' }, true],
    ['F|neq', ['x', 'y'], { F: 'y' }, false],
    ['F|neq', 5, { F: '5' }, false],
    ['F|contains|neq', 'x', { F: 'axa' }, false],
  ]);
});

describe('numbers and booleans', () => {
  verdicts([
    ['F', 4688, { F: 4688 }, true],
    ['F', 4688, { F: '4688' }, true],
    ['F', '4688', { F: 4688 }, true],
    ['F', 4688, { F: '04688' }, false],
    ['F', 4688, { F: '4688 ' }, false],
    ['F|contains', 88, { F: 4688 }, true],
    ['F', true, { F: true }, true],
    ['F', true, { F: 'True' }, true],
    ['F', 'true', { F: true }, true],
    ['F', true, { F: 1 }, false],
    ['F|gt', 5, { F: 6 }, true],
    ['F|gt', 5, { F: '5.5' }, true],
    ['F|gte', 5, { F: 5 }, true],
    ['F|lt', 5, { F: '127.0.0.1' }, false],
    ['F|lt', 5, { F: '' }, false],
    ['F|lte', 5, { F: null }, false],
    ['F|lt', 5, {}, false],
    ['F|lte', -1.5, { F: '-2e0' }, true],
    ['F|gt', 1, { F: [0, 2] }, true],
    ['F|gt|neq', 5, {}, true],
  ]);

  it.each([
    ['F|contains: 00000429', { F: 'x429x' }, false],
    ['F|contains: 00000429', { F: 'x00000429x' }, true],
    ['F: 0429', { F: 429 }, false],
    ['F: 0x10', { F: 16 }, true],
    ['F: 0x10', { F: '0x10' }, true],
    ['F: 0x10', { F: '16' }, true],
    ['F: 12345678901234567890', { F: '12345678901234567890' }, true],
    ['F: yes', { F: true }, false],
    ['F: yes', { F: 'yes' }, true],
    ['F: 2026-01-01', { F: '2026-01-01' }, true],
    ['F: 1.0', { F: '1.0' }, true],
    ['F: 1.0', { F: 1 }, true],
  ])('%s on %j is %s', (item, event, expected) => {
    expect(matches(item, event)).toBe(expected);
  });
});

describe('lists and nested events', () => {
  verdicts([
    ['F', ['a', 'b'], { F: 'B' }, true],
    ['F|contains|all', ['a', 'b'], { F: 'xbax' }, true],
    ['F|contains|all', ['a', 'b'], { F: 'xbx' }, false],
    ['F', 'b', { F: ['a', 'b'] }, true],
    ['F|contains|all', ['a', 'b'], { F: ['xa', 'xb'] }, true],
    ['F', 'b', { F: ['a', ['b']] }, true],
    ['F', null, { F: ['a', null] }, true],
    ['a.b', 'x', { a: { b: 'x' } }, true],
    ['a.b', 'x', { 'a.b': 'x', a: { b: 'y' } }, true],
    ['a.b', 'y', { 'a.b': 'x', a: { b: 'y' } }, false],
    ['a.b.c', 'x', { a: { 'b.c': 'x' } }, true],
    ['a.b', 'x', { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ['a.b|exists', false, { a: 'text' }, true],
    ['toString|exists', true, {}, false],
    ['__proto__|exists', true, {}, false],
    ['F', '[object Object]', { F: {} }, false],
  ]);
});

describe('hostile nesting', () => {
  const deep = JSON.parse(`${'['.repeat(50_000)}"x"${']'.repeat(50_000)}`) as unknown;
  const shallow = JSON.parse(`${'['.repeat(12)}"x"${']'.repeat(12)}`) as unknown;
  const path = JSON.parse(`${'{"a":'.repeat(50_000)}"x"${'}'.repeat(50_000)}`) as unknown;
  verdicts([
    ['F|contains', 'x', { F: shallow }, true],
    ['G|fieldref', 'F', { F: shallow, G: 'x' }, true],
  ]);

  it.each([
    ['F|contains', 'x', false],
    ['F|re', 'x', false],
    ['F', null, false],
    ['F', '*', true],
    ['F|exists', true, true],
    ['F|fieldref', 'F', false],
    ['F.F', 'x', false],
    [`p${'.a'.repeat(1_000)}`, 'x', false],
  ])('%s: %j ends and is %s', (key, value, expected) => {
    expect(matches(itemText(key, value), { F: deep, p: path })).toBe(expected);
  });
});

describe('networks', () => {
  verdicts([
    ['F|cidr', '10.0.0.0/8', { F: '10.255.1.2' }, true],
    ['F|cidr', '10.1.2.3/8', { F: '10.255.1.2' }, true],
    ['F|cidr', '10.0.0.0/8', { F: '11.0.0.1' }, false],
    ['F|cidr', '10.0.0.0/8', { F: '::ffff:10.0.0.1' }, true],
    ['F|cidr', '::ffff:10.0.0.0/104', { F: '10.9.9.9' }, true],
    ['F|cidr', '::/0', { F: '10.0.0.1' }, false],
    ['F|cidr', '::/0', { F: '2001:db8::1' }, true],
    ['F|cidr', 'fe80::/10', { F: 'FE80::1%eth0' }, true],
    ['F|cidr', '2001:db8::/33', { F: '2001:db8:8000::1' }, false],
    ['F|cidr', '192.0.2.7', { F: '192.0.2.7' }, true],
    ['F|cidr', '0.0.0.0/0', { F: '10.1' }, false],
    ['F|cidr', '0.0.0.0/0', { F: 'localhost' }, false],
    ['F|cidr', '0.0.0.0/0', { F: 167772161 }, false],
    ['F|cidr', ['10.0.0.0/8', '192.168.0.0/16'], { F: '192.168.1.1' }, true],
    ['F|cidr|neq', '10.0.0.0/8', {}, true],
  ]);
});

describe('references to other fields', () => {
  verdicts([
    ['F|fieldref', 'G', { F: 'Same', G: 'sAME' }, true],
    ['F|fieldref|cased', 'G', { F: 'Same', G: 'sAME' }, false],
    ['F|fieldref', 'G', { F: 'x' }, false],
    ['F|fieldref', 'G', {}, false],
    ['F|fieldref', 'G', { F: null, G: null }, false],
    ['F|fieldref', 'G', { F: 5, G: '5' }, true],
    ['F|fieldref|neq', 'G', { F: 'x', G: 'y' }, true],
    ['F|fieldref|neq', 'G', { F: 'x' }, true],
    ['F|fieldref|startswith', 'G', { F: 'abc', G: 'AB' }, true],
    ['F|endswith|fieldref', 'G', { F: 'abc', G: 'bc' }, true],
    ['F|fieldref|contains', 'G', { F: 'abc', G: ['x', 'b'] }, true],
    ['F|fieldref', 'G', { F: ['x', 'y'], G: 'y' }, true],
  ]);
});

describe('times', () => {
  const at = '2026-01-01T23:30:15.5+05:00';
  verdicts([
    ['F|minute', 30, { F: at }, true],
    ['F|hour', 23, { F: at }, true],
    ['F|day', 1, { F: at }, true],
    ['F|month', 1, { F: at }, true],
    ['F|year', 2026, { F: at }, true],
    ['F|week', 1, { F: at }, true],
    ['F|week', 53, { F: '2027-01-03' }, true],
    ['F|week', 53, { F: '2020-12-31 10:00:00' }, true],
    ['F|hour', 0, { F: '2026-01-01' }, false],
    ['F|hour', 22, { F: Date.UTC(2026, 0, 1, 22) }, true],
    ['F|hour', 22, { F: Date.UTC(2026, 0, 1, 22) / 1000 }, true],
    ['F|hour|gte', 22, { F: at }, true],
    ['F|hour|lt', 6, { F: at }, false],
    ['F|hour|neq', 23, { F: at }, false],
    ['F|hour', [22, 23], { F: at }, true],
    ['F|month', 1, { F: 'January' }, false],
    ['F|month', 13, { F: '2026-13-01' }, false],
  ]);
});

describe('regular expressions', () => {
  verdicts([
    ['F|re', 'b+', { F: 'abbc' }, true],
    ['F|re', 'B', { F: 'abc' }, false],
    ['F|re|i', 'B', { F: 'abc' }, true],
    ['F|re', '(?i)B', { F: 'abc' }, true],
    ['F|re', 'a.c', { F: 'a\nc' }, false],
    ['F|re|s', 'a.c', { F: 'a\nc' }, true],
    ['F|re', '^b', { F: 'a\nb' }, false],
    ['F|re|m', '^b', { F: 'a\nb' }, true],
    ['F|re', 'a\\*', { F: 'a*' }, true],
    ['F|re', '^\\d+$', { F: 4688 }, true],
    ['F|re|all', ['a', 'b'], { F: 'ba' }, true],
    ['F|re', '', {}, false],
    ['F|re', '^.$', { F: '😀' }, true],
  ]);

  it('takes patterns that would never end elsewhere', () => {
    expect(matches(itemText('F|re', '^(a+)+$'), { F: `${'a'.repeat(5_000)}!` })).toBe(false);
  });
});

describe('canonical fields', () => {
  const canonical = { sourceIp: '192.0.2.1', message: 'Failed password', eventType: 'failed_login' };
  const event = { source: { categories: [], key: '' }, fields: { user: 'root' }, canonical };

  it.each([
    ['s:\n  sourceIp: 192.0.2.1', true],
    ['s:\n  user: root', true],
    ['s: [failed password]', true],
    ['s: [failed_login]', false],
  ])('%s is %s', (section, expected) => {
    const [rule] = parseRules(ruleText(`${section}\ncondition: s`), 'case.yml').rules;
    if (rule?.kind !== 'detection') throw new Error('refused');
    expect(evaluateRule(rule, event)).toBe(expected);
  });
});

describe('keywords', () => {
  const rows: [text: string, event: Record<string, unknown>, expected: boolean][] = [
    ['s: [foo, bar]', { message: 'a FOO b' }, true],
    ['s: foo', { deep: { list: ['x', 'xfoox'] } }, true],
    ['s: [foo]', { foo: 'x' }, false],
    ['s: [4625]', { EventID: 4625 }, false],
    ['s: [4625]', { EventID: '4625' }, true],
    ["s: ['f*o']", { message: 'xxf---oxx' }, true],
    ["s:\n  '|all': [foo, bar]", { a: 'foo', b: 'bar' }, true],
    ["s:\n  '|all': [foo, bar]", { a: 'foo' }, false],
    ["s:\n  '|re': '^f.o$'", { a: 'x', b: 'foo' }, true],
    ["s:\n  '|cased': Foo", { a: 'foo' }, false],
    ['s: [foo]\nt:\n  - F: x\n  - lone', { F: 'y', a: 'a lone word', b: 'foo' }, true],
  ];

  it.each(rows)('%s on %j is %s', (section, event, expected) => {
    const [rule] = parseRules(ruleText(`${section}\ncondition: all of them`), 'case.yml').rules;
    if (rule?.kind !== 'detection') throw new Error('refused');
    expect(evaluateRule(rule, { source: { categories: [], key: '' }, fields: event })).toBe(expected);
  });
});
