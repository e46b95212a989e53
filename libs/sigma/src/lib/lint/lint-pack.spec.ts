import { ruleText } from '../../testing/rule-texts.ts';
import { buildPack } from '../pack/build-pack.ts';
import { lintPack, type LintOptions } from './lint-pack.ts';

const HEAD = `title: Case
id: 8d5bd0c4-6a2b-4f0e-9f5a-0d6f1a1f5b11
author: Jane
description: d
level: high
falsepositives: [none]`;

const lint = (texts: string[], options?: LintOptions): [code: string, line: number][] => {
  const files = texts.map((text, index) => ({ path: `${index}.yml`, text }));
  return lintPack(buildPack({ packId: 'p', version: '1', title: 'P', files }), options).map(({ code, line }) => [
    code,
    line,
  ]);
};

const lintItem = (item: string): string[] =>
  lint([ruleText(`s:\n  ${item}\ncondition: s`, HEAD)]).map(([code]) => code);

describe('lintPack', () => {
  it('finds nothing in a sound rule', () => {
    expect(lintItem('F: x')).toEqual([]);
  });

  it.each([
    ["F|contains: ''", ['no_witness', 'matches_any_text']],
    ['F|contains|all: x', ['all_of_one']],
    ['F|contains|all: [x]', ['all_of_one']],
    ['F|contains|all: [x, y]', []],
    ["F|re: '.*evil'", ['leading_wildcard']],
    ["F|re: '(?i).*evil'", ['leading_wildcard']],
    ["F|re: '.+evil'", []],
    ["F|re: 'evil.{1000,}'", ['long_repeat']],
    ["F|re: '[ab]c?'", ['no_witness']],
    ['F: null', ['no_witness']],
    ['F|gt: 5', ['no_witness']],
    ['F|fieldref: G', ['no_witness']],
    ["F: ['a*', 'b?']", []],
    [`F: [${Array.from({ length: 1_001 }, (_, index) => `v${index}`).join(', ')}]`, ['many_values']],
  ])('%s', (item, codes) => {
    expect(lintItem(item)).toEqual(codes);
  });

  it('points at the line of an item', () => {
    expect(lint([ruleText("s:\n  F: x\n  G|contains: ''\ncondition: s", HEAD)])).toEqual([['matches_any_text', 12]]);
  });

  it('finds identifiers that the condition leaves out', () => {
    expect(lint([ruleText('s:\n  F: x\nt:\n  F: y\ncondition: s', HEAD)])).toEqual([['unused_identifier', 1]]);
    expect(lint([ruleText('s:\n  F: x\nt:\n  F: y\ncondition: 1 of them', HEAD)])).toEqual([]);
  });

  it('finds what a head lacks', () => {
    expect(lint([ruleText('s:\n  F: x\ncondition: s')])).toEqual([
      ['missing_author', 1],
      ['missing_description', 1],
      ['missing_falsepositives', 1],
      ['id_is_no_uuid', 1],
      ['missing_level', 1],
      ['missing_id', 1],
    ]);
    expect(lint([ruleText('s:\n  F: x\ncondition: s', `${HEAD}\ntags: [attack.T 1]`)])).toEqual([['invalid_tag', 1]]);
  });

  it('finds titles that occur twice', () => {
    const text = ruleText('s:\n  F: x\ncondition: s', HEAD);
    const twin = text.replace('8d5bd0c4', '8d5bd0c5');
    const files = [text, twin].map((one, index) => ({ path: `${index}.yml`, text: one }));
    const findings = lintPack(buildPack({ packId: 'p', version: '1', title: 'P', files }));
    expect(findings).toMatchObject([{ code: 'duplicate_title', path: '1.yml', title: 'Case', severity: 'warning' }]);
    expect(findings[0]?.detail).toContain('0.yml:1');
  });

  it('asks whether events can be of a log source', () => {
    const text = ruleText('s:\n  F: x\ncondition: s', HEAD);
    expect(lint([text], { isKnownLogSource: () => false })).toEqual([['unknown_logsource', 1]]);
    expect(lint([text], { isKnownLogSource: ({ product }) => product === 'test' })).toEqual([]);
  });
});
