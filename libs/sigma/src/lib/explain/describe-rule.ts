import type { CorrelationRule, DetectionRule, Expression, Leaf, Rule } from '../model/rule.ts';
import { describePattern } from './describe-pattern.ts';

/** Patterns of an item, and lines of a rule, that are written out; both may be thousands. */
const MAX_LISTED = 10;
const MAX_LINES = 200;

/**
 * Says in indented lines what a rule looks for.
 *
 * @param titleOf  names the rules that a correlation counts
 */
export function describeRule(rule: Rule, titleOf: (id: string) => string | undefined = () => undefined): string[] {
  const lines = rule.kind === 'detection' ? describeDetection(rule) : describeCorrelation(rule, titleOf);
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `… and ${lines.length - MAX_LINES} more lines`];
}

function describeDetection(rule: DetectionRule): string[] {
  const { product, service, category } = rule.logSource;
  const named = Object.entries({ product, service, category }).filter(([, value]) => value !== undefined);
  const source = named.map(([part, value]) => `${part} ${value}`).join(', ');
  const names = new Map(Object.entries(rule.identifiers).map(([name, part]) => [JSON.stringify(part), name]));
  return [
    `an event of ${source === '' ? 'any source' : source}, where`,
    ...describe(rule.condition, { rule, names }, 1),
  ];
}

interface Scope {
  rule: DetectionRule;
  names: ReadonlyMap<string, string>;
}

function describe(expression: Expression, scope: Scope, depth: number): string[] {
  const name = scope.names.get(JSON.stringify(expression));
  const line = (text: string): string => `${'  '.repeat(depth)}${name === undefined ? '' : `${name}: `}${text}`;
  switch (expression.op) {
    case 'leaf':
      return [line(describeLeaf(scope.rule.leaves[expression.leaf] as Leaf))];
    case 'constant':
      return [line(expression.value ? 'always' : 'never')];
    case 'not':
      return [line('not'), ...describe(expression.of, scope, depth + 1)];
    default: {
      const head = expression.op === 'and' ? 'all of' : 'any of';
      return [line(head), ...expression.of.flatMap((part) => describe(part, scope, depth + 1))];
    }
  }
}

function describeLeaf({ field, patterns }: Leaf): string {
  const listed = patterns.slice(0, MAX_LISTED).map(describePattern);
  const others = patterns.length - listed.length;
  const more = others > 0 ? ` or any of ${others} more` : '';
  return `${field ?? 'a text of the event'} ${listed.join(' or ')}${more}`;
}

const SIGNS = { gt: 'more than', gte: 'at least', lt: 'less than', lte: 'at most', eq: 'exactly', neq: 'not' } as const;

function describeCorrelation(rule: CorrelationRule, titleOf: (id: string) => string | undefined): string[] {
  const bounds = rule.conditions.map(({ op, value }) => `${SIGNS[op]} ${value}`).join(' and ');
  const grouped = rule.groupBy.length === 0 ? '' : `, for each ${rule.groupBy.join(' and ')}`;
  return [
    `${subjectOf(rule)}${bounds === '' ? '' : `: ${bounds}`}`,
    `  within ${spell(rule.timespanMs)}${grouped}, of`,
    ...rule.rules.map((id) => `    ${titleOf(id) ?? id}`),
  ];
}

function subjectOf({ type, fields, percentile }: CorrelationRule): string {
  const field = fields.join(', ');
  switch (type) {
    case 'event_count':
      return 'number of events';
    case 'value_count':
      return `number of different values of ${field}`;
    case 'value_sum':
      return `sum of ${field}`;
    case 'value_avg':
      return `mean of ${field}`;
    case 'value_percentile':
      return `percentile ${percentile ?? 50} of ${field}`;
    case 'temporal':
      return 'all of these rules match';
    case 'temporal_ordered':
      return 'all of these rules match, in this order';
  }
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function spell(ms: number): string {
  const [name, unit] = UNITS.find(([, length]) => ms >= length && ms % length === 0) ?? ['second', 1_000];
  const count = ms / unit;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
