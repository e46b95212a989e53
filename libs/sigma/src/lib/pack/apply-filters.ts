import type { FilterRule } from '../model/filter-rule.ts';
import type { DetectionRule, Expression, LogSource, Rule, RuleRefusal } from '../model/rule.ts';
import { RULE_LIMITS } from '../parse/limits.ts';
import { refuse, unresolved } from './refusal.ts';
import type { RuleNames } from './rule-names.ts';

/**
 * Takes what filters match out of the rules they name: rule AND NOT filter. A filter that names something unknown, a
 * correlation or a rule of another log source is refused as a whole.
 *
 * @returns the rules with their filters, and the refused filters
 */
export function applyFilters(
  rules: readonly Rule[],
  filters: readonly FilterRule[],
  names: RuleNames,
): { rules: Rule[]; refused: RuleRefusal[] } {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const refused: RuleRefusal[] = [];
  let valueCount = 0;
  for (const filter of filters) {
    const targets = targetsOf(filter, byId, names);
    if (!Array.isArray(targets)) {
      refused.push(targets);
      continue;
    }
    const added = targets.length * filter.leaves.reduce((sum, leaf) => sum + leaf.patterns.length, 0);
    if (valueCount + added > RULE_LIMITS.filterValuesPerPack) {
      const detail = `the filters of the pack add more than ${RULE_LIMITS.filterValuesPerPack} values to its rules`;
      refused.push(refuse(filter, 'too_many_values', detail));
      continue;
    }
    valueCount += added;
    for (const rule of targets) byId.set(rule.id, filtered(rule, filter));
  }
  return { rules: [...byId.values()], refused };
}

function targetsOf(
  filter: FilterRule,
  byId: ReadonlyMap<string, Rule>,
  names: RuleNames,
): DetectionRule[] | RuleRefusal {
  if (filter.rules === 'any') return [...byId.values()].filter((rule) => isOf(rule, filter.logSource));
  const targets: DetectionRule[] = [];
  for (const name of filter.rules) {
    const resolution = names.resolve(name);
    if (resolution.kind !== 'rule') {
      const { code, detail } = unresolved(name, resolution);
      return refuse(filter, code, detail);
    }
    const rule = byId.get(resolution.id);
    if (!rule || !isOf(rule, filter.logSource)) {
      return refuse(filter, 'invalid_filter', `"${name}" is no rule of this pack with the log source of the filter`);
    }
    targets.push(rule);
  }
  return targets;
}

/** What the filter's log source says, the rule's must say too. */
function isOf(rule: Rule, source: LogSource): rule is DetectionRule {
  if (rule.kind !== 'detection') return false;
  return (['product', 'service', 'category'] as const).every(
    (part) => source[part] === undefined || source[part] === rule.logSource[part],
  );
}

function filtered(rule: DetectionRule, filter: FilterRule): DetectionRule {
  const excluded = shift(filter.condition, rule.leaves.length);
  return {
    ...rule,
    leaves: [...rule.leaves, ...filter.leaves],
    condition: { op: 'and', of: [rule.condition, { op: 'not', of: excluded }] },
    identifiers: { ...rule.identifiers, [`filter: ${filter.title}`]: excluded },
  };
}

function shift(expression: Expression, by: number): Expression {
  switch (expression.op) {
    case 'leaf':
      return { op: 'leaf', leaf: expression.leaf + by };
    case 'not':
      return { op: 'not', of: shift(expression.of, by) };
    case 'and':
    case 'or':
      return { op: expression.op, of: expression.of.map((part) => shift(part, by)) };
    case 'constant':
      return expression;
  }
}
