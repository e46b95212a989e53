// Bound once: looking names up in Math costs more than the sums where a global object is guarded, as under test.
const { imul } = Math;

/** Finaliser of MurmurHash3: every input bit moves every output bit. Result is a signed 32-bit whole number. */
export function scramble(value: number): number {
  let h = value | 0;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Joins two hashes in order: `mixHashes(a, b)` differs from `mixHashes(b, a)`. */
export function mixHashes(first: number, second: number): number {
  return scramble(imul(first, 0x9e3779b1) ^ scramble(second + 0x7f4a7c15));
}

/**
 * Hashes texts under a secret: HalfSipHash-1-3 (Aumasson, Bernstein 2012) over UTF-16 units taken in pairs.
 *
 * Who does not know the key cannot make texts that collide, and what collides under one key does not under another.
 */
export class KeyedHash {
  readonly #k0: number;
  readonly #k1: number;

  constructor(key: readonly [number, number]) {
    this.#k0 = key[0] | 0;
    this.#k1 = key[1] | 0;
  }

  /** @returns a signed 32-bit whole number */
  text(value: string): number {
    let v0 = this.#k0;
    let v1 = this.#k1;
    let v2 = 0x6c796765 ^ v0;
    let v3 = 0x74656462 ^ v1;
    const length = value.length;
    const rounds = (length >> 1) + 4;
    for (let round = 0; round < rounds; round++) {
      const at = round * 2;
      let word = 0;
      if (at + 1 < length) word = value.charCodeAt(at) | (value.charCodeAt(at + 1) << 16);
      else if (at <= length) word = (length << 24) | (at < length ? value.charCodeAt(at) : 0);
      if (round === rounds - 3) v2 ^= 0xff;
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    return v1 ^ v3;
  }
}
