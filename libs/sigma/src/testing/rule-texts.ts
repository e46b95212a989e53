import { stringify } from 'yaml';
import { evaluateRule } from '../lib/evaluate/evaluate-rule.ts';
import type { DetectionRule, Leaf, RuleRefusal } from '../lib/model/rule.ts';
import { parseRules } from '../lib/parse/parse-rules.ts';
import type { Placeholders } from '../lib/parse/placeholders.ts';

/** The text of a rule around a detection, given as YAML. */
export function ruleText(detection: string, head = 'title: Case'): string {
  const indented = detection.replace(/^/gm, '  ');
  return `${head}\nlogsource:\n  product: test\ndetection:\n${indented}\n`;
}

/** The rule with one item; throws when it is refused. */
export function itemRule(item: string, placeholders: Placeholders = {}): DetectionRule {
  const parsed = parseRules(ruleText(`s:\n  ${item.replaceAll('\n', '\n  ')}\ncondition: s`), 'case.yml', {
    placeholders,
  });
  const [rule] = parsed.rules;
  if (rule?.kind !== 'detection')
    throw new Error(parsed.refused.map(({ code, detail }) => `${code}: ${detail}`).join());
  return rule;
}

/** The leaves that an item becomes. */
export function leavesOf(item: string, placeholders: Placeholders = {}): Leaf[] {
  return itemRule(item, placeholders).leaves;
}

/** Whether a rule of one item, as YAML, matches an event. */
export function matches(item: string, fields: Record<string, unknown>, placeholders: Placeholders = {}): boolean {
  return evaluateRule(itemRule(item, placeholders), { source: { categories: [], key: '' }, fields });
}

/** The refusals of a file. */
export function refusalsOf(text: string): RuleRefusal[] {
  return parseRules(text, 'case.yml').refused;
}

/** YAML of an item without quoting by hand. */
export function itemText(key: string, value: unknown): string {
  return stringify({ [key]: value }).trimEnd();
}
