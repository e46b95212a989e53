import type { Pattern } from '../model/pattern.ts';
import type { DetectionRule, Expression } from '../model/rule.ts';
import { requiredLiterals } from '../rule-set/required-literals.ts';

/**
 * Tells whether some text must stand in an event before a rule can match. A rule without such a text is looked at for
 * every event of its log source.
 */
export function hasWitness(rule: DetectionRule): boolean {
  return witnesses(rule.condition, rule);
}

function witnesses(expression: Expression, rule: DetectionRule): boolean {
  switch (expression.op) {
    case 'and':
      return expression.of.some((part) => witnesses(part, rule));
    case 'or':
      return expression.of.every((part) => witnesses(part, rule));
    case 'leaf':
      return rule.leaves[expression.leaf]?.patterns.every(hasLiteral) ?? false;
    case 'not':
      return false;
    case 'constant':
      return !expression.value;
  }
}

function hasLiteral(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return true;
    case 'glob':
      return pattern.parts.some((part) => part.kind === 'text');
    case 'regex':
      return requiredLiterals(pattern.source) !== null;
    default:
      return false;
  }
}
