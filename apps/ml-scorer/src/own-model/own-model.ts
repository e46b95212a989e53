import { basename } from 'node:path';
import { toError, type Clock } from '@redoubt/contracts';
import type { ScoringEvent } from '@redoubt/scoring';
import { withDeadline } from '@redoubt/service';
import type { Logger } from '@redoubt/telemetry';
import { CircuitBreaker } from './circuit-breaker.ts';
import { FEATURES, writeFeatures } from './feature-vector.ts';
import { ModelThread } from './model-thread.ts';
import type { OwnModelMetrics } from './own-model-metrics.ts';
import type { ThreadOptions } from './thread-messages.ts';
import { Turns } from './turns.ts';

/** Rows that the model is given at a time. */
const BATCH_ROWS = 256;
/** Batches that wait for it to be free. */
const MAX_WAITING = 64;
const NAME_LIMIT = 64;

export interface OwnModelOptions extends ThreadOptions {
  /** Longest wait for the answer to a batch, from when the model is given it; and before that, until the model is free. */
  timeoutMs: number;
  /** Longest wait for the model to be loaded. */
  loadTimeoutMs: number;
  /** Failures in a row after which the model is left alone. */
  failuresToOpen: number;
  /** How long. */
  pauseMs: number;
}

/** What became of a batch. */
type Result = 'scored' | 'loading' | 'left_alone' | 'busy' | 'failed';

/**
 * A model that the operator brought along. It never fails and never keeps a batch for longer than twice its time-out: what
 * it does not answer is scored without it. It is given one batch at a time, so that it is not blamed for a queue.
 */
export class OwnModel {
  readonly #options: OwnModelOptions;
  readonly #log: Logger;
  readonly #metrics: OwnModelMetrics;
  readonly #breaker: CircuitBreaker;
  readonly #name: string;
  readonly #turns: Turns;
  #thread: ModelThread | undefined;
  #loading: Promise<void> | undefined;
  #isClosed = false;
  /** Threads that are ending. */
  readonly #ending = new Set<Promise<void>>();

  constructor(
    { log, clock, metrics }: { log: Logger; clock: Clock; metrics: OwnModelMetrics },
    options: OwnModelOptions,
  ) {
    this.#options = options;
    this.#log = log;
    this.#metrics = metrics;
    this.#breaker = new CircuitBreaker(clock, options);
    this.#turns = new Turns({ maxWaiting: MAX_WAITING, longestWaitMs: options.timeoutMs });
    this.#name = basename(options.file, '.onnx').slice(0, NAME_LIMIT);
  }

  /** Loads the model in the background; resolves when it is there, or is not to be had for now. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** Gives the events what the model says about them, as far as it does in time. */
  async judge(events: readonly ScoringEvent[]): Promise<void> {
    for (let at = 0; at < events.length; at += BATCH_ROWS) {
      const some = events.slice(at, at + BATCH_ROWS);
      this.#metrics.events.inc({ result: await this.#judgeSome(some) }, some.length);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#thread) this.#drop(this.#thread);
    await this.#loading;
    await Promise.all(this.#ending);
  }

  async #judgeSome(events: readonly ScoringEvent[]): Promise<Result> {
    // Nobody waits for a trial.
    if (this.#turns.isTaken && this.#breaker.isOpen) return 'left_alone';
    if (!(await this.#turns.begin())) return 'busy';
    try {
      return await this.#judgeInTurn(events);
    } finally {
      this.#turns.end();
    }
  }

  async #judgeInTurn(events: readonly ScoringEvent[]): Promise<Result> {
    const thread = this.#thread;
    if (this.#loading || this.#isClosed) return 'loading';
    if (!this.#breaker.mayCall()) return 'left_alone';
    if (!thread) {
      void this.load();
      return 'loading';
    }
    try {
      const scores = await this.#ask(thread, events);
      events.forEach((event, at) => (event.ownModel = { model: this.#name, score: scores[at] as number }));
      this.#breaker.succeeded();
      return 'scored';
    } catch (error) {
      this.#failed(toError(error));
      return 'failed';
    } finally {
      this.#metrics.isOpen.set(this.#breaker.isOpen ? 1 : 0);
    }
  }

  async #ask(thread: ModelThread, events: readonly ScoringEvent[]): Promise<Float64Array> {
    const rows = new Float32Array(events.length * FEATURES);
    events.forEach((event, at) => writeFeatures(event, rows.subarray(at * FEATURES, (at + 1) * FEATURES)));
    const startedAt = performance.now();
    try {
      return await withDeadline(thread.score(rows, events.length), this.#options.timeoutMs, () => {
        // It may be busy for ever: only a new thread is sure to answer.
        this.#drop(thread);
        return new Error(`the model took longer than ${this.#options.timeoutMs} ms`);
      });
    } catch (error) {
      if (thread.hasFailed) this.#drop(thread);
      throw error;
    } finally {
      this.#metrics.seconds.observe((performance.now() - startedAt) / 1_000);
    }
  }

  async #load(): Promise<void> {
    const thread = new ModelThread(this.#options);
    try {
      await withDeadline(
        thread.loaded,
        this.#options.loadTimeoutMs,
        () => new Error('the model takes too long to load'),
      );
      this.#thread = thread;
      this.#breaker.allowTrial();
      this.#log.info({ model: this.#name }, 'own_model_loaded');
    } catch (error) {
      this.#drop(thread);
      this.#failed(toError(error));
    }
    if (this.#isClosed) this.#drop(thread);
  }

  #drop(thread: ModelThread): void {
    const ended: Promise<void> = thread.close().finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
    if (this.#thread === thread) this.#thread = undefined;
  }

  #failed(error: Error): void {
    this.#breaker.failed();
    this.#metrics.failures.inc();
    this.#metrics.isOpen.set(this.#breaker.isOpen ? 1 : 0);
    this.#log.warn({ model: this.#name, isLeftAlone: this.#breaker.isOpen, err: error }, 'own_model_failed');
  }
}
