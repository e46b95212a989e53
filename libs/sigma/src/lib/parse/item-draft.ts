import type { Comparison, GlobPart, TextTest, TimePart } from '../model/pattern.ts';
import type { Encoding } from './encode.ts';
import type { Placeholders } from './placeholders.ts';
import type { RuleScalar } from './rule-value.ts';

/** One spelling of a value on its way through the modifiers. */
export interface TextDraft {
  parts: GlobPart[];
  /** The text as written, for regular expressions. */
  source: string;
  encoding: Encoding;
}

/** A value of an item with all its spellings. */
export interface ValueDraft {
  scalar: RuleScalar;
  texts: TextDraft[];
  /** A modifier looked at its text: a number or `true` is a text from then on. */
  isText: boolean;
}

/** What kind of test an item makes of its values. */
export type ItemKind = 'text' | 'regex' | 'cidr' | 'exists' | 'compare' | 'time' | 'field';

/** An item of a detection (`field|modifiers: values`) while its modifiers are applied, left to right. */
export interface ItemDraft {
  /** Null for keywords. */
  field: string | null;
  line: number;
  values: ValueDraft[];
  isList: boolean;
  kind: ItemKind;
  test: TextTest;
  isCased: boolean;
  isAll: boolean;
  isNegated: boolean;
  flags: string;
  op: Comparison;
  part: TimePart;
  placeholders: Placeholders;
}
