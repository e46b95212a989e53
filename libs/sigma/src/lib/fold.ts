const NOT_ASCII = /[^\0-\x7f]/;
const DOTLESS_I = 0x131;
const PAGE_UNITS = 256;
// As many as may safely be arguments of one call.
const CHUNK_UNITS = 8_192;

let table: Uint16Array | undefined;

/**
 * Folds case per UTF-16 unit (Unicode simple case folding), so that the result has the length of the text and a part of
 * a text folds to the same part of the folded text. Rules and events are compared after this and nothing else.
 *
 * @see CaseFolding.txt of the Unicode Character Database, status C and S
 */
export function foldText(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  const folds = foldTable();
  const units = new Uint16Array(Math.min(text.length, CHUNK_UNITS));
  let folded = '';
  for (let at = 0; at < text.length; at += CHUNK_UNITS) {
    const count = Math.min(text.length - at, CHUNK_UNITS);
    for (let index = 0; index < count; index++) units[index] = folds[text.charCodeAt(at + index)] as number;
    folded += String.fromCharCode(...units.subarray(0, count));
  }
  return folded;
}

/** The folded unit of every UTF-16 unit; 128 KiB, made when it is first needed. */
export function foldTable(): Uint16Array {
  table ??= makeTable();
  return table;
}

function makeTable(): Uint16Array {
  const folds = Uint16Array.from({ length: 0x10000 }, (_, unit) => unit);
  for (let from = 0; from < folds.length; from += PAGE_UNITS) {
    const page = String.fromCharCode(...folds.subarray(from, from + PAGE_UNITS));
    // Most pages know no case: looking at their units one by one would stall for tens of milliseconds.
    if (page.toLowerCase() === page && page.toUpperCase() === page) continue;
    for (let unit = from; unit < from + PAGE_UNITS; unit++) folds[unit] = foldUnit(unit);
  }
  return folds;
}

/** Through upper case, as some letters have two lower cases: ς and σ, ſ and s. What would grow stays as it is. */
function foldUnit(unit: number): number {
  if (unit === DOTLESS_I) return unit;
  const text = String.fromCharCode(unit);
  const upper = text.toUpperCase();
  const lower = (upper.length === 1 ? upper : text).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}
