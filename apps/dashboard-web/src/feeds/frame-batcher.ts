/** Asks for a call before the next frame; returns what takes it back. */
export type Schedule = (run: () => void) => () => void;

export const onFrame: Schedule = (run) => {
  const id = requestAnimationFrame(run);
  return () => cancelAnimationFrame(id);
};

interface FrameBatcherOptions<T> {
  schedule?: Schedule;
  /** What waits for a frame at most; beyond it the oldest are dropped. Hidden tabs have no frames. */
  capacity: number;
  onFlush: (items: T[], droppedCount: number) => void;
}

/** Hands on what came since the last frame, all at once. */
export class FrameBatcher<T> {
  readonly #options: FrameBatcherOptions<T>;
  #waiting: T[] = [];
  #droppedCount = 0;
  #cancel: (() => void) | undefined;

  constructor(options: FrameBatcherOptions<T>) {
    this.#options = options;
  }

  push(items: readonly T[]): void {
    const { capacity, schedule = onFrame } = this.#options;
    for (const item of items) this.#waiting.push(item);
    const excess = this.#waiting.length - capacity;
    if (excess > 0) {
      this.#waiting.splice(0, excess);
      this.#droppedCount += excess;
    }
    this.#cancel ??= schedule(() => this.flush());
  }

  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#waiting.length === 0) return;
    const [items, dropped] = [this.#waiting, this.#droppedCount];
    this.#waiting = [];
    this.#droppedCount = 0;
    this.#options.onFlush(items, dropped);
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#waiting = [];
    this.#droppedCount = 0;
  }
}
