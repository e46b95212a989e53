import { createRegex } from '../evaluate/regex.ts';
import { formatNetwork, parseNetwork } from '../evaluate/network.ts';
import type { Pattern } from '../model/pattern.ts';
import { encodedText } from './encode.ts';
import type { ItemDraft, TextDraft, ValueDraft } from './item-draft.ts';
import { RULE_LIMITS } from './limits.ts';
import { RuleError } from './rule-error.ts';
import { plainText, textPattern } from './sigma-text.ts';

/**
 * The patterns of one value of an item: any of them stands for the value.
 *
 * @throws RuleError when the value is not of the kind that the modifiers ask for
 */
export function valuePatterns(item: ItemDraft, value: ValueDraft): Pattern[] {
  const { scalar } = value;
  if (scalar.value === null) return [nullPattern(item, value)];
  switch (item.kind) {
    case 'text':
      return plainPattern(item, value) ?? value.texts.map((text) => finishText(item, value, text));
    case 'regex':
      return value.texts.map((text) => regexPattern(item, value, text));
    case 'cidr':
      return value.texts.map((text) => cidrPattern(value, text));
    case 'field':
      return value.texts.map((text) => fieldPattern(item, value, text));
    case 'exists':
      if (typeof scalar.value !== 'boolean') throw invalid(value, '"exists" takes true or false');
      return [{ kind: 'exists', isPresent: scalar.value }];
    case 'compare':
      return [{ kind: 'compare', op: item.op, value: numberOfRule(item, value) }];
    case 'time':
      return [{ kind: 'time', part: item.part, op: item.op, value: numberOfRule(item, value) }];
  }
}

function invalid(value: ValueDraft, detail: string): RuleError {
  return new RuleError('invalid_value', value.scalar.line, detail);
}

function nullPattern(item: ItemDraft, value: ValueDraft): Pattern {
  if (item.isList) {
    throw new RuleError(
      'null_in_list',
      value.scalar.line,
      'null cannot stand in a list of values; write an item for it',
    );
  }
  if (item.kind !== 'text' || value.isText || item.field === null) {
    throw invalid(value, 'null goes with a field without modifiers only');
  }
  return { kind: 'null' };
}

/** Numbers and booleans that no modifier made a text of. */
function plainPattern(item: ItemDraft, value: ValueDraft): Pattern[] | undefined {
  const { scalar } = value;
  if (value.isText || item.field === null) return undefined;
  if (typeof scalar.value === 'number') return [{ kind: 'number', value: scalar.value, text: scalar.text }];
  return typeof scalar.value === 'boolean' ? [{ kind: 'boolean', value: scalar.value }] : undefined;
}

function finishText(item: ItemDraft, value: ValueDraft, text: TextDraft): Pattern {
  const parts = text.parts.map((part) => {
    if (part.kind !== 'text') return part;
    const encoded = encodedText(part.text, text.encoding);
    if (encoded === undefined) throw invalid(value, 'only ASCII texts can be searched for as UTF-16; add base64offset');
    return { ...part, text: encoded };
  });
  return textPattern(parts, item.test, item.isCased);
}

function regexPattern(item: ItemDraft, value: ValueDraft, text: TextDraft): Pattern {
  const { source } = text;
  if (source.length > RULE_LIMITS.regexCharacters) {
    throw new RuleError(
      'invalid_regex',
      value.scalar.line,
      `the regular expression has ${source.length} characters; at most ${RULE_LIMITS.regexCharacters} are taken`,
    );
  }
  try {
    createRegex(source, item.flags);
  } catch (error) {
    throw new RuleError(
      'invalid_regex',
      value.scalar.line,
      `RE2 does not take /${source}/: ${(error as Error).message}`,
    );
  }
  return { kind: 'regex', source, flags: item.flags };
}

function cidrPattern(value: ValueDraft, text: TextDraft): Pattern {
  const plain = plainText(text.parts);
  const network = plain === undefined ? undefined : parseNetwork(plain);
  if (!network) {
    const detail = `"${value.scalar.text}" is no network such as 10.0.0.0/8 or fe80::/10`;
    throw new RuleError('invalid_cidr', value.scalar.line, detail);
  }
  return { kind: 'cidr', network: formatNetwork(network) };
}

function fieldPattern(item: ItemDraft, value: ValueDraft, text: TextDraft): Pattern {
  const field = plainText(text.parts);
  if (!field) throw invalid(value, '"fieldref" takes the name of a field, without wildcards');
  return { kind: 'field', test: item.test, field, isCased: item.isCased };
}

function numberOfRule(item: ItemDraft, value: ValueDraft): number {
  const { scalar } = value;
  if (typeof scalar.value === 'number') return scalar.value;
  const name = item.kind === 'time' ? item.part : item.op;
  throw invalid(value, `"${name}" takes a number, written without quotes; "${scalar.text}" is none`);
}
