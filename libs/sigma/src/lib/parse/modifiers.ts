import type { GlobPart, TextTest } from '../model/pattern.ts';
import { base64Of, base64Offsets, encodeBytes, type Encoding } from './encode.ts';
import type { ItemDraft, ItemKind, TextDraft, ValueDraft } from './item-draft.ts';
import { RULE_LIMITS } from './limits.ts';
import { expandParts, expandSource } from './placeholders.ts';
import { RuleError } from './rule-error.ts';
import { plainText } from './sigma-text.ts';
import { windashVariants } from './windash.ts';

type Modifier = (item: ItemDraft, name: string) => void;

const MODIFIERS: Readonly<Record<string, Modifier>> = {
  contains: (item, name) => setTest(item, name, 'contains'),
  startswith: (item, name) => setTest(item, name, 'startsWith'),
  endswith: (item, name) => setTest(item, name, 'endsWith'),
  all: (item) => void (item.isAll = true),
  neq: (item) => void (item.isNegated = true),
  cased: (item, name) => {
    require(item, name, ['text', 'field']);
    item.isCased = true;
  },
  windash: (item, name) => eachText(item, name, (value) => value.texts.flatMap((text) => dashed(item, text))),
  wide: (item, name) => setEncoding(item, name, 'utf16le'),
  utf16le: (item, name) => setEncoding(item, name, 'utf16le'),
  utf16be: (item, name) => setEncoding(item, name, 'utf16be'),
  utf16: (item, name) => setEncoding(item, name, 'utf16'),
  base64: (item, name) => {
    eachText(item, name, (value) => value.texts.map((text) => literal(base64Of(bytesOf(item, name, text)))));
  },
  base64offset: (item, name) => {
    eachText(item, name, (value) =>
      value.texts.flatMap((text) => base64Offsets(bytesOf(item, name, text)).map(literal)),
    );
  },
  expand: (item, name) => {
    require(item, name, ['text', 'regex', 'cidr', 'field']);
    for (const value of item.values) value.texts = value.texts.flatMap((text) => expanded(item, text));
    checkCount(item);
  },
  re: (item, name) => setKind(item, name, 'regex'),
  i: (item, name) => addFlag(item, name),
  m: (item, name) => addFlag(item, name),
  s: (item, name) => addFlag(item, name),
  ignorecase: (item) => addFlag(item, 'i'),
  multiline: (item) => addFlag(item, 'm'),
  dotall: (item) => addFlag(item, 's'),
  cidr: (item, name) => setKind(item, name, 'cidr'),
  fieldref: (item, name) => {
    if (item.kind === 'field') throw conflict(item, name, 'it is there already');
    require(item, name, ['text']);
    item.kind = 'field';
  },
  exists: (item, name) => setKind(item, name, 'exists'),
  gt: compareWith('gt'),
  gte: compareWith('gte'),
  lt: compareWith('lt'),
  lte: compareWith('lte'),
  minute: partOf('minute'),
  hour: partOf('hour'),
  day: partOf('day'),
  week: partOf('week'),
  month: partOf('month'),
  year: partOf('year'),
};

/**
 * Applies the modifiers of an item in the order they are written.
 *
 * @throws RuleError on a modifier that Sigma 2.1 does not have or that does not go with those before it
 */
export function applyModifiers(item: ItemDraft, names: readonly string[]): void {
  for (const name of names) {
    const modifier = Object.hasOwn(MODIFIERS, name) ? MODIFIERS[name] : undefined;
    if (!modifier) {
      const known = Object.keys(MODIFIERS).sort().join(', ');
      throw new RuleError('unknown_modifier', item.line, `unknown modifier "${name}"; known are ${known}`);
    }
    modifier(item, name);
  }
}

function conflict(item: ItemDraft, name: string, reason: string): RuleError {
  return new RuleError('modifier_conflict', item.line, `the modifier "${name}" does not go here: ${reason}`);
}

function require(item: ItemDraft, name: string, kinds: readonly ItemKind[]): void {
  if (!kinds.includes(item.kind)) throw conflict(item, name, `the values are no longer texts (${item.kind})`);
}

