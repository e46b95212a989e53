/** How a text is compared with a field's value. */
export type TextTest = 'equals' | 'startsWith' | 'endsWith' | 'contains';

/** The part of a date that a time modifier looks at. */
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

export type Comparison = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';

/** A piece of a text with wildcards: literal text, `*` (any number of characters) or `?` (exactly one). */
export type GlobPart = { kind: 'text'; text: string } | { kind: 'many' } | { kind: 'one' };

/**
 * One value of a rule, after modifiers, escapes and placeholders are resolved: what a field's value is tested for.
 * Texts of a pattern that is not `isCased` are folded already with `foldText`. JSON throughout: a pack stores it.
 */
export type Pattern =
  | { kind: 'text'; test: TextTest; text: string; isCased: boolean }
  /** `startsWith`, `endsWith` and `contains` of a text with wildcards are written out as leading and trailing `many`. */
  | { kind: 'glob'; parts: GlobPart[]; isCased: boolean }
  /** A lone `*`, or `contains` of an empty text: any value but null. */
  | { kind: 'any' }
  /** A number of the rule: equals an event's number or a text that reads as it. `text` is the rule's own spelling. */
  | { kind: 'number'; value: number; text: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }
  | { kind: 'exists'; isPresent: boolean }
  /** RE2 syntax, unanchored. */
  | { kind: 'regex'; source: string; flags: string }
  | { kind: 'cidr'; network: string }
  | { kind: 'compare'; op: Comparison; value: number }
  | { kind: 'time'; part: TimePart; op: Comparison; value: number }
  | { kind: 'field'; test: TextTest; field: string; isCased: boolean };
