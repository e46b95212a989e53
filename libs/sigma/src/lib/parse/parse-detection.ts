import type { Expression } from '../model/rule.ts';
import { parseItem, type ItemScope } from './parse-item.ts';
import { RuleError } from './rule-error.ts';
import { join } from './rule-tree.ts';
import type { RuleMap, RuleValue } from './rule-value.ts';

/**
 * Reads what stands under a search identifier: a map (all items), a list of maps (any of them) or of texts (keywords,
 * any of them), or one keyword.
 *
 * @throws RuleError
 */
export function parseDetection(name: string, line: number, value: RuleValue, scope: ItemScope): Expression {
  if (value.kind === 'map') return parseMap(name, value, scope);
  if (value.kind === 'scalar') return parseKeywords(name, line, [value], scope);
  if (value.items.length === 0) throw empty(name, line);
  const keywords = value.items.filter((item) => item.kind === 'scalar');
  const parts = value.items.flatMap((item) => {
    if (item.kind === 'list') throw new RuleError('invalid_value', item.line, `"${name}" holds a list inside a list`);
    return item.kind === 'map' ? [parseMap(name, item, scope)] : [];
  });
  if (keywords.length > 0) parts.push(parseKeywords(name, line, keywords, scope));
  return join('or', parts);
}

function parseMap(name: string, map: RuleMap, scope: ItemScope): Expression {
  if (map.entries.length === 0) throw empty(name, map.line);
  return join(
    'and',
    map.entries.map((entry) => parseItem(entry.key, entry.line, entry.value, scope)),
  );
}

function parseKeywords(name: string, line: number, keywords: RuleValue[], scope: ItemScope): Expression {
  if (keywords.some((keyword) => keyword.kind === 'scalar' && keyword.value === null)) throw empty(name, line);
  return parseItem('', line, { kind: 'list', line, items: keywords }, scope);
}

function empty(name: string, line: number): RuleError {
  return new RuleError('empty_detection', line, `the search identifier "${name}" is empty`);
}
