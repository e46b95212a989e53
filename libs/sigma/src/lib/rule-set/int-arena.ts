/**
 * Lends arrays for one tree and takes them all back at once, so that compiling thousands of literals leaves no hundred
 * megabytes of garbage to the allocator of the process.
 */
export class IntArena {
  #numbers = new Int32Array(1 << 18);
  #used = 0;

  /** Takes back what was lent; there will be room for as much as was asked for. */
  reset(): void {
    if (this.#used > this.#numbers.length) this.#numbers = new Int32Array(2 * this.#used);
    this.#used = 0;
  }

  /** An array of one number throughout. */
  ints(length: number, fill = 0): Int32Array {
    const start = this.#used;
    this.#used += length;
    const numbers =
      this.#used > this.#numbers.length ? new Int32Array(length) : this.#numbers.subarray(start, this.#used);
    return numbers.fill(fill);
  }
}
