import type { EventContext } from '../evaluate/context.ts';
import { matchPattern } from '../evaluate/match-pattern.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Leaf } from '../model/rule.ts';
import { describePattern } from './describe-pattern.ts';

/** Patterns of an item that are listed one by one; an item may have thousands. */
const MAX_LISTED = 20;
const MAX_SEEN = 200;

/** What an item of a rule looked for and what it saw. */
export interface ExplainedItem {
  isTrue: boolean;
  /** Null for keywords. */
  field: string | null;
  /** The event's value of the field as JSON, cut after 200 characters; absent when it has none. */
  seen?: string;
  /** The patterns in words, those that hold first. */
  patterns: { text: string; isTrue: boolean }[];
  /** All of them; at most 20 are listed. */
  patternCount: number;
  text: string;
}

/** Tests all patterns of an item. */
export function explainLeaf(leaf: Leaf, context: EventContext): ExplainedItem {
  const { field } = leaf;
  const value = field === null ? undefined : context.value(field);
  const verdicts = leaf.patterns.map((pattern) => ({
    text: describePattern(pattern),
    isTrue: field === null ? holdsInTexts(pattern, context) : matchPattern(pattern, value, context),
  }));
  const held = verdicts.filter((verdict) => verdict.isTrue);
  const listed = [...held, ...verdicts.filter((verdict) => !verdict.isTrue)].slice(0, MAX_LISTED);
  const seen = seenOf(leaf, held.length > 0, value, context);
  return {
    isTrue: held.length > 0,
    field,
    ...(seen === undefined ? {} : { seen }),
    patterns: listed,
    patternCount: verdicts.length,
    text: sentence(field, held[0]?.text, verdicts, seen),
  };
}

function holdsInTexts(pattern: Pattern, context: EventContext): boolean {
  return context.texts().some((text) => matchPattern(pattern, text, context));
}

/** For keywords: the text that one of them stands in. */
function seenOf(leaf: Leaf, isTrue: boolean, value: unknown, context: EventContext): string | undefined {
  if (leaf.field !== null) return value === undefined ? undefined : preview(value);
  if (!isTrue) return undefined;
  const text = context.texts().find((one) => leaf.patterns.some((pattern) => matchPattern(pattern, one, context)));
  return preview(text);
}

function sentence(
  field: string | null,
  held: string | undefined,
  patterns: readonly { text: string }[],
  seen: string | undefined,
): string {
  const name = field ?? 'a text of the event';
  const subject = `${name} ${held ?? patterns[0]?.text}`;
  const others = patterns.length - 1;
  if (held !== undefined) return `${subject}: yes${seen === undefined ? '' : `, in ${seen}`}`;
  const rest = others > 0 ? ` or any of ${others} more` : '';
  const reason = field === null ? 'no text does' : seen === undefined ? 'the event has no such field' : `it is ${seen}`;
  return `${subject}${rest}: no, ${reason}`;
}

function preview(value: unknown): string {
  try {
    const text = JSON.stringify(value);
    return text.length > MAX_SEEN ? `${text.slice(0, MAX_SEEN)}…` : text;
  } catch {
    return 'a value that is nested too deep to show';
  }
}
