import {
  classify,
  LeaseLostError,
  toError,
  type Clock,
  type DeadReason,
  type OrgId,
  type Outcome,
} from '@redoubt/contracts';
import {
  PauseError,
  type BatchContext,
  type BatchHandler,
  type EventBatch,
  type RecordBatch,
  type RecordHandler,
} from './contract.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';

/** How an event ended. */
export type Settled = { kind: 'ack' | 'drop' } | { kind: 'dead'; reason: DeadReason; error: Error; attempts: number };

export interface RetryPolicy {
  maxAttempts: number;
  retryPauseMs: number;
}

const maxPauseMs = 5_000;
const acked: Settled = { kind: 'ack' };
const dropped: Settled = { kind: 'drop' };

/** The handlers of a consumer; a lane without one is not read. */
export interface Handlers {
  handler?: BatchHandler | undefined;
  recordHandler?: RecordHandler | undefined;
}

/** A batch of events or records on its way through a handler. */
interface Work<T> {
  orgId: OrgId;
  items: readonly T[];
  handle(items: readonly T[]): Promise<readonly Outcome[] | 'ack'>;
}

/**
 * Calls the handler until every event or record of a batch is settled.
 * Retries happen here, in place and in order: later batches of the organisation wait, so order holds and the bound on
 * what is in flight holds reading back.
 */
export class HandlerRunner {
  readonly #handlers: Handlers;
  readonly #metrics: ConsumerMetrics;
  readonly #group: string;
  readonly #policy: RetryPolicy;
  readonly #clock: Clock;

  constructor(handlers: Handlers, group: string, policy: RetryPolicy, metrics: ConsumerMetrics, clock: Clock) {
    this.#handlers = handlers;
    this.#group = group;
    this.#policy = policy;
    this.#metrics = metrics;
    this.#clock = clock;
  }

  /**
   * @returns one result per event, in order
   * @throws LeaseLostError when the lease ended meanwhile
   * @throws PauseError when the handler asks for a pause
   */
  settle(batch: EventBatch, context: BatchContext): Promise<Settled[]> {
    const handle = this.#handlers.handler ?? refuse;
    const { orgId, events } = batch;
    return this.#settle(
      { orgId, items: events, handle: (some) => handle({ ...batch, events: some }, context) },
      context,
    );
  }

  /**
   * @returns one result per record, in order
   * @throws LeaseLostError when the lease ended meanwhile
   * @throws PauseError when the handler asks for a pause
   */
  settleRecords(batch: RecordBatch, context: BatchContext): Promise<Settled[]> {
    const handle = this.#handlers.recordHandler ?? refuse;
    const { orgId, records } = batch;
    return this.#settle(
      { orgId, items: records, handle: (some) => handle({ ...batch, records: some }, context) },
      context,
    );
  }

  async #settle<T>(work: Work<T>, context: BatchContext): Promise<Settled[]> {
    const results = new Map<T, Settled>();
    await this.#run(work, context, results);
    return work.items.map((item) => results.get(item) ?? acked);
  }

  async #run<T>(work: Work<T>, context: BatchContext, results: Map<T, Settled>): Promise<void> {
    let rest = work.items;
    // Tries that a missing neighbour ended say nothing about the events, so they are counted apart.
    const tries = { all: 0, unknown: 0 };
    while (rest.length > 0) {
      const attempt = ++tries.all;
      if (!context.isOwner()) throw new LeaseLostError('the lease ended');
      const outcome = await this.#call({ ...work, items: rest });
      if (outcome instanceof Error) {
        const isDone = await this.#afterError({ ...work, items: rest }, outcome, tries, context, results);
        if (isDone) return;
        continue;
      }
      rest = this.#keepRetries(rest, outcome, attempt, results);
      if (rest.length === 0) return;
      this.#metrics.retries.inc({ group: this.#group, class: 'outcome' });
      await this.#pause(attempt, context.signal, longestPause(outcome));
    }
  }

  async #call<T>(work: Work<T>): Promise<readonly Outcome[] | 'ack' | Error> {
    const startedAt = this.#clock.monotonicMs();
    this.#metrics.batchEvents.observe({ group: this.#group }, work.items.length);
    try {
      const outcomes = await work.handle(work.items);
      if (outcomes !== 'ack' && outcomes.length !== work.items.length) {
        return new Error(`the handler gave ${outcomes.length} outcomes for ${work.items.length} events`);
      }
      return outcomes;
    } catch (thrown) {
      return toError(thrown);
    } finally {
      this.#metrics.handlerSeconds.observe({ group: this.#group }, (this.#clock.monotonicMs() - startedAt) / 1000);
    }
  }

  /** True when every item of `work` has been settled. */
  async #afterError<T>(
    work: Work<T>,
    error: Error,
    tries: { all: number; unknown: number },
    context: BatchContext,
    results: Map<T, Settled>,
  ): Promise<boolean> {
    if (error instanceof PauseError) throw error;
    const { orgId, items } = work;
    const kind = classify(error);
    if (kind === 'lease_lost') throw error;
    if (kind === 'retryable') {
      this.#metrics.retries.inc({ group: this.#group, class: 'retryable' });
      context.log.warn({ orgId, events: items.length, attempt: tries.all, err: error }, 'batch_deferred');
      await this.#pause(tries.all, context.signal);
      return false;
    }
    if (items.length > 1) {
      const half = items.length >> 1;
      await this.#run({ ...work, items: items.slice(0, half) }, context, results);
      await this.#run({ ...work, items: items.slice(half) }, context, results);
      return true;
    }
    if (kind !== 'permanent' && ++tries.unknown < this.#policy.maxAttempts) {
      this.#metrics.retries.inc({ group: this.#group, class: 'unknown' });
      await this.#pause(tries.unknown, context.signal);
      return false;
    }
    const reason: DeadReason = kind === 'permanent' ? 'permanent_error' : 'attempts_exhausted';
    results.set(items[0] as T, { kind: 'dead', reason, error, attempts: tries.all });
    return true;
  }

  #keepRetries<T>(
    items: readonly T[],
    outcomes: readonly Outcome[] | 'ack',
    attempt: number,
    results: Map<T, Settled>,
  ): T[] {
    if (outcomes === 'ack') return [];
    const retries: T[] = [];
    items.forEach((item, i) => {
      const outcome = outcomes[i] as Outcome;
      if (outcome.kind === 'retry') retries.push(item);
      else if (outcome.kind === 'dead') {
        results.set(item, { kind: 'dead', reason: outcome.reason, error: outcome.error, attempts: attempt });
      } else if (outcome.kind === 'drop') results.set(item, dropped);
    });
    return retries;
  }

  /** Doubles up to 5 s, with half of it left to chance; ends early when the lease does. */
  #pause(attempt: number, signal: AbortSignal, wantedMs?: number): Promise<void> {
    const base = Math.min(maxPauseMs, this.#policy.retryPauseMs * 2 ** (attempt - 1));
    const ms = wantedMs ?? base / 2 + (Math.random() * base) / 2;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}

function refuse(): Promise<'ack'> {
  return Promise.reject(new TypeError('the consumer has no handler for this lane'));
}

function longestPause(outcomes: readonly Outcome[] | 'ack'): number | undefined {
  if (outcomes === 'ack') return undefined;
  const wanted = outcomes.flatMap((o) => (o.kind === 'retry' && o.afterMs !== undefined ? [o.afterMs] : []));
  return wanted.length > 0 ? Math.min(maxPauseMs, Math.max(...wanted)) : undefined;
}
