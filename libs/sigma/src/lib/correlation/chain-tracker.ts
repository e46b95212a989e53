/**
 * Finds chains: entries that match rules of a list in its order. Told of entries by rising time, it knows for every
 * length and every place in the list when the chain that begins latest begins. Equal times count as in order; one entry
 * fills one place, of a rule listed twice at one time the first.
 */
export class ChainTracker {
  readonly #placesOf: readonly (readonly number[])[];
  readonly #size: number;
  /** Latest beginnings by length - 1 and place of the last entry; the first form is as of before the newest time. */
  #before: Float64Array;
  #starts: Float64Array;
  #newestMs = Number.NEGATIVE_INFINITY;
  /** Positions of entries at the newest time, in order of their places. */
  #newest: number[] = [];

  /** @param placesOf  places in the list, rising, by the position that entries carry */
  constructor(placesOf: readonly (readonly number[])[]) {
    this.#placesOf = placesOf;
    this.#size = placesOf.length;
    this.#before = new Float64Array(this.#size * this.#size).fill(Number.NEGATIVE_INFINITY);
    this.#starts = this.#before.slice();
  }

  add(timeMs: number, position: number): void {
    if (timeMs !== this.#newestMs) {
      this.#newestMs = timeMs;
      this.#newest = [];
      this.#before.set(this.#starts);
    }
    if (this.#newest.includes(position)) return;
    this.#newest.push(position);
    this.#newest.sort((a, b) => this.#firstPlace(a) - this.#firstPlace(b));
    this.#starts.set(this.#before);
    for (const known of this.#newest) this.#extend(known);
  }

  /** Length of the longest chain that begins after a time. */
  longest(afterMs: number): number {
    for (let length = this.#size; length > 0; length--) {
      if (this.latestStartMs(length) > afterMs) return length;
    }
    return 0;
  }

  /** When the chain of a length that begins latest begins; minus infinity when there is none. */
  latestStartMs(length: number): number {
    let latest = Number.NEGATIVE_INFINITY;
    const row = (length - 1) * this.#size;
    for (let place = 0; place < this.#size; place++) latest = Math.max(latest, this.#starts[row + place] as number);
    return latest;
  }

  #extend(position: number): void {
    const places = this.#placesOf[position] as readonly number[];
    for (let nth = places.length - 1; nth >= 0; nth--) {
      const place = places[nth] as number;
      for (let length = place + 1; length > 1; length--) {
        let latest = Number.NEGATIVE_INFINITY;
        const row = (length - 2) * this.#size;
        for (let earlier = 0; earlier < place; earlier++)
          latest = Math.max(latest, this.#starts[row + earlier] as number);
        this.#raise((length - 1) * this.#size + place, latest);
      }
      this.#raise(place, this.#newestMs);
    }
  }

  #firstPlace(position: number): number {
    return this.#placesOf[position]?.[0] as number;
  }

  #raise(index: number, startMs: number): void {
    if (startMs > (this.#starts[index] as number)) this.#starts[index] = startMs;
  }
}

/** The same places for the list read backwards. */
export function mirrored(placesOf: readonly (readonly number[])[]): number[][] {
  return placesOf.map((places) => places.map((place) => placesOf.length - 1 - place).reverse());
}