function setTest(item: ItemDraft, name: string, test: TextTest): void {
  require(item, name, ['text', 'field']);
  const isSet = item.test !== 'equals' && item.field !== null;
  if (isSet && item.test !== test) throw conflict(item, name, `the item already says "${item.test.toLowerCase()}"`);
  item.test = test;
  for (const value of item.values) value.isText = true;
}

/** For tests that look at values as they are written: no text modifier may stand before them. */
function setKind(item: ItemDraft, name: string, kind: ItemKind): void {
  require(item, name, ['text']);
  const isModified = item.isCased || item.values.some((value) => value.isText);
  const isTested = item.test !== (item.field === null ? 'contains' : 'equals');
  if (isModified || isTested) throw conflict(item, name, 'it needs values that no other modifier has changed');
  item.kind = kind;
}

function compareWith(op: 'gt' | 'gte' | 'lt' | 'lte'): Modifier {
  return (item, name) => {
    if (item.kind !== 'time') setKind(item, name, 'compare');
    else if (item.op !== 'eq') throw conflict(item, name, 'there is a comparison already');
    item.op = op;
  };
}

function partOf(part: ItemDraft['part']): Modifier {
  return (item, name) => {
    setKind(item, name, 'time');
    item.part = part;
  };
}

function addFlag(item: ItemDraft, flag: string): void {
  if (item.kind !== 'regex') throw conflict(item, flag, 'it belongs behind "re"');
  if (!item.flags.includes(flag)) item.flags += flag;
}

function setEncoding(item: ItemDraft, name: string, encoding: Encoding): void {
  eachText(item, name, (value) => {
    if (value.texts.some((text) => text.encoding !== 'utf8')) throw conflict(item, name, 'the text is encoded already');
    return value.texts.map((text) => ({ ...text, encoding }));
  });
}

function eachText(item: ItemDraft, name: string, change: (value: ValueDraft) => TextDraft[]): void {
  require(item, name, ['text']);
  for (const value of item.values) {
    value.texts = change(value);
    value.isText = true;
  }
  checkCount(item);
}

function dashed(item: ItemDraft, text: TextDraft): TextDraft[] {
  const variants = windashVariants(text.parts, RULE_LIMITS.valuesPerRule);
  if (!variants) throw tooMany(item);
  return variants.map((parts) => ({ ...text, parts }));
}

function expanded(item: ItemDraft, text: TextDraft): TextDraft[] {
  const limit = RULE_LIMITS.valuesPerRule;
  const parts = expandParts(text.parts, item.placeholders, limit);
  const sources = expandSource(text.source, item.placeholders, limit);
  for (const expansion of [parts, sources]) {
    if ('tooMany' in expansion) throw tooMany(item);
    if ('unresolved' in expansion) {
      const detail = `the placeholder %${expansion.unresolved}% has no values`;
      throw new RuleError('unresolved_placeholder', item.line, detail);
    }
  }
  if (!('values' in parts) || !('values' in sources)) return [];
  if (item.kind === 'regex') return sources.values.map((source) => ({ ...text, source }));
  return parts.values.map((variant) => ({ ...text, parts: variant }));
}

function bytesOf(item: ItemDraft, name: string, text: TextDraft): Buffer {
  const plain = plainText(text.parts);
  if (plain === undefined) {
    const detail = `"${name}" cannot encode wildcards; write \\* and \\? for the characters`;
    throw new RuleError('wildcard_in_encoding', item.line, detail);
  }
  return encodeBytes(plain, text.encoding);
}

function literal(text: string): TextDraft {
  const parts: GlobPart[] = text === '' ? [] : [{ kind: 'text', text }];
  return { parts, source: text, encoding: 'utf8' };
}

function checkCount(item: ItemDraft): void {
  const count = item.values.reduce((sum, value) => sum + value.texts.length, 0);
  if (count > RULE_LIMITS.valuesPerRule) throw tooMany(item);
}

function tooMany(item: ItemDraft): RuleError {
  const detail = `modifiers make more than ${RULE_LIMITS.valuesPerRule} values of one item`;
  return new RuleError('too_many_values', item.line, detail);
}
