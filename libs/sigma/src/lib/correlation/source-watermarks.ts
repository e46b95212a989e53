/** What is known of one source. */
export interface SourceMark {
  key: string;
  /** Newest event time, never later than the accept time: a clock that runs ahead moves no floor. Epoch ms. */
  watermarkMs: number;
  lastReceivedMs: number;
  /** Order of the last touch over the whole state. */
  touch: number;
  heapIndex: number;
}

/**
 * Newest event times of the recently active sources of an organisation, and the lowest of them. Bounded: beyond
 * `maxSources` the least recently heard leaves; one that was idle for `sourceIdleMs` of accept time leaves as well.
 */
export class SourceWatermarks {
  readonly #maxSources: number;
  readonly #idleMs: number;
  /** In order of the last touch. */
  readonly #marks = new Map<string, SourceMark>();
  /** Binary heap, lowest watermark first. */
  readonly #heap: SourceMark[] = [];
  #nowMs = Number.NEGATIVE_INFINITY;
  readonly #onRemoved: (key: string, isOverflow: boolean) => void;

  constructor(maxSources: number, idleMs: number, onRemoved: (key: string, isOverflow: boolean) => void) {
    this.#maxSources = maxSources;
    this.#idleMs = idleMs;
    this.#onRemoved = onRemoved;
  }

  get size(): number {
    return this.#marks.size;
  }

  /** Lowest watermark, epoch ms; minus infinity when no source is known. */
  get lowestMs(): number {
    return this.#heap[0]?.watermarkMs ?? Number.NEGATIVE_INFINITY;
  }

  get(key: string): SourceMark | undefined {
    return this.#marks.get(key);
  }

  /** @returns the source's watermark before this event, minus infinity for a new source */
  observe(key: string, timeMs: number, receivedAtMs: number, touch: number): number {
    this.#nowMs = Math.max(this.#nowMs, receivedAtMs);
    const seenMs = Math.min(timeMs, receivedAtMs);
    let mark = this.#marks.get(key);
    const beforeMs = mark?.watermarkMs ?? Number.NEGATIVE_INFINITY;
    if (mark === undefined) {
      mark = { key, watermarkMs: seenMs, lastReceivedMs: receivedAtMs, touch, heapIndex: 0 };
      this.#push(mark);
    } else {
      this.#marks.delete(key);
      mark.lastReceivedMs = Math.max(mark.lastReceivedMs, receivedAtMs);
      mark.touch = touch;
      if (seenMs > mark.watermarkMs) {
        mark.watermarkMs = seenMs;
        this.#sink(mark);
      }
    }
    this.#marks.set(key, mark);
    this.#expire(mark);
    return beforeMs;
  }

  /** Puts back sources of a checkpoint, in any order. */
  restore(marks: readonly Omit<SourceMark, 'heapIndex'>[]): void {
    const all = [...this.#marks.values(), ...marks.map((mark) => ({ ...mark, heapIndex: 0 }))];
    this.#marks.clear();
    this.#heap.length = 0;
    for (const mark of all.sort((a, b) => a.touch - b.touch)) {
      this.#marks.set(mark.key, mark);
      this.#push(mark);
      this.#nowMs = Math.max(this.#nowMs, mark.lastReceivedMs);
    }
  }

  #expire(newest: SourceMark): void {
    for (const oldest of this.#marks.values()) {
      if (oldest === newest) return;
      const isOverflow = this.#marks.size > this.#maxSources;
      if (!isOverflow && oldest.lastReceivedMs > this.#nowMs - this.#idleMs) return;
      this.#remove(oldest, isOverflow);
    }
  }

  #remove(mark: SourceMark, isOverflow: boolean): void {
    this.#marks.delete(mark.key);
    const last = this.#heap.pop() as SourceMark;
    if (last !== mark) {
      this.#place(last, mark.heapIndex);
      this.#sink(last);
      this.#rise(last);
    }
    this.#onRemoved(mark.key, isOverflow);
  }

  #push(mark: SourceMark): void {
    this.#place(mark, this.#heap.length);
    this.#rise(mark);
  }

  #rise(mark: SourceMark): void {
    let index = mark.heapIndex;
    while (index > 0) {
      const above = this.#heap[(index - 1) >> 1] as SourceMark;
      if (above.watermarkMs <= mark.watermarkMs) break;
      this.#place(above, index);
      index = (index - 1) >> 1;
    }
    this.#place(mark, index);
  }

  #sink(mark: SourceMark): void {
    let index = mark.heapIndex;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const lower = right !== undefined && left !== undefined && right.watermarkMs < left.watermarkMs ? right : left;
      if (lower === undefined || lower.watermarkMs >= mark.watermarkMs) break;
      const next = lower.heapIndex;
      this.#place(lower, index);
      index = next;
    }
    this.#place(mark, index);
  }

  #place(mark: SourceMark, index: number): void {
    this.#heap[index] = mark;
    mark.heapIndex = index;
  }
}
