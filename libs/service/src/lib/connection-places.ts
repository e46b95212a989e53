/** Bounds of the connections of one listener. */
export interface PlaceLimits {
  /** In all. */
  maxConnections: number;
  /** Of one holder: an address; of IPv6, one /64. */
  maxOfAddress: number;
}

/** A connection's place among those of its listener. */
export interface Place {
  /** Gives the place back; once is enough, more do no harm. */
  leave(): void;
}

/** Keeps one sender from taking the connections of all. */
export class ConnectionPlaces {
  readonly #limits: PlaceLimits;
  /** No more entries than connections. */
  readonly #perHolder = new Map<string, number>();
  #taken = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /**
   * @param holder  whose share it counts in; undefined for who stands for many, and is bounded by all alone
   * @returns a place, or why there is none: `full` for everybody, `address` for this holder
   */
  take(holder: string | undefined): Place | 'full' | 'address' {
    if (this.#taken >= this.#limits.maxConnections) return 'full';
    if (holder !== undefined) {
      const held = this.#perHolder.get(holder) ?? 0;
      if (held >= this.#limits.maxOfAddress) return 'address';
      this.#perHolder.set(holder, held + 1);
    }
    this.#taken += 1;
    let isHeld = true;
    return {
      leave: () => {
        if (isHeld) this.#giveBack(holder);
        isHeld = false;
      },
    };
  }

  #giveBack(holder: string | undefined): void {
    this.#taken -= 1;
    if (holder === undefined) return;
    const left = (this.#perHolder.get(holder) ?? 0) - 1;
    if (left > 0) this.#perHolder.set(holder, left);
    else this.#perHolder.delete(holder);
  }
}
