import type { Clock } from '@redoubt/contracts';

/** A clock that stands still until told otherwise. */
export class FakeClock implements Clock {
  #nowMs: number;
  #monotonicMs = 0;

  constructor(nowMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** Lets `durationMs` pass on both clocks. */
  advance(durationMs: number): void {
    this.#nowMs += durationMs;
    this.#monotonicMs += durationMs;
  }

  /** Sets the wall clock alone, as a time correction does. */
  setNow(nowMs: number): void {
    this.#nowMs = nowMs;
  }
}
