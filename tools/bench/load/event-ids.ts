/** Length of an event id: tag, dash, eight hexadecimal digits. */
export const ID_LENGTH = 13;
const HEX_PAIRS = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join(''));

/**
 * The ids of a run are numbers 0, 1, 2, … scrambled by a bijection of 32-bit numbers (the finaliser of MurmurHash3), so
 * that they compress as badly as real ones and still are a list that needs no memory.
 */
export function scramble(number: number): number {
  let x = number >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Inverse of `scramble`. */
export function unscramble(scrambled: number): number {
  let x = scrambled >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7ed1b41d);
  x = Math.imul(x ^ (x >>> 13) ^ (x >>> 26), 0xa5cb9243);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Writes eight hexadecimal digits. */
export function writeHex(target: Buffer, at: number, value: number): void {
  for (let i = 0; i < 4; i++) {
    const pair = ((value >>> (24 - 8 * i)) & 0xff) * 2;
    target[at + 2 * i] = HEX_PAIRS[pair] as number;
    target[at + 2 * i + 1] = HEX_PAIRS[pair + 1] as number;
  }
}

/** `<tag>-<digits>`; the tag has four characters and tells runs apart. */
export function idText(tag: string, number: number): string {
  return `${tag}-${scramble(number).toString(16).padStart(8, '0')}`;
}

/** Number of an id of this run, or undefined when it is none. */
export function numberOfId(tag: string, id: string): number | undefined {
  if (id.length !== ID_LENGTH || !id.startsWith(`${tag}-`)) return undefined;
  const scrambled = Number.parseInt(id.slice(5), 16);
  return Number.isNaN(scrambled) ? undefined : unscramble(scrambled);
}
