import { LeaseLostError, RetryableError, toError, type Clock } from '@redoubt/contracts';
import type { StoreBatch, StoreResult } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { CommitMetrics } from '../metrics.ts';

export interface GroupCommitOptions {
  /** Events after which a transaction is full; one batch may go beyond. */
  maxEvents: number;
  /** How long a transaction that is not worth its price (`isWorthIt`) waits for company. */
  lingerMs: number;
  /** Events waiting for a transaction; a batch beyond is refused with RetryableError. */
  maxQueuedEvents: number;
  /** Pauses after a failed transaction double from this up to `maxPauseMs`. */
  minPauseMs: number;
  maxPauseMs: number;
}

export const DEFAULT_GROUP_COMMIT: GroupCommitOptions = {
  maxEvents: 5_000,
  lingerMs: 40,
  maxQueuedEvents: 50_000,
  minPauseMs: 100,
  maxPauseMs: 2_000,
};

type Stored = Extract<StoreResult, { kind: 'stored' }>;

/** What one owner wants stored of one organisation and lane: events or records. */
interface Batch {
  events: readonly unknown[];
}

interface Waiting<B extends Batch> {
  batch: B;
  signal: AbortSignal;
  resolve: (result: Stored) => void;
  reject: (error: Error) => void;
  onAbort: () => void;
}

interface Store<B extends Batch> {
  /** Called for one set of batches at a time. */
  store(batches: readonly B[]): Promise<StoreResult[]>;
}

interface Deps<B extends Batch> {
  /** One per transaction that may be under way at once. */
  stores: readonly Store<B>[];
  log: Logger;
  clock: Clock;
  metrics: CommitMetrics;
}

/**
 * Merges the batches of many organisations into shared transactions. While one is being committed the next gathers;
 * with more than one store it begins beside it as soon as it is worth its price, so that rows are encoded here while
 * PostgreSQL writes others. A lane of an organisation has one batch in hand at a time, so its order holds. While
 * PostgreSQL is away batches stay here, so their organisations are not read further, and go in as soon as it is back.
 */
export class GroupCommit<B extends Batch = StoreBatch> {
  readonly #deps: Deps<B>;
  readonly #options: GroupCommitOptions;
  #waiting: Waiting<B>[] = [];
  #queuedEvents = 0;
  readonly #idleStores: Store<B>[];
  readonly #committing = new Set<Promise<void>>();
  /** Before the next try; set by a transaction that failed. */
  #pauseMs = 0;
  #isRunning = false;
  #isClosed = false;
  #failures = 0;
  #lastError: Error | undefined;
  #wake: (() => void) | undefined;
  #ended = Promise.resolve();

  constructor(deps: Deps<B>, options: Partial<GroupCommitOptions> = {}) {
    this.#deps = deps;
    this.#options = { ...DEFAULT_GROUP_COMMIT, ...options };
    this.#idleStores = [...deps.stores];
  }

