import { ruleText } from '../../testing/rule-texts.ts';
import type { DetectionRule } from '../model/rule.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { runCases, type CaseReport, type CaseRules } from './run-cases.ts';

const ruleAt = (path: string, value: string): DetectionRule => {
  const [rule] = parseRules(ruleText(`s:\n  F: ${value}\ncondition: s`), path).rules;
  if (rule?.kind !== 'detection') throw new Error('refused');
  return rule;
};

const rules = [ruleAt('x.yml', 'x'), ruleAt('xy.yml', '[x, y]'), ruleAt('z.yml', 'z')];

const run = (rows: unknown[], more: Partial<CaseRules> = {}): CaseReport =>
  runCases(
    rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))),
    { rules, ...more },
  );

describe('verdicts', () => {
  it('take the rule by its path', () => {
    const report = run([
      { id: 'one', rule_path: 'x.yml', event: { F: 'x' }, expected: true },
      { id: 'two', rule_path: 'x.yml', event: { F: 'y' }, expected: true },
      { id: 'three', rule_path: 'none.yml', event: { F: 'y' }, expected: true },
    ]);
    expect(report).toEqual({
      passed: 1,
      failed: [
        { id: 'two', expected: true, got: false },
        { id: 'three', expected: true, got: 'no rule is loaded from none.yml' },
      ],
      skipped: [],
    });
  });

  it('take a rule inline, with values for its placeholders', () => {
    const rule = ruleText("s:\n  F|expand: '%hosts%'\ncondition: s");
    const report = run([
      { id: 'one', rule, event: { F: 'h1' }, expected: true, placeholders: { hosts: ['h1'] } },
      { id: 'two', rule, event: { F: 'h1' }, expected: true },
      { id: 'three', rule: 'title: no', event: {}, expected: false },
    ]);
    expect(report.passed).toBe(1);
    expect(report.failed.map(({ got }) => got)).toEqual([
      expect.stringContaining('unresolved_placeholder'),
      expect.stringContaining('missing_logsource'),
    ]);
  });

  it('outside Sigma 2.1 are skipped when they do not hold', () => {
    const row = { id: 'one', rule_path: 'x.yml', event: { F: 'y' }, expected: true, extension: true };
    expect(run([row])).toEqual({ passed: 0, failed: [], skipped: ['one'] });
  });
});

describe('oracles', () => {
  const oracle = { event_id: 'o', event: { F: 'x' }, matching_rules: ['x.yml', 'xy.yml'], disputed_rules: [] };

  it('name all rules that match, and no others', () => {
    expect(run([oracle])).toEqual({ passed: 1, failed: [], skipped: [] });
    expect(run([{ ...oracle, matching_rules: ['x.yml', 'z.yml'] }]).failed).toEqual([
      { id: 'o', expected: ['x.yml', 'z.yml'], got: { missing: ['z.yml'], extra: ['xy.yml'] } },
    ]);
  });

  it('say nothing of disputed and excluded rules', () => {
    expect(run([{ ...oracle, matching_rules: ['x.yml'], disputed_rules: ['xy.yml'] }]).passed).toBe(1);
    const excludedPaths = new Set(['xy.yml']);
    expect(run([{ ...oracle, matching_rules: ['x.yml'] }], { excludedPaths }).passed).toBe(1);
  });

  it('may be asked of another evaluator', () => {
    expect(run([oracle], { match: () => [] }).failed).toHaveLength(1);
    expect(run([oracle], { match: () => rules.slice(0, 2) }).passed).toBe(1);
  });
});

describe('correlations', () => {
  const base = `id: base\n${ruleText('s:\n  F: x\ncondition: s')}`;
  const correlation =
    'title: Three\nid: three\ncorrelation:\n  type: event_count\n  rules: [base]\n  group-by: [User]\n  timespan: 60s\n  condition:\n    gte: 3\n';
  const at = (t: number, alerts: number | null, more: object = {}): object => ({
    t,
    event: { F: 'x', User: 'eve' },
    expected_alerts: alerts,
    ...more,
  });
  const sequence = (...events: object[]): object => ({ id: 'c', rules: `${base}---\n${correlation}`, events });

  it('count alerts event by event', () => {
    const last = at(12, 1, { title: 'Three', group: { User: 'eve' }, value: 3 });
    expect(run([sequence(at(10, 0), at(11, null), last)]).failed).toEqual([]);
    expect(run([sequence(at(10, 1))]).failed).toEqual([
      { id: 'c', expected: { event: 0, alerts: 1 }, got: { alerts: 0 } },
    ]);
  });

  it('look at title, group and value where a case states them', () => {
    expect(run([sequence(at(10, 0), at(11, 0), at(12, 1, { value: 4 }))]).failed).toEqual([
      { id: 'c', expected: { event: 2, value: 4 }, got: { value: 3 } },
    ]);
  });

  it('obey the options of a case', () => {
    const events = [at(10, 0), at(11, 0), at(12, 1), at(13, 0)];
    expect(run([{ ...sequence(...events), options: { suppress_s: 30 } }]).failed).toEqual([]);
    expect(run([{ ...sequence(...events), options: { action_on_match: 'reset' } }]).failed).toEqual([]);
    expect(run([sequence(...events)]).failed).toHaveLength(1);
  });

  it('fail when their rules do not load', () => {
    expect(run([{ id: 'c', rules: correlation, events: [] }]).failed).toMatchObject([
      { got: expect.stringContaining('unknown_rule') },
    ]);
  });
});

describe('lines that are no cases', () => {
  it.each(['{', '5', '{}', '{"id":"a"}', '{"id":"a","event":{}}', '{"id":"a","event":{},"expected":true}'])(
    '%s fails',
    (line) => {
      expect(run(['', line]).failed).toMatchObject([{ id: 'line 2', expected: 'a case' }]);
    },
  );
});
