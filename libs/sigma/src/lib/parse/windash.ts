import type { GlobPart } from '../model/pattern.ts';

/** Hyphen, slash, en dash, em dash and horizontal bar: Windows takes each of them before an option. */
const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
// Before a word and not behind one: \B[-/]\b with Unicode words.
const OPTION_DASH = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu;

/**
 * All spellings of a value whose options may begin with any dash.
 *
 * @returns undefined when there would be more than `limit`
 */
export function windashVariants(parts: readonly GlobPart[], limit: number): GlobPart[][] | undefined {
  let variants: GlobPart[][] = [[]];
  for (const part of parts) {
    const pieces = part.kind === 'text' ? dashPieces(part.text) : [[part]];
    for (const piece of pieces) {
      if (variants.length * piece.length > limit) return undefined;
      variants = variants.flatMap((variant) => piece.map((choice) => [...variant, choice]));
    }
  }
  return variants;
}

function dashPieces(text: string): GlobPart[][] {
  const pieces: GlobPart[][] = [];
  let from = 0;
  for (const match of text.matchAll(OPTION_DASH)) {
    if (match.index > from) pieces.push([{ kind: 'text', text: text.slice(from, match.index) }]);
    pieces.push(DASHES.map((dash): GlobPart => ({ kind: 'text', text: dash })));
    from = match.index + 1;
  }
  if (from < text.length) pieces.push([{ kind: 'text', text: text.slice(from) }]);
  return pieces;
}
