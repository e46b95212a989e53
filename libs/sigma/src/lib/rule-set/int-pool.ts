import type { Span } from './compiled-rules.ts';

const CHUNK_NUMBERS = 1 << 18;

/** A growing block of 32-bit numbers. */
export class IntPool {
  readonly #chunks: Int32Array[] = [];
  #length = 0;

  add(numbers: ArrayLike<number>): Span {
    const span = { start: this.#length, length: numbers.length };
    for (let from = 0; from < numbers.length;) from = this.#addSome(numbers, from);
    return span;
  }

  /** A length that is no multiple of four is filled up with zeros. */
  addBytes(bytes: Uint8Array): Span {
    const padded = new Uint8Array((bytes.length + 3) & ~3);
    padded.set(bytes);
    return this.add(new Int32Array(padded.buffer));
  }

  /** All numbers as one block. */
  join(): Int32Array<ArrayBuffer> {
    const joined = new Int32Array(this.#length);
    this.#chunks.forEach((chunk, index) => {
      const start = index * CHUNK_NUMBERS;
      joined.set(chunk.subarray(0, this.#length - start), start);
    });
    return joined;
  }

  /** As many as go into the last chunk. @returns the index of the next number */
  #addSome(numbers: ArrayLike<number>, from: number): number {
    const at = this.#length % CHUNK_NUMBERS;
    if (at === 0) this.#chunks.push(new Int32Array(CHUNK_NUMBERS));
    const chunk = this.#chunks.at(-1) as Int32Array;
    const count = Math.min(numbers.length - from, CHUNK_NUMBERS - at);
    for (let index = 0; index < count; index++) chunk[at + index] = numbers[from + index] as number;
    this.#length += count;
    return from + count;
  }
}

/** The numbers of a span, not copied. */
export function viewOf(pool: Int32Array<ArrayBuffer>, { start, length }: Span): Int32Array<ArrayBuffer> {
  return pool.subarray(start, start + length);
}

/** The bytes of a span, not copied. */
export function bytesOf(pool: Int32Array<ArrayBuffer>, { start, length }: Span): Uint8Array<ArrayBuffer> {
  return new Uint8Array(pool.buffer, pool.byteOffset + start * 4, length * 4);
}
