import type { CorrelationRule } from '../model/rule.ts';

/** `<search> | count(field) by group > 5`, taken apart. */
export interface LegacyAggregation {
  /** What stands before the `|`. */
  search: string;
  type: 'event_count' | 'value_count' | 'value_sum' | 'value_avg';
  field?: string;
  groupBy: string[];
  op: CorrelationRule['conditions'][number]['op'];
  value: number;
}

const AGGREGATION =
  /^(\w+)\s*\(\s*([^()\s]*)\s*\)(?:\s+by\s+([\w.@-]+(?:\s*,\s*[\w.@-]+)*))?\s*(>=|<=|==|!=|>|<|=)\s*(\d+(?:\.\d+)?)$/i;

const OPERATORS: Readonly<Record<string, LegacyAggregation['op']>> = {
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
  '=': 'eq',
  '==': 'eq',
  '!=': 'neq',
};

/**
 * Reads an old condition with an aggregation.
 *
 * @returns the reason as a text when it is not of the kind that can be translated without thought
 */
export function readLegacyAggregation(condition: string): LegacyAggregation | string {
  const bar = condition.indexOf('|');
  if (bar < 0) return 'the condition has no aggregation';
  const rest = condition.slice(bar + 1).trim();
  if (/^near\b/i.test(rest)) {
    return '"near" says neither order nor group: write a temporal or temporal_ordered correlation by hand';
  }
  const match = AGGREGATION.exec(rest);
  const typed = match ? typeOf((match[1] as string).toLowerCase(), match[2] as string) : undefined;
  if (!match || !typed) return `"| ${rest}" has no counterpart among correlations`;
  return {
    search: condition.slice(0, bar).trim(),
    ...typed,
    groupBy: match[3] ? match[3].split(',').map((field) => field.trim()) : [],
    op: OPERATORS[match[4] as string] as LegacyAggregation['op'],
    value: Number(match[5]),
  };
}

function typeOf(name: string, field: string): Pick<LegacyAggregation, 'type' | 'field'> | undefined {
  if (name === 'count') return field === '' ? { type: 'event_count' } : { type: 'value_count', field };
  if (field === '') return undefined;
  if (name === 'sum') return { type: 'value_sum', field };
  return name === 'avg' ? { type: 'value_avg', field } : undefined;
}
