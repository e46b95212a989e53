import type { Rule } from '../model/rule.ts';

/** Something about a rule that its author may want to change. `warning`: it hardly does what is meant, or is dear. */
export interface LintFinding {
  ruleId: string;
  title: string;
  path: string;
  line: number;
  code: string;
  severity: 'warning' | 'note';
  detail: string;
}

/** Code, severity and detail of a finding. */
export type Finding = [code: string, severity: LintFinding['severity'], detail: string];

/** Puts the rule's name on a finding. */
export function toLintFinding(rule: Rule, [code, severity, detail]: Finding): LintFinding {
  return { ruleId: rule.id, title: rule.title, path: rule.path, line: rule.line, code, severity, detail };
}
