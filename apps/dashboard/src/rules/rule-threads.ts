import { Refusal } from '../http/refusal.ts';
import { RuleThread } from './rule-thread.ts';

export interface RuleThreadsOptions {
  /** At work at once; each may take some hundred megabytes. Further ones are refused. */
  maxThreads: number;
  /** Longest wait for one answer. */
  timeoutMs: number;
  /** How long one is kept for the next job, since starting it takes longer than most jobs. */
  idleMs: number;
}

/** Lends threads for rules. */
export class RuleThreads {
  readonly #options: RuleThreadsOptions;
  #busy = 0;
  #idle: { thread: RuleThread; timer: NodeJS.Timeout } | undefined;

  constructor(options: RuleThreadsOptions) {
    this.#options = options;
  }

  /** @throws Refusal `overloaded`, and what `work` ends with */
  async run<T>(work: (thread: RuleThread) => Promise<T>): Promise<T> {
    if (this.#busy >= this.#options.maxThreads) {
      throw new Refusal('overloaded', 'as many rules are being tried as may be', { retryAfterS: 2 });
    }
    this.#busy += 1;
    const thread = this.#take();
    let isDone = false;
    try {
      const result = await work(thread);
      isDone = true;
      return result;
    } finally {
      this.#busy -= 1;
      // One that was left in the middle of a job may still be at it.
      if (isDone && !thread.hasFailed && this.#idle === undefined) this.#keep(thread);
      else await thread.close();
    }
  }

  #take(): RuleThread {
    const idle = this.#idle;
    if (idle === undefined) return new RuleThread(this.#options.timeoutMs);
    this.#idle = undefined;
    clearTimeout(idle.timer);
    if (idle.thread.hasFailed) return new RuleThread(this.#options.timeoutMs);
    idle.thread.hold(true);
    return idle.thread;
  }

  #keep(thread: RuleThread): void {
    thread.hold(false);
    const timer = setTimeout(() => {
      this.#idle = undefined;
      void thread.close();
    }, this.#options.idleMs);
    timer.unref();
    this.#idle = { thread, timer };
  }
}
