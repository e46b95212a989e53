import { LRUCache } from 'lru-cache';
import type { Clock } from '@redoubt/contracts';
import { HandshakeGate } from './handshake-gate.ts';

/** Addresses remembered; the least recent are forgotten, and begin anew. */
const mostAddresses = 20_000;

/** A gate for each address, so that one does not use up the rate of all. */
export class AddressGates {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #gates = new LRUCache<string, HandshakeGate>({ max: mostAddresses });

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** @param holder  whose share it counts in; who has none of its own is let through */
  take(holder: string | undefined): boolean {
    if (holder === undefined) return true;
    let gate = this.#gates.get(holder);
    if (gate === undefined) {
      gate = new HandshakeGate(this.#clock, this.#perSecond);
      this.#gates.set(holder, gate);
    }
    return gate.take();
  }
}
