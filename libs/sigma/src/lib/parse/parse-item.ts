import type { Expression } from '../model/rule.ts';
import type { ItemDraft, ValueDraft } from './item-draft.ts';
import { valuePatterns } from './item-patterns.ts';
import { RULE_LIMITS } from './limits.ts';
import { applyModifiers } from './modifiers.ts';
import type { Placeholders } from './placeholders.ts';
import { RuleError } from './rule-error.ts';
import { join, type RuleTree } from './rule-tree.ts';
import type { RuleScalar, RuleValue } from './rule-value.ts';
import { readSigmaText } from './sigma-text.ts';

/** Notes something that is allowed and hardly meant. */
export type Warn = (code: WarningCode, line: number, detail: string) => void;

/** Codes of what is noted while a rule is read. */
export type WarningCode = 'all_of_one' | 'matches_any_text' | 'missing_level' | 'missing_id';

/** What the items of a rule are read with. */
export interface ItemScope {
  tree: RuleTree;
  placeholders: Placeholders;
  warn: Warn;
}

/**
 * Reads an item `field|modifiers: values`; without a field its values are keywords.
 *
 * @throws RuleError
 */
export function parseItem(key: string, line: number, value: RuleValue, scope: ItemScope): Expression {
  const [field = '', ...modifiers] = key.split('|');
  const item = createDraft(field === '' ? null : field, line, value, scope);
  applyModifiers(item, modifiers);
  checkKeywords(item);
  if (item.kind === 'regex') {
    const count = item.values.reduce((sum, { texts }) => sum + texts.length, 0);
    scope.tree.reserveRegexes(count, line);
  }
  const patterns = item.values.map((draft) => valuePatterns(item, draft));
  warnOfItem(item, scope.warn);
  if (item.kind === 'exists' && patterns.length !== 1) {
    throw new RuleError('invalid_value', line, '"exists" takes one value, true or false');
  }
  const expression = item.isAll
    ? join(
        'and',
        patterns.map((alternatives) => scope.tree.addLeaf(item.field, alternatives, line)),
      )
    : scope.tree.addLeaf(item.field, patterns.flat(), line);
  return item.isNegated ? { op: 'not', of: expression } : expression;
}

function createDraft(field: string | null, line: number, value: RuleValue, scope: ItemScope): ItemDraft {
  const scalars = scalarsOf(value, line);
  return {
    field,
    line,
    values: scalars.map(createValue),
    isList: value.kind === 'list',
    kind: 'text',
    test: field === null ? 'contains' : 'equals',
    isCased: false,
    isAll: false,
    isNegated: false,
    flags: '',
    op: 'eq',
    part: 'year',
    placeholders: scope.placeholders,
  };
}

function scalarsOf(value: RuleValue, line: number): RuleScalar[] {
  const items = value.kind === 'list' ? value.items : [value];
  if (items.length === 0) throw new RuleError('empty_detection', line, 'the item has an empty list of values');
  return items.map((item) => {
    if (item.kind !== 'scalar') throw new RuleError('invalid_value', item.line, `a value cannot be a ${item.kind}`);
    if (item.text.length > RULE_LIMITS.valueCharacters) {
      const detail = `a value has ${item.text.length} characters; at most ${RULE_LIMITS.valueCharacters} are taken`;
      throw new RuleError('too_large', item.line, detail);
    }
    return item;
  });
}

function createValue(scalar: RuleScalar): ValueDraft {
  const text = { parts: readSigmaText(scalar.text), source: scalar.text, encoding: 'utf8' as const };
  return { scalar, texts: [text], isText: false };
}

function checkKeywords(item: ItemDraft): void {
  if (item.field !== null || item.kind === 'text' || item.kind === 'regex') return;
  throw new RuleError('modifier_conflict', item.line, `"${item.kind}" needs a field; keywords have none`);
}

function warnOfItem(item: ItemDraft, warn: Warn): void {
  if (item.isAll && item.values.length === 1) {
    warn('all_of_one', item.line, '"all" needs a list of values; here it does nothing');
  }
  const isAnyText =
    item.kind === 'text' && item.test !== 'equals' && item.values.some(({ scalar }) => scalar.text === '');
  if (isAnyText)
    warn('matches_any_text', item.line, 'an empty text stands in every text: the item holds for any value');
}
