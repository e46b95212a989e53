/** Numbers that come and go, in rising order. */
export class SortedValues {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.splice(this.#indexOf(value), 0, value);
  }

  remove(value: number): void {
    this.#values.splice(this.#indexOf(value), 1);
  }

  /** Nearest rank: the smallest value that at least `percentile` of a hundred values do not exceed; 0 without values. */
  percentile(percentile: number): number {
    const count = this.#values.length;
    const rank = Math.min(count, Math.max(1, Math.ceil((percentile / 100) * count)));
    return this.#values[rank - 1] ?? 0;
  }

  /** Where the first value stands that is not below the given one. */
  #indexOf(value: number): number {
    let low = 0;
    let high = this.#values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#values[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
