import type { DetectionRule, Expression, Leaf } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { EventContext } from './context.ts';
import { matchPattern, testText } from './match-pattern.ts';

/** Tells whether one item of a rule holds for an event: any of its patterns, for any value of its field. */
export function matchLeaf(leaf: Leaf, event: SigmaEvent, context = new EventContext(event)): boolean {
  if (leaf.field !== null) return matchValue(leaf, context.value(leaf.field), context);
  for (const text of context.texts()) {
    if (matchValue(leaf, text, context)) return true;
  }
  return false;
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
      for (const part of expression.of) if (!holds(part, leaves, context)) return false;
      return true;
    case 'or':
      for (const part of expression.of) if (holds(part, leaves, context)) return true;
      return false;
    case 'not':
      return !holds(expression.of, leaves, context);
    case 'leaf':
      return matchLeaf(leaves[expression.leaf] as Leaf, context.event, context);
    case 'constant':
      return expression.value;
  }
}

/** Most items test one text for many others: it is folded once for all of them. */
function matchValue(leaf: Leaf, value: unknown, context: EventContext): boolean {
  const folded = typeof value === 'string' ? context.fold(value) : undefined;
  for (const pattern of leaf.patterns) {
    const isFast = folded !== undefined && pattern.kind === 'text' && !pattern.isCased;
    if (isFast ? testText(pattern.test, folded, pattern.text) : matchPattern(pattern, value, context)) return true;
  }
  return false;
}
