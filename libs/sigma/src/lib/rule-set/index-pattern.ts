import { foldText } from '../fold.ts';
import type { Pattern, TextTest } from '../model/pattern.ts';
import { requiredLiterals } from './required-literals.ts';

/** A folded text and where it must stand in a value. */
export interface IndexedText {
  test: TextTest;
  text: string;
}

/** How a pattern is answered from what was found in a field's values. */
export type IndexedPattern =
  /** It holds just where one of the texts is found. */
  | { kind: 'exact'; texts: IndexedText[] }
  /** It holds just when the field has a value other than null. */
  | { kind: 'any' }
  /** It has to be asked, but only where one of the texts is found. */
  | { kind: 'prefiltered'; texts: IndexedText[] }
  /** It has to be asked, but only when the event has the field. */
  | { kind: 'presence' }
  /** It has to be asked of every event. */
  | { kind: 'unbound' };

/** Stands between the texts of an event where keywords are looked for in all of them at once. */
export const TEXT_END = '\0';

const NOT_ASCII = /[^\0-\x7f]/;
const LETTER = /[A-Za-z]/;

/** Decides how a pattern over a field is indexed. */
export function indexPattern(pattern: Pattern): IndexedPattern {
  switch (pattern.kind) {
    case 'text':
      return indexText(pattern.test, pattern.text, pattern.isCased);
    case 'number':
      return indexNumber([pattern.text, String(pattern.value)]);
    case 'boolean':
      return { kind: 'exact', texts: [{ test: 'equals', text: String(pattern.value) }] };
    case 'any':
      return { kind: 'any' };
    case 'glob':
      return prefiltered(globLiteral(pattern.parts));
    case 'regex':
      return prefiltered(...(requiredLiterals(pattern.source) ?? []));
    case 'null':
    case 'exists':
      return { kind: 'unbound' };
    default:
      return { kind: 'presence' };
  }
}

/** Decides how a keyword is indexed: it is looked for in every text of the event. */
export function indexKeyword(pattern: Pattern): IndexedPattern {
  if (pattern.kind === 'text' && isFoundAnywhere(pattern)) {
    return { kind: 'exact', texts: [{ test: 'contains', text: pattern.text }] };
  }
  if (pattern.kind === 'text') return prefiltered(foldText(pattern.text));
  const indexed = indexPattern(pattern);
  return indexed.kind === 'prefiltered' ? indexed : { kind: 'unbound' };
}

function isFoundAnywhere({ test, text, isCased }: Pattern & { kind: 'text' }): boolean {
  return test === 'contains' && !isCased && text !== '' && !text.includes(TEXT_END) && text === foldText(text);
}

function indexText(test: TextTest, text: string, isCased: boolean): IndexedPattern {
  const folded = foldText(text);
  if (isCased) return folded === '' ? { kind: 'presence' } : { kind: 'prefiltered', texts: [{ test, text: folded }] };
  if (text === '') return test === 'equals' ? { kind: 'exact', texts: [{ test, text }] } : { kind: 'presence' };
  // Not folded, so no folded value has it; the reference evaluator decides.
  if (folded !== text) return { kind: 'presence' };
  if (test !== 'contains' && NOT_ASCII.test(text)) return prefiltered(text);
  return { kind: 'exact', texts: [{ test, text }] };
}

/** Numbers print without letters unless they are huge; then the case of the letter counts. */
function indexNumber(spellings: readonly string[]): IndexedPattern {
  if (spellings.some((text) => LETTER.test(text) || NOT_ASCII.test(text))) return { kind: 'presence' };
  return { kind: 'exact', texts: [...new Set(spellings)].map((text) => ({ test: 'equals', text })) };
}

function prefiltered(...literals: string[]): IndexedPattern {
  if (literals.length === 0 || literals.includes('')) return { kind: 'presence' };
  return { kind: 'prefiltered', texts: literals.map((text) => ({ test: 'contains', text })) };
}

function globLiteral(parts: readonly { kind: string; text?: string }[]): string {
  const texts = parts.map(({ text }) => foldText(text ?? ''));
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}
