import { networkOf } from '@redoubt/tenancy';

/** Bounds of the connections of one listener. */
export interface PlaceLimits {
  /** In all. */
  maxConnections: number;
  /** Of one address; of IPv6, of one /64. */
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
  readonly #perNetwork = new Map<string, number>();
  #taken = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** @returns a place, or why there is none: `full` for everybody, `address` for this one */
  take(address: string): Place | 'full' | 'address' {
    if (this.#taken >= this.#limits.maxConnections) return 'full';
    const network = networkOf(address);
    const ofNetwork = this.#perNetwork.get(network) ?? 0;
    if (ofNetwork >= this.#limits.maxOfAddress) return 'address';
    this.#perNetwork.set(network, ofNetwork + 1);
    this.#taken += 1;
    let isHeld = true;
    return {
      leave: () => {
        if (isHeld) this.#giveBack(network);
        isHeld = false;
      },
    };
  }

  #giveBack(network: string): void {
    this.#taken -= 1;
    const left = (this.#perNetwork.get(network) ?? 0) - 1;
    if (left > 0) this.#perNetwork.set(network, left);
    else this.#perNetwork.delete(network);
  }
}
