import type { CorrelationRule, CorrelationType } from '../model/rule.ts';
import { checksumOf } from './checksum.ts';

/** What a window's entries are boiled down to before the conditions are applied. */
export type AggregateKind = 'count' | 'distinct' | 'ordered' | 'sum' | 'avg' | 'percentile';

/** A correlation rule prepared for evaluation. */
export interface CorrelationPlan {
  rule: CorrelationRule;
  kind: AggregateKind;
  spanMs: number;
  /** Rule id → its positions in the rule's list: one and the same rule may stand twice in an ordered list. */
  positions: ReadonlyMap<string, readonly number[]>;
  /** The same by the first of these positions, which is what entries carry. */
  placesOf: readonly (readonly number[])[];
  /** Rule id → the field names to group by, aliases applied, in the order of `groupBy`. */
  groupFields: ReadonlyMap<string, readonly string[]>;
  /** Fields whose values count; for temporal types none. */
  valueFields: readonly string[];
  holds(value: number): boolean;
  /** From this aggregate on, a larger one changes no verdict. Infinity where no such number is known. */
  enough: number;
  /** Once the conditions hold, a larger aggregate keeps them so. */
  isRising: boolean;
  /** Entries below which nothing is thinned out. */
  softLimit: number;
  suppressMs: number;
  isReset: boolean;
  /** Entries kept under another value of this say nothing to the rule as it is now. */
  shape: number;
}

/** Correlations above correlations, at most. */
export const MAX_CHAIN_DEPTH = 10;

/** Entries at the newest end of a group that are never thinned out: they are what a match shows. */
export const PROTECTED_TAIL = 20;

const kinds: Record<CorrelationType, AggregateKind> = {
  event_count: 'count',
  value_count: 'distinct',
  temporal: 'distinct',
  temporal_ordered: 'ordered',
  value_sum: 'sum',
  value_avg: 'avg',
  value_percentile: 'percentile',
};

/** Whether the rule's entries are told apart by the rule that matched, not by a field's value. */
export function isTemporal(rule: CorrelationRule): boolean {
  return rule.type === 'temporal' || rule.type === 'temporal_ordered';
}

export function planOf(
  rule: CorrelationRule,
  options: { suppressSeconds?: number; actionOnMatch?: 'alert' | 'reset' },
): CorrelationPlan {
  const kind = kinds[rule.type];
  const conditions = conditionsOf(rule);
  const isCounted = kind === 'count' || kind === 'distinct' || kind === 'ordered';
  const positions = positionsOf(rule);
  const enough = isCounted ? enoughOf(conditions) : Number.POSITIVE_INFINITY;
  return {
    rule,
    kind,
    spanMs: rule.timespanMs,
    positions,
    placesOf: rule.rules.map((id) => positions.get(id) as readonly number[]),
    groupFields: new Map(rule.rules.map((id) => [id, fieldsFor(rule, rule.groupBy, id)])),
    valueFields: isTemporal(rule) || kind === 'count' ? [] : rule.fields,
    holds: (value) => conditions.every(({ op, value: bound }) => comparisons[op](value, bound)),
    enough,
    isRising: conditions.every(({ op }) => op === 'gt' || op === 'gte'),
    softLimit: kind === 'ordered' ? 256 : Math.min(2_048, Math.max(64, 4 * enough + 2 * PROTECTED_TAIL)),
    suppressMs: (rule.suppressSeconds ?? options.suppressSeconds ?? 0) * 1_000,
    isReset: options.actionOnMatch === 'reset',
    shape: shapeOf(rule),
  };
}

const comparisons: Record<CorrelationRule['conditions'][number]['op'], (a: number, b: number) => boolean> = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  eq: (a, b) => a === b,
  neq: (a, b) => a !== b,
};

/** Temporal types without a condition ask for all their rules. */
function conditionsOf(rule: CorrelationRule): CorrelationRule['conditions'] {
  if (rule.conditions.length > 0 || !isTemporal(rule)) return rule.conditions;
  const needed = rule.type === 'temporal' ? new Set(rule.rules).size : rule.rules.length;
  return [{ op: 'gte', value: needed }];
}

function enoughOf(conditions: CorrelationRule['conditions']): number {
  const needs = conditions.map(({ op, value }) =>
    op === 'gte' || op === 'lt' ? Math.ceil(value) : Math.floor(value) + 1,
  );
  return Math.max(1, ...needs);
}

function positionsOf(rule: CorrelationRule): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  rule.rules.forEach((id, index) => {
    const known = positions.get(id);
    if (known === undefined) positions.set(id, [index]);
    else if (rule.type === 'temporal_ordered') known.push(index);
  });
  return positions;
}

/** The names that a rule's events have for the given fields. */
function fieldsFor(rule: CorrelationRule, names: readonly string[], ruleId: string): string[] {
  return names.map((name) => {
    const byRule = Object.hasOwn(rule.aliases, name) ? rule.aliases[name] : undefined;
    return byRule !== undefined && Object.hasOwn(byRule, ruleId) ? (byRule[ruleId] as string) : name;
  });
}

function shapeOf(rule: CorrelationRule): number {
  return checksumOf(JSON.stringify([rule.type, rule.rules, rule.groupBy, rule.fields]));
}
