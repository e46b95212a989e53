import type { FilterRule } from '../model/filter-rule.ts';
import type { DocumentScope } from './parse-detection-rule.ts';
import { parseSection } from './parse-detection-rule.ts';
import { idOfTitle, parseLogSource, parseTitle } from './parse-head.ts';
import { RuleError } from './rule-error.ts';
import { RuleTree } from './rule-tree.ts';
import { mapOf, textOf, textsOf, valueOf, type RuleMap } from './rule-value.ts';

/**
 * Reads a filter.
 *
 * @throws RuleError
 */
export function parseFilterRule(map: RuleMap, scope: DocumentScope): FilterRule {
  const title = parseTitle(map, scope.line);
  const logSource = parseLogSource(map, scope.line);
  const section = mapOf(map, 'filter');
  if (!section) throw new RuleError('invalid_filter', scope.line, 'the filter is empty');
  const tree = new RuleTree();
  const { condition } = parseSection(section, ['rules'], { tree, placeholders: scope.placeholders, warn: scope.warn });
  // Some tools read the condition as what stays, others as what goes: the specification's example is what goes.
  if (condition.op === 'not') {
    const detail = 'a filter takes out what its condition matches; "not" as a whole would keep only that';
    throw new RuleError('invalid_filter', section.line, detail);
  }
  const id = textOf(map, 'id') ?? textOf(map, 'name') ?? idOfTitle(title);
  const rules = parseReferences(section);
  return {
    kind: 'filter',
    id,
    title,
    rules,
    logSource,
    leaves: tree.leaves,
    condition,
    path: scope.path,
    line: scope.line,
  };
}

function parseReferences(section: RuleMap): string[] | 'any' {
  const value = valueOf(section, 'rules');
  const isAny = value?.kind === 'scalar' && ['any', 'all'].includes(value.text.toLowerCase());
  if (isAny) return 'any';
  const rules = textsOf(section, 'rules');
  if (rules.length > 0) return rules;
  throw new RuleError('invalid_filter', section.line, 'the filter names no rules; write "rules: any" for all');
}
