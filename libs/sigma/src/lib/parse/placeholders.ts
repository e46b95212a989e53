import type { GlobPart } from '../model/pattern.ts';
import { readSigmaText } from './sigma-text.ts';

/** Values of `%name%`, by name. */
export type Placeholders = Readonly<Record<string, readonly (string | number)[]>>;

/** What the placeholders of a value expand to, or what stands in the way. */
export type Expansion<T> = { values: T[] } | { unresolved: string } | { tooMany: true };

const PLACEHOLDER = /(?<!\\)%([\w.-]+)%/g;

/** Replaces the placeholders of a value's texts; several multiply. `\%` is a percent sign; wildcards in values count. */
export function expandParts(parts: readonly GlobPart[], known: Placeholders, limit: number): Expansion<GlobPart[]> {
  let variants: GlobPart[][] = [[]];
  for (const part of parts) {
    const pieces = part.kind === 'text' ? piecesOf(part.text, known) : [[[part]]];
    if (!Array.isArray(pieces)) return pieces;
    for (const choices of pieces) {
      if (variants.length * choices.length > limit) return { tooMany: true };
      variants = variants.flatMap((variant) => choices.map((choice) => [...variant, ...choice]));
    }
  }
  return { values: variants };
}

/** The same for regular expressions, whose values are put in as they are. */
export function expandSource(source: string, known: Placeholders, limit: number): Expansion<string> {
  let sources = [''];
  for (const [index, piece] of source.split(PLACEHOLDER).entries()) {
    const choices = index % 2 === 0 ? [piece.replaceAll('\\%', '%')] : valuesOf(piece, known);
    if (!choices) return { unresolved: piece };
    if (sources.length * choices.length > limit) return { tooMany: true };
    sources = sources.flatMap((before) => choices.map((choice) => before + choice));
  }
  return { values: sources };
}

function piecesOf(text: string, known: Placeholders): GlobPart[][][] | { unresolved: string } {
  const pieces: GlobPart[][][] = [];
  for (const [index, piece] of text.split(PLACEHOLDER).entries()) {
    if (index % 2 === 0) {
      if (piece !== '') pieces.push([[{ kind: 'text', text: piece.replaceAll('\\%', '%') }]]);
      continue;
    }
    const values = valuesOf(piece, known);
    if (!values) return { unresolved: piece };
    pieces.push(values.map((value) => readSigmaText(value)));
  }
  return pieces;
}

function valuesOf(name: string, known: Placeholders): string[] | undefined {
  const values = Object.hasOwn(known, name) ? known[name] : undefined;
  return values && values.length > 0 ? values.map(String) : undefined;
}
