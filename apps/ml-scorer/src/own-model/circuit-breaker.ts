import type { Clock } from '@redoubt/contracts';

/** Lets calls through until some fail in a row; then, after a pause, one at a time until one succeeds. */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #failuresToOpen: number;
  readonly #pauseMs: number;
  #failures = 0;
  #refusesUntilMs = 0;

  constructor(clock: Clock, { failuresToOpen, pauseMs }: { failuresToOpen: number; pauseMs: number }) {
    this.#clock = clock;
    this.#failuresToOpen = failuresToOpen;
    this.#pauseMs = pauseMs;
  }

  get isOpen(): boolean {
    return this.#failures >= this.#failuresToOpen;
  }

  /** Whether a call may be made now; while open, a yes is for one trial, and the next comes a pause later. */
  mayCall(): boolean {
    if (!this.isOpen) return true;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#refusesUntilMs) return false;
    this.#refusesUntilMs = nowMs + this.#pauseMs;
    return true;
  }

  /** What a trial needs was got ready by a call: the trial itself is still to come. */
  allowTrial(): void {
    this.#refusesUntilMs = 0;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    this.#refusesUntilMs = this.#clock.monotonicMs() + this.#pauseMs;
  }
}