  /**
   * Resolves when the batch is on disk.
   *
   * @throws LeaseLostError  another owner holds the positions, or `signal` was aborted before the batch was stored
   * @throws RetryableError  too much is waiting already, or this is being closed
   */
  add(batch: B, signal: AbortSignal): Promise<Stored> {
    if (this.#isClosed) return Promise.reject(new RetryableError('storing has ended'));
    if (this.#queuedEvents > 0 && this.#queuedEvents + batch.events.length > this.#options.maxQueuedEvents) {
      return Promise.reject(new RetryableError('too many events are waiting to be stored'));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Stored>();
    const one: Waiting<B> = { batch, signal, resolve, reject, onAbort: () => this.#abandon(one) };
    this.#waiting.push(one);
    this.#queue(batch.events.length);
    signal.addEventListener('abort', one.onAbort, { once: true });
    if (signal.aborted) this.#abandon(one);
    if (!this.#isRunning) this.#ended = this.#run();
    else if (this.#failures === 0 && this.#isWorthIt()) this.#wake?.();
    return promise;
  }

  /** Whether the last transaction went well; true before the first. */
  state(): { ok: boolean; detail: string } {
    return { ok: this.#failures === 0, detail: this.#lastError?.message ?? 'storing' };
  }

  /** Gives up what is waiting; transactions under way are awaited. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const one of this.#waiting.splice(0)) this.#settle(one, new RetryableError('storing has ended'));
    this.#queue(-this.#queuedEvents);
    this.#wake?.();
    await this.#ended;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length + this.#committing.size > 0) {
      const mayBegin = this.#waiting.length > 0 && this.#idleStores.length > 0;
      if (this.#pauseMs > 0) await this.#pauseAfterFailure();
      else if (mayBegin && this.#committing.size === 0) {
        if (!this.#isWorthIt()) await this.#pause(this.#options.lingerMs);
        this.#begin();
      } else if (mayBegin && this.#failures === 0 && this.#isWorthIt()) this.#begin();
      else await Promise.race([...this.#committing, this.#pause(Infinity)]);
    }
    this.#isRunning = false;
  }

  #begin(): void {
    const group = this.#take();
    const store = group.length > 0 ? this.#idleStores.pop() : undefined;
    if (store === undefined) return;
    const committing = this.#commit(store, group).finally(() => {
      this.#committing.delete(committing);
      this.#idleStores.push(store);
      this.#wake?.();
    });
    this.#committing.add(committing);
  }

  async #pauseAfterFailure(): Promise<void> {
    const pauseMs = this.#pauseMs;
    this.#pauseMs = 0;
    await this.#pause(pauseMs);
  }

  /**
   * A transaction has a fixed price, so a small one waits for company; not so a large batch, behind which the rest of its
   * organisation's backlog waits.
   */
  #isWorthIt(): boolean {
    const { maxEvents } = this.#options;
    return (
      this.#queuedEvents >= maxEvents / 4 || this.#waiting.some(({ batch }) => batch.events.length >= maxEvents / 10)
    );
  }

  #isDropped(one: Waiting<B>): boolean {
    if (!one.signal.aborted && !this.#isClosed) return false;
    this.#settle(
      one,
      one.signal.aborted ? new LeaseLostError('the lease ended') : new RetryableError('storing has ended'),
    );
    return true;
  }

  #take(): Waiting<B>[] {
    let events = 0;
    let count = 0;
    for (const one of this.#waiting) {
      if (count > 0 && events + one.batch.events.length > this.#options.maxEvents) break;
      events += one.batch.events.length;
      count += 1;
    }
    this.#queue(-events);
    return this.#waiting.splice(0, count);
  }

  async #commit(store: Store<B>, group: readonly Waiting<B>[]): Promise<void> {
    const { clock, metrics } = this.#deps;
    const startedAtMs = clock.monotonicMs();
    const events = group.reduce((sum, one) => sum + one.batch.events.length, 0);
    try {
      const results = await store.store(group.map((one) => one.batch));
      this.#noteSuccess((clock.monotonicMs() - startedAtMs) / 1000, events);
      group.forEach((one, index) => this.#finish(one, results[index]));
    } catch (error) {
      metrics.commits.inc({ result: 'failed' });
      // Back to the front in their order; those whose owner has gone are left out.
      this.#waiting.unshift(...group.filter((one) => !this.#isDropped(one)));
      this.#queue(this.#waiting.reduce((sum, one) => sum + one.batch.events.length, 0) - this.#queuedEvents);
      this.#afterFailure(toError(error));
    }
  }

  #noteSuccess(seconds: number, events: number): void {
    const { metrics, log } = this.#deps;
    if (this.#failures > 0) log.info({ failures: this.#failures }, 'storing_resumed');
    this.#failures = 0;
    this.#lastError = undefined;
    metrics.isUp.set(1);
    metrics.commits.inc({ result: 'committed' });
    metrics.commitSeconds.observe(seconds);
    metrics.commitEvents.observe(events);
  }

  #finish(one: Waiting<B>, result: StoreResult | undefined): void {
    const { metrics } = this.#deps;
    if (result?.kind !== 'stored') {
      metrics.leaseLost.inc();
      this.#settle(one, new LeaseLostError('another owner holds the positions'));
      return;
    }
    metrics.stored.inc(result.storedCount);
    metrics.skipped.inc(result.alreadyStoredCount);
    metrics.refused.inc(result.refused.length);
    this.#settle(one, result);
  }

  #afterFailure(error: Error): void {
    this.#failures += 1;
    this.#lastError = error;
    this.#deps.metrics.isUp.set(0);
    const pauseMs = Math.min(this.#options.maxPauseMs, this.#options.minPauseMs * 2 ** (this.#failures - 1));
    this.#deps.log.error(
      { err: error, failures: this.#failures, waitingEvents: this.#queuedEvents, pauseMs },
      'commit_failed',
    );
    this.#pauseMs = pauseMs;
  }

  /** Infinity: until it is woken. */
  #pause(ms: number): Promise<void> {
    if (ms <= 0 || (this.#isClosed && ms < Infinity)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = ms < Infinity ? setTimeout(() => this.#wake?.(), ms) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }

  /** The lease of a waiting batch ended: it belongs to another owner now. One inside a transaction is left to its fence. */
  #abandon(one: Waiting<B>): void {
    const at = this.#waiting.indexOf(one);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    this.#queue(-one.batch.events.length);
    this.#settle(one, new LeaseLostError('the lease ended'));
  }

  #settle(one: Waiting<B>, end: Stored | Error): void {
    one.signal.removeEventListener('abort', one.onAbort);
    if (end instanceof Error) one.reject(end);
    else one.resolve(end);
  }

  #queue(change: number): void {
    this.#queuedEvents += change;
    this.#deps.metrics.queuedEvents.set(this.#queuedEvents);
  }
}
