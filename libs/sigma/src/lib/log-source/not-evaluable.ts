import type { CorrelationRule, DetectionRule, Expression, Leaf, LogSource, Rule } from '../model/rule.ts';
import { matchesLogSource } from '../rule-set/log-source.ts';
import type { SeenSource, SeenSourcesRecord } from './seen-sources.ts';
import { knownSources } from './source-registry.ts';

export type NotEvaluableReason =
  /** No data file tells how to recognise such a log source. */
  | 'log_source_unknown'
  /** No event of the log source was seen. */
  | 'no_events'
  /** Events were seen, but none had the fields without which the rule cannot match. */
  | 'fields_never_seen'
  /** A correlation over rules that can't be evaluated. */
  | 'rules_not_evaluable';

/** A rule that can't match on the data of an organisation, and why. */
export interface NotEvaluable {
  ruleId: string;
  reason: NotEvaluableReason;
  /** A sentence for people. */
  detail: string;
  /** Of `fields_never_seen`. */
  fields?: string[];
  /** Of `rules_not_evaluable`. */
  rules?: string[];
}

/**
 * Tells which rules can't be evaluated on what an organisation sends. A rule is not listed when it may match: of a
 * source whose names were truncated every field counts as seen.
 */
export function notEvaluable(rules: readonly Rule[], seen: SeenSourcesRecord): NotEvaluable[] {
  const sources = Object.entries(seen).map(([key, source]) => ({
    eventSource: { ...source, key },
    fields: new Set(source.fields),
    isTruncated: source.isTruncated,
  }));
  const found = new Map<string, NotEvaluable>();
  for (const rule of rules) {
    const reason = rule.kind === 'detection' ? detectionReason(rule, sources) : undefined;
    if (reason) found.set(rule.id, reason);
  }
  addCorrelations(rules, found);
  return rules.flatMap((rule) => found.get(rule.id) ?? []);
}

interface Source {
  eventSource: SeenSource & { key: string };
  fields: ReadonlySet<string>;
  isTruncated: boolean;
}

function detectionReason(rule: DetectionRule, sources: readonly Source[]): NotEvaluable | undefined {
  const fitting = sources.filter(({ eventSource }) => matchesLogSource(rule.logSource, eventSource));
  if (fitting.length === 0) return noEvents(rule);
  let fewest: string[] | undefined;
  for (const source of fitting) {
    if (source.isTruncated) return undefined;
    const missing = missingFields(rule, source.fields);
    if (missing === undefined) return undefined;
    if (fewest === undefined || missing.length < fewest.length) fewest = missing;
  }
  const fields = fewest ?? [];
  const events = fitting.reduce((sum, { eventSource }) => sum + eventSource.events, 0);
  const detail = `${events} events of ${sourceText(rule.logSource)} were seen, none with ${fields.join(', ')}`;
  return { ruleId: rule.id, reason: 'fields_never_seen', detail, fields };
}

function noEvents(rule: DetectionRule): NotEvaluable {
  const text = sourceText(rule.logSource);
  const isKnown = knownSources().some((source) => matchesLogSource(rule.logSource, source));
  if (isKnown) return { ruleId: rule.id, reason: 'no_events', detail: `no event of ${text} was seen` };
  return { ruleId: rule.id, reason: 'log_source_unknown', detail: `no event is recognised as ${text}` };
}

function sourceText({ product, service, category }: LogSource): string {
  const parts = { product, service, category };
  const named = Object.entries(parts).flatMap(([name, word]) => (word === undefined ? [] : [`${name} ${word}`]));
  return named.length === 0 ? 'any log source' : named.join(', ');
}

/** Undefined when the rule may match an event with no other fields than these. */
function missingFields(rule: DetectionRule, fields: ReadonlySet<string>): string[] | undefined {
  const outcome = possible(rule.condition, rule.leaves, fields);
  return outcome.canHold ? undefined : [...new Set(outcome.blockers)];
}

/** What an expression may come to, and the unseen fields that keep it from holding. */
interface Possible {
  canHold: boolean;
  canFail: boolean;
  blockers: string[];
}

function possible(expression: Expression, leaves: readonly Leaf[], fields: ReadonlySet<string>): Possible {
  switch (expression.op) {
    case 'constant':
      return { canHold: expression.value, canFail: !expression.value, blockers: [] };
    case 'leaf':
      return possibleLeaf(leaves[expression.leaf] as Leaf, fields);
    case 'not': {
      const { canHold, canFail, blockers } = possible(expression.of, leaves, fields);
      return { canHold: canFail, canFail: canHold, blockers };
    }
    default: {
      const parts = expression.of.map((part) => possible(part, leaves, fields));
      const isAnd = expression.op === 'and';
      return {
        canHold: isAnd ? parts.every((part) => part.canHold) : parts.some((part) => part.canHold),
        canFail: isAnd ? parts.some((part) => part.canFail) : parts.every((part) => part.canFail),
        blockers: parts.filter((part) => !part.canHold).flatMap((part) => part.blockers),
      };
    }
  }
}

/** A field that is never there makes its item false, but for items that ask for just that. */
function possibleLeaf({ field, patterns }: Leaf, fields: ReadonlySet<string>): Possible {
  if (field === null || fields.has(field)) return { canHold: true, canFail: true, blockers: [] };
  const holds = patterns.some((p) => p.kind === 'null' || (p.kind === 'exists' && !p.isPresent));
  return { canHold: holds, canFail: !holds, blockers: [field] };
}

/** Correlations of correlations are reached by going over them until nothing changes. */
function addCorrelations(rules: readonly Rule[], found: Map<string, NotEvaluable>): void {
  const correlations = rules.filter((rule) => rule.kind === 'correlation');
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const rule of correlations) {
      const blocking = found.has(rule.id) ? [] : rule.rules.filter((id) => found.has(id));
      if (blocking.length === 0 || !isBlockedBy(rule, blocking.length)) continue;
      const detail = `it counts rules that can't be evaluated: ${blocking.join(', ')}`;
      found.set(rule.id, { ruleId: rule.id, reason: 'rules_not_evaluable', detail, rules: blocking });
      isChanged = true;
    }
  }
}

/** Temporal correlations need every rule, the others any. */
function isBlockedBy({ type, rules }: CorrelationRule, blocking: number): boolean {
  const needsAll = type === 'temporal' || type === 'temporal_ordered';
  return needsAll ? blocking > 0 : blocking === rules.length;
}
