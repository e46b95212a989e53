import { LRUCache } from 'lru-cache';
import type { Clock } from '@redoubt/contracts';
import { networkOf } from '@redoubt/tenancy';

const windowMs = 60_000;
/** Addresses remembered; the least recent are forgotten, and with them what they asked. */
const mostAddresses = 20_000;

/** Limits what one address may ask without a credential that is good, in this process and in whole minutes. */
export class AddressLimit {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #windows = new LRUCache<string, { asked: number; endsMs: number }>({ max: mostAddresses });

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** @returns ms to wait, 0 when the request may be answered */
  take(address: string): number {
    const nowMs = this.#clock.monotonicMs();
    const key = networkOf(address);
    const known = this.#windows.get(key);
    const window = known && known.endsMs > nowMs ? known : { asked: 0, endsMs: nowMs + windowMs };
    if (window !== known) this.#windows.set(key, window);
    window.asked += 1;
    return window.asked > this.#perMinute ? window.endsMs - nowMs : 0;
  }
}
