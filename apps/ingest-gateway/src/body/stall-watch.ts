const TICK_MS = 1000;

/** Something that waits for its sender. */
export interface Watched {
  /** Called once a second; the number of ticks is kept by the watched thing. */
  tick(): void;
}

/**
 * One timer for all bodies that are being received: a timer per request would cost more than parsing a small event.
 * Bound: one entry per open request.
 */
export class StallWatch {
  readonly #watched = new Set<Watched>();
  readonly #timer: NodeJS.Timeout;
  #lastTickMs = performance.now();

  constructor(tickMs = TICK_MS) {
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  add(watched: Watched): void {
    this.#watched.add(watched);
  }

  delete(watched: Watched): void {
    this.#watched.delete(watched);
  }

  /** Monotonic time of the last tick: shows that the event loop runs. */
  get lastTickMs(): number {
    return this.#lastTickMs;
  }

  get size(): number {
    return this.#watched.size;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    this.#lastTickMs = performance.now();
    for (const watched of this.#watched) watched.tick();
  }
}
