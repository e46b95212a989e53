import * as fc from 'fast-check';
import { itemText, ruleText } from '../../testing/rule-texts.ts';
import { evaluateRule } from '../evaluate/evaluate-rule.ts';
import type { DetectionRule } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { explainLines, explainRule } from './explain-rule.ts';

const ruleOf = (detection: string): DetectionRule => {
  const parsed = parseRules(ruleText(detection), 'case.yml');
  const [rule] = parsed.rules;
  if (rule?.kind !== 'detection') throw new Error(JSON.stringify(parsed.refused));
  return rule;
};

const eventOf = (fields: Record<string, unknown>): SigmaEvent => ({ source: { categories: [], key: '' }, fields });

const RULE = ruleOf(`selection:
  Image|endswith: ['\\cmd.exe', '\\powershell.exe']
  CommandLine|contains|all: [-enc, hidden]
filter_admin:
  User|startswith: adm_
filter_empty:
  Parent: null
words: [mimikatz, sekurlsa]
condition: (selection or words) and not 1 of filter_*`);

describe('explainRule', () => {
  it('names what held, on which value', () => {
    const event = eventOf({ Image: 'C:\\CMD.EXE', CommandLine: 'x -enc y hidden', User: 'eve', Parent: 'p' });
    expect(explainLines(explainRule(RULE, event))).toEqual([
      '+ all of 2: 2 hold',
      '  + one of 2: 1 hold',
      '    + selection: all of 2: 2 hold',
      '      + Image ends with "\\\\cmd.exe": yes, in "C:\\\\CMD.EXE"',
      '      + all of 2: 2 hold',
      '        + CommandLine contains "-enc": yes, in "x -enc y hidden"',
      '        + CommandLine contains "hidden": yes, in "x -enc y hidden"',
      '    - words: a text of the event contains "mimikatz" or any of 1 more: no, no text does',
      '  + none of this may hold',
      '    - one of 2: 0 hold',
      '      - filter_admin: User starts with "adm_": no, it is "eve"',
      '      - filter_empty: Parent is missing or null: no, it is "p"',
    ]);
  });

  it('says what is missing', () => {
    const lines = explainLines(explainRule(RULE, eventOf({ message: 'run MIMIKATZ now' })));
    expect(lines).toContain('    + words: a text of the event contains "mimikatz": yes, in "run MIMIKATZ now"');
    expect(lines).toContain('      - Image ends with "\\\\cmd.exe" or any of 1 more: no, the event has no such field');
    expect(lines).toContain('      + filter_empty: Parent is missing or null: yes');
    expect(lines[0]).toBe('- all of 2: 1 hold');
  });

  it('bounds what it shows', () => {
    const many = Array.from({ length: 50 }, (_, index) => `v${index}`);
    const rule = ruleOf(`s:\n  ${itemText('F|contains', many).replaceAll('\n', '\n  ')}\ncondition: s`);
    const { item } = explainRule(rule, eventOf({ F: `${'x'.repeat(5_000)}v49` }));
    expect(item?.patterns).toHaveLength(20);
    expect(item?.patternCount).toBe(50);
    expect(item?.patterns[0]).toMatchObject({ isTrue: true });
    expect(item?.seen?.length).toBeLessThan(210);
  });

  it.each([
    ['F: 5', 'F is 5'],
    ['F: true', 'F is true'],
    ["F: 'a*b?'", 'F fits "a*b?"'],
    ["F: '*'", 'F has any value'],
    ['F|cased: Ab', 'F is "Ab" (case counts)'],
    ['F|exists: false', 'F is not there'],
    ['F|re|i: a.b', 'F fits /a.b/i'],
    ['F|cidr: 10.0.0.0/8', 'F is in 10.0.0.0/8'],
    ['F|gte: 3', 'F >= 3'],
    ['F|hour: 3', 'F has hour = 3'],
    ['F|fieldref|endswith: G', 'F ends with the field G'],
  ])('%s reads "%s"', (item, text) => {
    const { text: explained } = explainRule(ruleOf(`s:\n  ${item}\ncondition: s`), eventOf({ x: 1 }));
    expect(explained).toContain(text);
  });

  it('agrees with the evaluator', () => {
    const word = fc.constantFrom('C:\\cmd.exe', '-enc hidden', 'adm_x', 'mimikatz', '', 'other', null, 5, [
      'adm_',
      'x',
    ]);
    const fields = fc.dictionary(fc.constantFrom('Image', 'CommandLine', 'User', 'Parent', 'message'), word);
    fc.assert(
      fc.property(fields, (values) => {
        expect(explainRule(RULE, eventOf(values)).isTrue).toBe(evaluateRule(RULE, eventOf(values)));
      }),
    );
  });
});
