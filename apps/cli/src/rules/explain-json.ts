import {
  countedField,
  explainLines,
  explainRule,
  matchesLogSource,
  type CorrelationRule,
  type DetectionRule,
  type Rule,
  type SigmaEvent,
} from '@redoubt/sigma';
import { z } from 'zod';
import { formatDuration } from '../output/duration.ts';

const detectionSchema = z.object({
  ruleId: z.string(),
  title: z.string(),
  path: z.string(),
  logSource: z.string().describe('product/service/category the rule asks for; - for any'),
  isRouted: z.boolean().describe('the event is of that log source: otherwise the rule never looks at it'),
  isTrue: z.boolean().describe('the detection holds, log source aside'),
  lines: z.array(z.string()).describe('item by item, indented; + before what holds, - before what does not'),
});

type DetectionJson = z.infer<typeof detectionSchema>;

export const explanationSchema = z.object({
  ruleId: z.string(),
  title: z.string(),
  kind: z.enum(['detection', 'correlation']),
  eventLogSource: z.string().describe('product/service/categories the event is taken for; - for what is not known'),
  matches: z.boolean().describe('of a detection: it matches; of a correlation: the event counts'),
  verdict: z.string().describe('a sentence'),
  rules: z.array(detectionSchema).describe('the rule itself, or the rules a correlation counts'),
  correlation: z
    .object({
      condition: z.string(),
      window: z.string(),
      group: z.record(z.string(), z.string().nullable()).describe('values grouped by; null: the event has none'),
    })
    .optional(),
});

export type ExplanationJson = z.infer<typeof explanationSchema>;

/** Rules below a correlation that are listed; deeper or more are left out. */
const maxRules = 100;

/** Why a rule does or does not match an event. @param ruleOf finds the rules that a correlation counts */
export function explain(
  rule: Rule,
  event: SigmaEvent,
  ruleOf: (id: string) => Rule | undefined,
): Omit<ExplanationJson, 'eventLogSource'> {
  const head = { ruleId: rule.id, title: rule.title, kind: rule.kind };
  if (rule.kind === 'correlation') return { ...head, ...explainCorrelation(rule, event, ruleOf) };
  const detection = explainDetection(rule, event);
  return {
    ...head,
    matches: detection.isRouted && detection.isTrue,
    verdict: verdictOf(detection),
    rules: [detection],
  };
}

function explainDetection(rule: DetectionRule, event: SigmaEvent): DetectionJson {
  const { product, service, category } = rule.logSource;
  const node = explainRule(rule, event);
  return {
    ...{ ruleId: rule.id, title: rule.title, path: rule.path },
    logSource: [product, service, category].map((part) => part ?? '-').join('/'),
    isRouted: matchesLogSource(rule.logSource, event.source),
    isTrue: node.isTrue,
    lines: explainLines(node),
  };
}

function verdictOf({ isRouted, isTrue, logSource }: DetectionJson): string {
  if (isRouted) return isTrue ? 'the rule matches the event' : 'the rule does not match the event';
  const otherwise = isTrue ? 'its detection would hold' : 'its detection would not hold either';
  return `the rule never looks at the event: it asks for the log source ${logSource}; ${otherwise}`;
}

function explainCorrelation(
  rule: CorrelationRule,
  event: SigmaEvent,
  ruleOf: (id: string) => Rule | undefined,
): Pick<ExplanationJson, 'matches' | 'verdict' | 'rules' | 'correlation'> {
  const below = detectionsBelow(rule, ruleOf);
  const rules = below.map((one) => explainDetection(one, event));
  const matched = rules.filter(({ isRouted, isTrue }) => isRouted && isTrue);
  const group = groupOf(rule, matched[0]?.ruleId, event);
  const lacking = Object.keys(group).filter((field) => group[field] === null);
  const matches = matched.length > 0 && lacking.length === 0;
  return {
    matches,
    verdict: correlationVerdict(matched, { group, lacking, count: rules.length }),
    rules,
    correlation: { condition: conditionOf(rule), window: formatDuration(rule.timespanMs), group },
  };
}

/** Detections a correlation counts, also through correlations below it. */
function detectionsBelow(rule: CorrelationRule, ruleOf: (id: string) => Rule | undefined): DetectionRule[] {
  const found = new Map<string, DetectionRule>();
  const seen = new Set<string>();
  const waiting = [...rule.rules];
  for (let id = waiting.shift(); id !== undefined && found.size < maxRules; id = waiting.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const one = ruleOf(id);
    if (one?.kind === 'detection') found.set(id, one);
    else if (one !== undefined) waiting.push(...one.rules);
  }
  return [...found.values()];
}

function groupOf(rule: CorrelationRule, ruleId: string | undefined, event: SigmaEvent): Record<string, string | null> {
  return Object.fromEntries(
    rule.groupBy.map((field) => {
      const own = (ruleId === undefined ? undefined : rule.aliases[field]?.[ruleId]) ?? field;
      const value = countedField(event, own);
      return [field, value === undefined || value === null ? null : textOf(value)];
    }),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const SIGNS = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=', neq: '!=' } as const;

function conditionOf({ type, fields, conditions, percentile }: CorrelationRule): string {
  const what = type === 'value_percentile' ? `${type} ${percentile ?? 50}` : type;
  const of = fields.length === 0 ? '' : ` of ${fields.join(', ')}`;
  return [`${what}${of}`, ...conditions.map(({ op, value }) => `${SIGNS[op]} ${value}`)].join(' ');
}

function correlationVerdict(
  matched: readonly DetectionJson[],
  { group, lacking, count }: { group: Record<string, string | null>; lacking: readonly string[]; count: number },
): string {
  if (matched.length === 0)
    return `the event does not count: it matches none of the ${count} rules the correlation counts`;
  const names = matched.map(({ ruleId }) => ruleId).join(', ');
  if (lacking.length > 0)
    return `the event matches ${names} and does not count: it has no ${lacking.join(', ')} to group by`;
  const values = Object.entries(group).map(([field, value]) => `${field}=${value ?? ''}`);
  const where = values.length === 0 ? '' : ` for ${values.join(', ')}`;
  return `the event counts${where}, by ${names}; whether the correlation fires depends on the events around it: redoubt rules backtest`;
}
