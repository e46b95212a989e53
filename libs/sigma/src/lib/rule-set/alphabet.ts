/** Characters of a set of folded literals, numbered from 1. */
export interface Alphabet {
  /** Class of a folded unit, 0 when no literal has it. */
  classOf(unit: number): number;
  /** Classes with 0. */
  size: number;
  /** As it is stored: 128 bytes, or the pages of a wide alphabet. */
  bytes: Uint8Array;
}

const ASCII = 128;
const CASE_BIT = 0x20;
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;

/** The alphabet of folded literals that hold ASCII characters only. Upper case letters get the class of lower ones. */
export function asciiAlphabet(literals: readonly string[]): Alphabet {
  const bytes = new Uint8Array(ASCII);
  let size = 1;
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at++) {
      const unit = literal.charCodeAt(at);
      if (bytes[unit] === 0) bytes[unit] = size++;
    }
  }
  for (let unit = UPPER_A; unit <= UPPER_Z; unit++) bytes[unit] = bytes[unit | CASE_BIT] as number;
  return { classOf: (unit) => bytes[unit] as number, size, bytes };
}
