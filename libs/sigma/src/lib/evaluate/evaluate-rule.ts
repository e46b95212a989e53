import type { DetectionRule, Expression, Leaf } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { EventContext } from './context.ts';
import { matchPattern } from './match-pattern.ts';

/** Tells whether one item of a rule holds for an event: any of its patterns, for any value of its field. */
export function matchLeaf(leaf: Leaf, event: SigmaEvent, context = new EventContext(event)): boolean {
  const { field } = leaf;
  if (field === null) {
    return leaf.patterns.some((pattern) => context.texts().some((text) => matchPattern(pattern, text, context)));
  }
  const value = context.value(field);
  return leaf.patterns.some((pattern) => matchPattern(pattern, value, context));
}

/**
 * Tells whether a rule's detection matches an event, item by item as the rule is written. Log sources are not looked
 * at. Slow and plain on purpose: the candidate index is measured against it and must agree with it.
 *
 * @param context share one between the rules that look at the same event
 */
export function evaluateRule(rule: DetectionRule, event: SigmaEvent, context = new EventContext(event)): boolean {
  return holds(rule.condition, rule.leaves, context);
}

function holds(expression: Expression, leaves: readonly Leaf[], context: EventContext): boolean {
  switch (expression.op) {
    case 'and':
      return expression.of.every((part) => holds(part, leaves, context));
    case 'or':
      return expression.of.some((part) => holds(part, leaves, context));
    case 'not':
      return !holds(expression.of, leaves, context);
    case 'leaf':
      return matchLeaf(leaves[expression.leaf] as Leaf, context.event, context);
    case 'constant':
      return expression.value;
  }
}
