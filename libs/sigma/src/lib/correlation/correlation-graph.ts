import type { CorrelationRule } from '../model/rule.ts';
import { MAX_CHAIN_DEPTH } from './correlation-plan.ts';

/** A correlation that is not run, and why. */
export interface CorrelationRefusal {
  ruleId: string;
  code: 'correlation_cycle' | 'correlation_too_deep' | 'correlation_invalid';
  detail: string;
}

/** Splits correlations into those that can be run and those in a circle, above one, or more than MAX_CHAIN_DEPTH deep. */
export function runnableCorrelations(rules: readonly CorrelationRule[]): {
  runnable: CorrelationRule[];
  refused: CorrelationRefusal[];
} {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const depths = new Map<string, number>();
  // Iterative: the depth of a hostile chain is not the depth of the stack.
  for (const rule of rules) measure(rule, byId, depths);
  const runnable: CorrelationRule[] = [];
  const refused: CorrelationRefusal[] = [];
  for (const rule of rules) {
    const depth = depths.get(rule.id) as number;
    const refusal = faultOf(rule, depth);
    if (refusal === undefined) runnable.push(rule);
    else refused.push(refusal);
  }
  return { runnable, refused };
}

function faultOf(rule: CorrelationRule, depth: number): CorrelationRefusal | undefined {
  const ruleId = rule.id;
  if (!(rule.timespanMs > 0)) return { ruleId, code: 'correlation_invalid', detail: 'its timespan is not above 0' };
  if (depth === Number.POSITIVE_INFINITY) {
    return { ruleId, code: 'correlation_cycle', detail: 'it refers to itself, directly or through other correlations' };
  }
  if (depth <= MAX_CHAIN_DEPTH) return undefined;
  const detail = `it stands ${depth} correlations deep; at most ${MAX_CHAIN_DEPTH} are run`;
  return { ruleId, code: 'correlation_too_deep', detail };
}

function measure(start: CorrelationRule, byId: Map<string, CorrelationRule>, depths: Map<string, number>): void {
  const path: { rule: CorrelationRule; next: number; depth: number }[] = [];
  const open = new Set<string>();
  const enter = (rule: CorrelationRule) => {
    open.add(rule.id);
    path.push({ rule, next: 0, depth: 1 });
  };
  if (!depths.has(start.id)) enter(start);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const below = byId.get(top.rule.rules[top.next++] ?? '');
    if (below !== undefined) {
      const known = open.has(below.id) ? Number.POSITIVE_INFINITY : depths.get(below.id);
      if (known === undefined) {
        top.next--;
        enter(below);
      } else top.depth = Math.max(top.depth, known + 1);
    } else if (top.next > top.rule.rules.length) {
      depths.set(top.rule.id, top.depth);
      open.delete(top.rule.id);
      path.pop();
    }
  }
}
