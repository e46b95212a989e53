import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Refusal } from '../http/refusal.ts';
import type { ThreadAnswers } from './thread-jobs.ts';

const THREAD = join(import.meta.dirname, 'rule-thread-main.ts');
/** Packs of thousands of rules fit; what needs more ends its thread and not the process. */
const MAX_HEAP_MB = 512;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

/**
 * A thread that reads, compiles or runs rules, so that neither large packs nor rules that take their time keep other
 * requests waiting. One question at a time. One that failed answers nothing more.
 */
export class RuleThread {
  readonly #worker: Worker;
  readonly #timeoutMs: number;
  #waiting: PromiseWithResolvers<unknown> | undefined;
  #failure: Error | undefined;

  /** @param timeoutMs  longest wait for one answer */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#worker = new Worker(THREAD, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#worker.on('message', (answer: unknown) => this.#waiting?.resolve(answer));
    this.#worker.once('error', (error: NodeJS.ErrnoException) => this.#fail(errorOf(error)));
    this.#worker.once('exit', (code) => this.#fail(new Error(`the rule thread ended with ${code}`)));
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** @throws Refusal  it takes too long, or too much memory; Error  the thread ended */
  async ask<K extends keyof ThreadAnswers>(_kind: K, message: ThreadAnswers[K][0]): Promise<ThreadAnswers[K][1]> {
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting = waiting;
    if (this.#failure) throw this.#failure;
    // Whoever asks may look at the answer later, when it has failed already.
    waiting.promise.catch(() => undefined);
    this.#worker.postMessage(message);
    const timer = setTimeout(() => {
      this.#fail(new Refusal('refused', 'the rules take too long'));
      void this.#worker.terminate();
    }, this.#timeoutMs);
    try {
      return (await waiting.promise) as ThreadAnswers[K][1];
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether the process stays alive for it. */
  hold(isHeld: boolean): void {
    if (isHeld) this.#worker.ref();
    else this.#worker.unref();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(this.#failure);
  }
}

function errorOf(error: NodeJS.ErrnoException): Error {
  return error.code === OUT_OF_MEMORY ? new Refusal('refused', 'the rules need too much memory') : error;
}
