import type { Rule } from '@redoubt/sigma';
import type { RuleFacts } from './thread-jobs.ts';

/** What lists show of a rule. */
export function factsOf(rule: Rule): RuleFacts {
  const { id, name, title, level, kind, author, path, tags } = rule;
  return {
    ...{ id, title, level, kind, path, tags },
    ...(name === undefined ? {} : { name }),
    ...(author === undefined ? {} : { author }),
    isEnabledByDefault: rule.isEnabledByDefault ?? true,
    hasThreshold: rule.kind === 'correlation' && rule.conditions.length > 0,
  };
}
