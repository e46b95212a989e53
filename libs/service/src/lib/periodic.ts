import { toError, type Clock } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';

/** Does something again and again, one at a time, with a pause between; a failure is said and tried again. */
export class Periodic {
  readonly #work: () => Promise<unknown>;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #intervalMs: number;
  #tickedAtMs: number;
  #isClosed = false;
  #wake: (() => void) | undefined;
  #loop: Promise<void> | undefined;

  constructor(
    { name, intervalMs, work }: { name: string; intervalMs: number; work: () => Promise<unknown> },
    { log, clock }: { log: Logger; clock: Clock },
  ) {
    this.#name = name;
    this.#intervalMs = intervalMs;
    this.#work = work;
    this.#log = log;
    this.#clock = clock;
    this.#tickedAtMs = clock.monotonicMs();
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** When it last came round, on the monotonic clock. */
  lastTick(): number {
    return this.#tickedAtMs;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake?.();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      try {
        await this.#work();
      } catch (error) {
        this.#log.error({ err: toError(error), loop: this.#name }, 'loop_failed');
      }
      this.#tickedAtMs = this.#clock.monotonicMs();
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), this.#intervalMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
