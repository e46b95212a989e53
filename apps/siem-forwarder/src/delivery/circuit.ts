import type { RetryOptions } from '../config.ts';

/** What to do after a failure. */
export interface Rest {
  pauseMs: number;
  /** The receiver is left alone; what is in hand is let go of meanwhile. */
  isOpen: boolean;
}

/** Failures in a row after which a receiver is left alone. */
const FAILURES_TO_OPEN = 3;
/** A wait that is not worth letting go of a batch for, ms. */
const SHORT_MS = 500;
/** Of the first pause after a failure. */
const BUSY_PART = 8;
/** However long a receiver asks to be left alone, people want to see it come back. */
const LONGEST_WANTED_MS = 5 * 60_000;

/**
 * Circuit of one sink: pauses double with every failure, half of each is left to chance; from the third failure on the
 * circuit is open, and the first request after a pause is a small one.
 */
export class Circuit {
  readonly #options: RetryOptions;
  readonly #random: () => number;
  #failures = 0;

  constructor(options: RetryOptions, random: () => number = Math.random) {
    this.#options = options;
    this.#random = random;
  }

  /** Whether the next request is a trial. */
  get isOpen(): boolean {
    return this.#failures >= FAILURES_TO_OPEN;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** A receiver that took some and wants the others later is busy, not away. @param wantedMs what it asked for */
  busy(wantedMs = 0): Rest {
    const own = (this.#options.pauseMs * (1 + this.#random())) / BUSY_PART;
    const pauseMs = Math.max(own, Math.min(LONGEST_WANTED_MS, wantedMs));
    return { pauseMs, isOpen: pauseMs > SHORT_MS };
  }

  /** @param wantedMs what the receiver asked for */
  failed(wantedMs?: number): Rest {
    this.#failures += 1;
    const { pauseMs, longestPauseMs } = this.#options;
    const base = Math.min(longestPauseMs, pauseMs * 2 ** Math.min(30, this.#failures - 1));
    const own = base / 2 + (this.#random() * base) / 2;
    const wanted = Math.min(LONGEST_WANTED_MS, wantedMs ?? 0);
    const pause = Math.max(own, wanted);
    return { pauseMs: pause, isOpen: this.isOpen || pause > SHORT_MS };
  }
}
