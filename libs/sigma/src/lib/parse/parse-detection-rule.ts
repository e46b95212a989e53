import type { DetectionRule, Expression } from '../model/rule.ts';
import { RULE_LIMITS } from './limits.ts';
import { parseCondition } from './parse-condition.ts';
import { parseDetection } from './parse-detection.ts';
import { parseHead, parseLogSource, warnOfHead } from './parse-head.ts';
import type { ItemScope, Warn } from './parse-item.ts';
import type { Placeholders } from './placeholders.ts';
import { RuleError } from './rule-error.ts';
import { join, RuleTree } from './rule-tree.ts';
import { entryOf, mapOf, type RuleEntry, type RuleMap } from './rule-value.ts';

/** Where a document stands and what its placeholders mean. */
export interface DocumentScope {
  path: string;
  line: number;
  placeholders: Placeholders;
  warn: Warn;
}

/**
 * Reads a rule over single events.
 *
 * @throws RuleError
 */
export function parseDetectionRule(map: RuleMap, scope: DocumentScope): DetectionRule {
  const head = parseHead(map, scope.path, scope.line);
  const logSource = parseLogSource(map, scope.line);
  const section = mapOf(map, 'detection');
  if (!section) throw new RuleError('missing_detection', scope.line, 'the rule has no detection');
  const tree = new RuleTree();
  const parsed = parseSection(section, [], { tree, placeholders: scope.placeholders, warn: scope.warn });
  warnOfHead(map, scope.line, scope.warn);
  return { ...head, kind: 'detection', logSource, leaves: tree.leaves, ...parsed, isGenerating: true };
}

/**
 * Reads a map of search identifiers with its condition, as rules and filters have it.
 *
 * @param reserved keys that are no identifiers
 * @throws RuleError
 */
export function parseSection(
  section: RuleMap,
  reserved: readonly string[],
  scope: ItemScope,
): { condition: Expression; identifiers: Record<string, Expression> } {
  const condition = entryOf(section, 'condition');
  const entries = section.entries.filter((entry) => ![...reserved, 'condition', 'timeframe'].includes(entry.key));
  if (entries.length === 0) throw new RuleError('empty_detection', section.line, 'there is no search identifier');
  if (entries.length > RULE_LIMITS.identifiersPerRule) {
    const detail = `there are more than ${RULE_LIMITS.identifiersPerRule} search identifiers`;
    throw new RuleError('too_many_values', section.line, detail);
  }
  const conditions = conditionTexts(condition, section.line);
  const identifiers = new Map(
    entries.map((entry) => [entry.key, parseDetection(entry.key, entry.line, entry.value, scope)]),
  );
  const line = condition?.line ?? section.line;
  const alternatives = conditions.map((text) => parseCondition(text, line, identifiers));
  checkTimeframe(section);
  return { condition: join('or', alternatives), identifiers: Object.fromEntries(identifiers) };
}

function conditionTexts(entry: RuleEntry | undefined, line: number): string[] {
  const value = entry?.value;
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  const texts = items.map((item) => {
    if (item.kind !== 'scalar') throw new RuleError('invalid_type', item.line, 'a condition must be a text');
    return item.value === null ? '' : item.text;
  });
  if (texts.length > 0 && texts.some((text) => text.trim() !== '')) return texts;
  throw new RuleError('missing_condition', entry?.line ?? line, 'the detection has no condition');
}

/** After the condition, whose aggregation is the better reason. */
function checkTimeframe(section: RuleMap): void {
  const timeframe = entryOf(section, 'timeframe');
  if (!timeframe) return;
  const detail = 'a timeframe in a detection is obsolete: write a correlation with a timespan';
  throw new RuleError('legacy_timeframe', timeframe.line, detail);
}
