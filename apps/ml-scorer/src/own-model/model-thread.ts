import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadOptions, ThreadQuestion } from './thread-messages.ts';

const THREAD = join(import.meta.dirname, 'model-thread-main.ts');
const MAX_HEAP_MB = 256;

/** A thread that runs a model, so that a slow one keeps no event waiting beyond its time. One that failed is done with. */
export class ModelThread {
  /** Rejects when the model cannot be loaded. */
  readonly loaded: Promise<void>;
  readonly #worker: Worker;
  readonly #loading = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, PromiseWithResolvers<Float64Array>>();
  #failure: Error | undefined;
  #lastId = 0;

  constructor(options: ThreadOptions) {
    this.loaded = this.#loading.promise;
    this.loaded.catch(() => undefined);
    this.#worker = new Worker(THREAD, {
      workerData: options,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: ThreadAnswer) => this.#hear(answer));
    this.#worker.once('error', (error) => this.#fail(error));
    this.#worker.once('exit', () => this.#fail(new Error('the thread of the model has ended')));
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** @throws Error  the model failed, or its thread ended */
  async score(rows: Float32Array, count: number): Promise<Float64Array> {
    if (this.#failure) throw this.#failure;
    const id = ++this.#lastId;
    const waiting = Promise.withResolvers<Float64Array>();
    this.#waiting.set(id, waiting);
    this.#worker.postMessage({ id, rows, count } satisfies ThreadQuestion, [rows.buffer as ArrayBuffer]);
    try {
      return await waiting.promise;
    } finally {
      this.#waiting.delete(id);
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(answer: ThreadAnswer): void {
    if (answer.kind === 'loaded') return this.#loading.resolve();
    const waiting = this.#waiting.get(answer.id);
    if (answer.kind === 'scores') waiting?.resolve(answer.scores);
    else waiting?.reject(new Error(answer.detail));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#loading.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}
