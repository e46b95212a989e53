import { foldTable } from '../fold.ts';
import type { Alphabet } from './alphabet.ts';

const PAGE_UNITS = 256;

/**
 * The alphabet of folded literals with any characters, for texts that are not folded: pages of 256 classes of 16 bits
 * each, before them one with the number of the page for each high byte.
 */
export function wideAlphabet(literals: readonly string[]): Alphabet {
  const classes = new Map<number, number>();
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at++) {
      const unit = literal.charCodeAt(at);
      if (!classes.has(unit)) classes.set(unit, classes.size + 1);
    }
  }
  return {
    classOf: (unit) => classes.get(unit) ?? 0,
    size: classes.size + 1,
    bytes: new Uint8Array(pagesOf(classes).buffer),
  };
}

/** Class of a unit that is not folded. */
export function wideClassOf(pages: Uint16Array, unit: number): number {
  return pages[((pages[unit >> 8] as number) << 8) + (unit & 0xff)] as number;
}

function pagesOf(classes: ReadonlyMap<number, number>): Uint16Array<ArrayBuffer> {
  const variants = variantTable();
  const classOf = new Map<number, number>();
  for (const [unit, number] of classes) {
    classOf.set(unit, number);
    for (const variant of variants.get(unit) ?? []) classOf.set(variant, number);
  }
  const used = new Set([...classOf.keys()].map((unit) => unit >> 8));
  // The page numbers are page 0 themselves, the empty page is 1.
  const pages = new Uint16Array((used.size + 2) * PAGE_UNITS).fill(1, 0, PAGE_UNITS);
  let next = 2;
  for (const page of used) pages[page] = next++;
  for (const [unit, number] of classOf) pages[((pages[unit >> 8] as number) << 8) + (unit & 0xff)] = number;
  return pages;
}

let unitsByFolded: Map<number, number[]> | undefined;

/** Of folded units the others that fold to them. */
function variantTable(): ReadonlyMap<number, readonly number[]> {
  if (unitsByFolded !== undefined) return unitsByFolded;
  unitsByFolded = new Map();
  const folds = foldTable();
  for (let unit = 0; unit < folds.length; unit++) {
    const folded = folds[unit] as number;
    if (folded === unit) continue;
    const units = unitsByFolded.get(folded);
    if (units) units.push(unit);
    else unitsByFolded.set(folded, [unit]);
  }
  return unitsByFolded;
}
