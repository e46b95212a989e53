import type { Clock } from '@redoubt/contracts';

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** A rest after a failure, twice as long after each further one up to 30 s, until something succeeds. */
export class GrowingPause {
  readonly #clock: Clock;
  #lengthMs = 0;
  #endsAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True from a failure until a success, also when the rest is over. */
  get hasFailed(): boolean {
    return this.#lengthMs > 0;
  }

  /** Of the rest, ms. */
  get leftMs(): number {
    return Math.max(0, this.#endsAtMs - this.#clock.monotonicMs());
  }

  /** Failures of what was begun before the rest make it no longer. */
  failed(): void {
    if (this.leftMs > 0) return;
    this.#lengthMs = Math.min(LONGEST_MS, Math.max(FIRST_MS, 2 * this.#lengthMs));
    this.#endsAtMs = this.#clock.monotonicMs() + this.#lengthMs;
  }

  succeeded(): void {
    this.#lengthMs = 0;
    this.#endsAtMs = 0;
  }
}
