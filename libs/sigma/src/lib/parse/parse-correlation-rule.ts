import type { CorrelationRule, CorrelationType } from '../model/rule.ts';
import { RULE_LIMITS } from './limits.ts';
import { parseThreshold } from './parse-threshold.ts';
import type { DocumentScope } from './parse-detection-rule.ts';
import { parseHead, parseSuppressSeconds, warnOfHead } from './parse-head.ts';
import { RuleError } from './rule-error.ts';
import { entryOf, mapOf, textOf, textsOf, valueOf, type RuleMap } from './rule-value.ts';

const TYPES: readonly CorrelationType[] = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
];

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A correlation whose rules are still called as its author calls them, by id or name. */
export interface ParsedCorrelation {
  rule: CorrelationRule;
  /** The rules it counts keep alerts of their own. */
  isGenerate: boolean;
}

/**
 * Reads a correlation.
 *
 * @throws RuleError
 */
export function parseCorrelationRule(map: RuleMap, scope: DocumentScope): ParsedCorrelation {
  const head = parseHead(map, scope.path, scope.line);
  const section = mapOf(map, 'correlation');
  if (!section) throw new RuleError('invalid_correlation', scope.line, 'the correlation is empty');
  const type = parseType(section);
  const suppressSeconds = parseSuppressSeconds(map);
  const rule: CorrelationRule = {
    ...head,
    kind: 'correlation',
    type,
    rules: parseRuleNames(section),
    groupBy: textsOf(section, 'group-by'),
    aliases: parseAliases(section),
    timespanMs: parseTimespan(section),
    ...parseThreshold(section, type),
    isGenerating: true,
    ...(suppressSeconds === undefined ? {} : { suppressSeconds }),
  };
  warnOfHead(map, scope.line, scope.warn);
  return { rule, isGenerate: isGenerate(section) || isGenerate(map) };
}

function parseType(section: RuleMap): CorrelationType {
  const type = textOf(section, 'type');
  const known = TYPES.find((name) => name === type);
  if (known) return known;
  const detail = `${type === undefined ? 'there is no type' : `"${type}" is no type`}; types are ${TYPES.join(', ')}`;
  throw new RuleError('invalid_correlation', entryOf(section, 'type')?.line ?? section.line, detail);
}

function parseRuleNames(section: RuleMap): string[] {
  const names = [...new Set(textsOf(section, 'rules'))];
  if (names.length > 0 && names.length <= RULE_LIMITS.correlationRules) return names;
  const detail = names.length === 0 ? 'names no rules' : `names more than ${RULE_LIMITS.correlationRules} rules`;
  throw new RuleError('invalid_correlation', section.line, `the correlation ${detail}`);
}

function parseAliases(section: RuleMap): CorrelationRule['aliases'] {
  const aliases = mapOf(section, 'aliases');
  const parsed: [string, Record<string, string>][] = (aliases?.entries ?? []).map((entry) => {
    if (entry.value.kind !== 'map') {
      throw new RuleError('invalid_correlation', entry.line, `the alias "${entry.key}" must map rules to fields`);
    }
    const fields = entry.value;
    return [entry.key, Object.fromEntries(fields.entries.map(({ key }) => [key, textOf(fields, key) ?? '']))];
  });
  return Object.fromEntries(parsed);
}

/** `timespan`, or `timeframe` as early drafts called it: a number and one of s, m, h, d, w. */
function parseTimespan(section: RuleMap): number {
  const text = textOf(section, 'timespan') ?? textOf(section, 'timeframe');
  const line = (entryOf(section, 'timespan') ?? entryOf(section, 'timeframe'))?.line ?? section.line;
  const match = /^(\d{1,9})([smhdw])$/.exec(text?.trim() ?? '');
  const timespanMs = match ? Number(match[1]) * (UNIT_MS[match[2] as string] as number) : 0;
  const maxMs = RULE_LIMITS.timespanDays * 86_400_000;
  if (timespanMs > 0 && timespanMs <= maxMs) return timespanMs;
  const detail = `${text === undefined ? 'there is no timespan' : `"${text}" is no timespan`}; write a number and s, m, h, d or w, at most ${RULE_LIMITS.timespanDays}d`;
  throw new RuleError('invalid_timespan', line, detail);
}

function isGenerate(map: RuleMap): boolean {
  const value = valueOf(map, 'generate');
  if (!value) return false;
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
  throw new RuleError('invalid_type', value.line, 'generate must be true or false');
}
