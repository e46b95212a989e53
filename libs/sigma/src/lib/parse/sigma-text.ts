import { foldText } from '../fold.ts';
import type { GlobPart, Pattern, TextTest } from '../model/pattern.ts';

/**
 * Reads the wildcards of a value: `*` any number of characters, `?` exactly one, `\*` `\?` `\\` the characters
 * themselves. A backslash before anything else is a backslash.
 *
 * @see sigma-rules-specification 2.1, "Escape Character"
 */
export function readSigmaText(text: string): GlobPart[] {
  const parts: GlobPart[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at] as string;
    const next = text[at + 1];
    if (unit === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (unit === '*' || unit === '?') {
      flush();
      parts.push({ kind: unit === '*' ? 'many' : 'one' });
    } else {
      literal += unit;
    }
  }
  flush();
  return parts;
}

/** The text of parts without wildcards; undefined when there is one. */
export function plainText(parts: readonly GlobPart[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'text') return undefined;
    text += part.text;
  }
  return text;
}

/** The simplest pattern for a value: wildcards at its ends become a test, a lone `*` any value. */
export function textPattern(parts: readonly GlobPart[], test: TextTest, isCased: boolean): Pattern {
  const open = openEnds(parts, test);
  const inner = open.slice(open[0]?.kind === 'many' ? 1 : 0, open.at(-1)?.kind === 'many' ? -1 : undefined);
  if (open.length > 0 && inner.length === 0) return { kind: 'any' };
  const text = plainText(inner);
  if (text === undefined) return { kind: 'glob', parts: open.map((part) => foldPart(part, isCased)), isCased };
  const isOpenStart = open[0]?.kind === 'many';
  const isOpenEnd = open.at(-1)?.kind === 'many';
  const kind = isOpenStart ? (isOpenEnd ? 'contains' : 'endsWith') : isOpenEnd ? 'startsWith' : 'equals';
  return { kind: 'text', test: kind, text: isCased ? text : foldText(text), isCased };
}

/** Writes the test out as wildcards and joins neighbours. */
function openEnds(parts: readonly GlobPart[], test: TextTest): GlobPart[] {
  const many: GlobPart = { kind: 'many' };
  const isOpenStart = test === 'contains' || test === 'endsWith';
  const isOpenEnd = test === 'contains' || test === 'startsWith';
  const all = [...(isOpenStart ? [many] : []), ...parts, ...(isOpenEnd ? [many] : [])];
  const joined: GlobPart[] = [];
  for (const part of all) {
    const last = joined.at(-1);
    if (part.kind === 'many' && last?.kind === 'many') continue;
    if (part.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    } else {
      joined.push(part);
    }
  }
  return joined;
}

function foldPart(part: GlobPart, isCased: boolean): GlobPart {
  return part.kind === 'text' && !isCased ? { kind: 'text', text: foldText(part.text) } : part;
}
