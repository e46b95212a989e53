import type { Span } from './compiled-rules.ts';

/** A growing block of 32-bit numbers. */
export class IntPool {
  #numbers = new Int32Array(1 << 16);
  #length = 0;

  add(numbers: ArrayLike<number>): Span {
    const start = this.#length;
    this.#reserve(numbers.length);
    this.#numbers.set(numbers, start);
    this.#length += numbers.length;
    return { start, length: numbers.length };
  }

  /** A length that is no multiple of four is filled up with zeros. */
  addBytes(bytes: Uint8Array): Span {
    const padded = new Uint8Array((bytes.length + 3) & ~3);
    padded.set(bytes);
    return this.add(new Int32Array(padded.buffer));
  }

  /** The numbers so far, in a block of just their size. The pool is of no use afterwards. */
  take(): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#numbers.buffer.transferToFixedLength(this.#length * 4));
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#numbers.length) return;
    const grown = new Int32Array(Math.max(needed, this.#numbers.length * 2));
    grown.set(this.#numbers.subarray(0, this.#length));
    this.#numbers = grown;
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
