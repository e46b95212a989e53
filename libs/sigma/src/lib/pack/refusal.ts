import type { RuleRefusal } from '../model/rule.ts';
import type { RefusalCode } from '../parse/rule-error.ts';
import type { Resolution } from './rule-names.ts';

/** The refusal of a rule or filter that was read well but does not fit the others of its pack. */
export function refuse(
  rule: { path: string; line: number; id: string; name?: string; title: string },
  code: RefusalCode,
  detail: string,
): RuleRefusal {
  const name = rule.name === undefined ? {} : { name: rule.name };
  return { path: rule.path, line: rule.line, ruleId: rule.id, ...name, title: rule.title, code, detail };
}

/** Why a name cannot be followed. */
export function unresolved(
  name: string,
  resolution: Exclude<Resolution, { kind: 'rule' }>,
): { code: RefusalCode; detail: string } {
  switch (resolution.kind) {
    case 'unknown':
      return { code: 'unknown_rule', detail: `it names the rule "${name}", which is not there` };
    case 'ambiguous':
      return {
        code: 'ambiguous_rule',
        detail: `it names "${name}", as several rules are called: ${resolution.ids.join(', ')}; use an id`,
      };
    case 'refused': {
      const { code, detail, path, line } = resolution.refusal;
      return { code: 'refused_rule', detail: `it names "${name}", refused at ${path}:${line} (${code}: ${detail})` };
    }
  }
}
