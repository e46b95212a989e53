import type { Clock } from '@redoubt/contracts';
import type { DeadLetterLimitOptions } from './contract.ts';

interface Window {
  startedAtMs: number;
  total: number;
  dead: number;
  consecutive: number;
}

const defaults: DeadLetterLimitOptions = {
  maxRatio: 0.5,
  minDead: 100,
  maxConsecutive: 200,
  windowMs: 60_000,
  pauseMs: 30_000,
};

/**
 * Stops a partition in which too much dies: a bad deploy must not move the stream into the dead letters.
 * Bounded: one window and one pause per held partition.
 */
export class DeadLetterLimit {
  readonly #options: DeadLetterLimitOptions;
  readonly #clock: Clock;
  readonly #windows = new Map<number, Window>();
  readonly #pausedUntil = new Map<number, number>();

  constructor(clock: Clock, options: Partial<DeadLetterLimitOptions> = {}) {
    this.#clock = clock;
    this.#options = { ...defaults, ...options };
  }

  get pauseMs(): number {
    return this.#options.pauseMs;
  }

  /** Records the outcome of a batch; false when its dead events must not be written because the limit is reached. */
  record(partition: number, total: number, dead: number): boolean {
    const window = this.#window(partition);
    window.total += total;
    window.dead += dead;
    window.consecutive = dead === total ? window.consecutive + dead : 0;
    const { maxRatio, minDead, maxConsecutive } = this.#options;
    const isRatioBroken = window.dead >= minDead && window.dead / window.total > maxRatio;
    if (dead === 0 || (!isRatioBroken && window.consecutive <= maxConsecutive)) return true;
    this.#windows.delete(partition);
    this.#pausedUntil.set(partition, this.#clock.monotonicMs() + this.#options.pauseMs);
    return false;
  }

  /** Monotonic ms until which the partition rests; 0 when it does not. */
  pausedUntilMs(partition: number): number {
    const until = this.#pausedUntil.get(partition) ?? 0;
    if (until > this.#clock.monotonicMs()) return until;
    this.#pausedUntil.delete(partition);
    return 0;
  }

  pausedCount(): number {
    return [...this.#pausedUntil.keys()].filter((p) => this.pausedUntilMs(p) > 0).length;
  }

  forget(partition: number): void {
    this.#windows.delete(partition);
    this.#pausedUntil.delete(partition);
  }

  #window(partition: number): Window {
    const now = this.#clock.monotonicMs();
    const found = this.#windows.get(partition);
    if (found && now - found.startedAtMs < this.#options.windowMs) return found;
    const fresh = { startedAtMs: now, total: 0, dead: 0, consecutive: found?.consecutive ?? 0 };
    this.#windows.set(partition, fresh);
    return fresh;
  }
}
