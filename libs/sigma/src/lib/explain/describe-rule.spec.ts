import type { Rule } from '../model/rule.ts';
import { buildPack } from '../pack/build-pack.ts';
import { describeRule } from './describe-rule.ts';
import { documentAt } from './document-at.ts';

const text = `# first
title: One
id: one
logsource: { product: redoubt, service: sshd }
detection:
  selection:
    eventType: failed_login
    user|startswith: [adm, root]
  filter:
    sourceIp|cidr: 10.0.0.0/8
  condition: selection and not filter
---
# second
title: Two
id: two
correlation:
  type: event_count
  rules: [one]
  group-by: [sourceIp]
  timespan: 15m
  condition: { gte: 10 }
`;
const { rules, refused } = buildPack({ packId: 'p', version: '1', title: 'P', files: [{ path: 'a.yml', text }] });

const [first, second] = rules as [Rule, Rule];

describe('describeRule', () => {
  it('says what a detection looks for', () => {
    expect(refused).toEqual([]);
    expect(describeRule(first)).toEqual([
      'an event of product redoubt, service sshd, where',
      '  all of',
      '    selection: all of',
      '      eventType is "failed_login"',
      '      user starts with "adm" or starts with "root"',
      '    not',
      '      filter: sourceIp is in 10.0.0.0/8',
    ]);
  });

  it('says what a correlation counts', () => {
    const lines = ['number of events: at least 10', '  within 15 minutes, for each sourceIp, of', '    One'];
    expect(describeRule(second, (id) => rules.find((rule) => rule.id === id)?.title)).toEqual(lines);
    expect(describeRule(second)[2]).toBe('    one');
  });

  it('writes out so many patterns and no more', () => {
    const values = Array.from({ length: 30 }, (_, i) => `v${i}`).join(', ');
    const many = text.replace('[adm, root]', `[${values}]`);
    const pack = buildPack({ packId: 'p', version: '1', title: 'P', files: [{ path: 'a.yml', text: many }] });
    expect(describeRule(pack.rules[0] as Rule).find((line) => line.includes('user'))).toMatch(/ or any of 20 more$/);
  });
});

test('documentAt finds the document of a line, with its comments', () => {
  for (const rule of rules) {
    const document = documentAt(text, rule.line);
    expect(document).toMatch(rule.id === 'one' ? /^# first\ntitle: One/ : /^# second\ntitle: Two/);
    expect(document).not.toContain('---');
  }
  expect(documentAt('a: 1', 99)).toBe('a: 1\n');
});
