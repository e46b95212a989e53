import { type Linked, RecencyList } from './recency-list.ts';

/** What is known of one source. */
export interface SourceMark {
  key: string;
  /** Newest event time, never later than the accept time: a clock that runs ahead moves no floor. Epoch ms. */
  watermarkMs: number;
  lastReceivedMs: number;
  /** Order of the last touch over the whole state. */
  touch: number;
}

interface HeldMark extends SourceMark, Linked<HeldMark> {
  heapIndex: number;
}

/**
 * Newest event times of the recently active sources of an organisation, and the lowest of them. Bounded: beyond
 * `maxSources` the least recently heard leaves; one that was idle for `sourceIdleMs` of accept time leaves as well.
 */
export class SourceWatermarks {
  readonly #maxSources: number;
  readonly #idleMs: number;
  readonly #marks = new Map<string, HeldMark>();
  readonly #byTouch = new RecencyList<HeldMark>();
  /** Binary heap, lowest watermark first. */
  readonly #heap: HeldMark[] = [];
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
    const known = this.#marks.get(key);
    const beforeMs = known?.watermarkMs ?? Number.NEGATIVE_INFINITY;
    const mark = known ?? this.#hold({ key, watermarkMs: seenMs, lastReceivedMs: receivedAtMs, touch });
    mark.lastReceivedMs = Math.max(mark.lastReceivedMs, receivedAtMs);
    mark.touch = touch;
    this.#byTouch.touch(mark);
    if (seenMs > mark.watermarkMs) {
      mark.watermarkMs = seenMs;
      this.#sink(mark);
    }
    this.#expire(mark);
    return beforeMs;
  }

  /** Puts back the sources of a checkpoint, in any order, before the first event. */
  restore(marks: readonly SourceMark[]): void {
    for (const mark of [...marks].sort((a, b) => a.touch - b.touch)) {
      this.#byTouch.touch(this.#hold(mark));
      this.#nowMs = Math.max(this.#nowMs, mark.lastReceivedMs);
    }
  }

  #hold({ key, watermarkMs, lastReceivedMs, touch }: SourceMark): HeldMark {
    const mark = { key, watermarkMs, lastReceivedMs, touch, heapIndex: 0, older: undefined, newer: undefined };
    this.#marks.set(key, mark);
    this.#place(mark, this.#heap.length);
    this.#rise(mark);
    return mark;
  }

  #expire(newest: HeldMark): void {
    for (let oldest = this.#byTouch.oldest; oldest !== undefined && oldest !== newest; oldest = this.#byTouch.oldest) {
      const isOverflow = this.#marks.size > this.#maxSources;
      if (!isOverflow && oldest.lastReceivedMs > this.#nowMs - this.#idleMs) return;
      this.#remove(oldest, isOverflow);
    }
  }

  #remove(mark: HeldMark, isOverflow: boolean): void {
    this.#marks.delete(mark.key);
    this.#byTouch.remove(mark);
    const last = this.#heap.pop() as HeldMark;
    if (last !== mark) {
      this.#place(last, mark.heapIndex);
      this.#sink(last);
      this.#rise(last);
    }
    this.#onRemoved(mark.key, isOverflow);
  }

  #rise(mark: HeldMark): void {
    let index = mark.heapIndex;
    while (index > 0) {
      const above = this.#heap[(index - 1) >> 1] as HeldMark;
      if (above.watermarkMs <= mark.watermarkMs) break;
      this.#place(above, index);
      index = (index - 1) >> 1;
    }
    this.#place(mark, index);
  }

  #sink(mark: HeldMark): void {
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

  #place(mark: HeldMark, index: number): void {
    this.#heap[index] = mark;
    mark.heapIndex = index;
  }
}
