import { classify, LeaseLostError, toError, type Clock, type DeadReason, type Outcome } from '@redoubt/contracts';
import type { BatchContext, BatchHandler, EventBatch, StreamEvent } from './contract.ts';
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

/**
 * Calls the handler until every event of a batch is settled.
 * Retries happen here, in place and in order: later batches of the organisation wait, so order holds and the bound on
 * what is in flight holds reading back.
 */
export class HandlerRunner {
  readonly #handler: BatchHandler;
  readonly #metrics: ConsumerMetrics;
  readonly #group: string;
  readonly #policy: RetryPolicy;
  readonly #clock: Clock;

  constructor(handler: BatchHandler, group: string, policy: RetryPolicy, metrics: ConsumerMetrics, clock: Clock) {
    this.#handler = handler;
    this.#group = group;
    this.#policy = policy;
    this.#metrics = metrics;
    this.#clock = clock;
  }

  /**
   * @returns one result per event, in order
   * @throws LeaseLostError when the lease ended meanwhile
   */
  async settle(batch: EventBatch, context: BatchContext): Promise<Settled[]> {
    const results = new Map<StreamEvent, Settled>();
    await this.#run(batch, batch.events, context, results);
    return batch.events.map((event) => results.get(event) ?? acked);
  }

  async #run(
    batch: EventBatch,
    events: readonly StreamEvent[],
    context: BatchContext,
    results: Map<StreamEvent, Settled>,
  ): Promise<void> {
    let rest = events;
    // Tries that a missing neighbour ended say nothing about the events, so they are counted apart.
    const tries = { all: 0, unknown: 0 };
    while (rest.length > 0) {
      const attempt = ++tries.all;
      if (!context.isOwner()) throw new LeaseLostError('the lease ended');
      const outcome = await this.#call({ ...batch, events: rest }, context);
      if (outcome instanceof Error) {
        const isDone = await this.#afterError(batch, rest, outcome, tries, context, results);
        if (isDone) return;
        continue;
      }
      rest = this.#keepRetries(rest, outcome, attempt, results);
      if (rest.length === 0) return;
      this.#metrics.retries.inc({ group: this.#group, class: 'outcome' });
      await this.#pause(attempt, context.signal, longestPause(outcome));
    }
  }

  async #call(batch: EventBatch, context: BatchContext): Promise<readonly Outcome[] | 'ack' | Error> {
    const startedAt = this.#clock.monotonicMs();
    this.#metrics.batchEvents.observe({ group: this.#group }, batch.events.length);
    try {
      const outcomes = await this.#handler(batch, context);
      if (outcomes !== 'ack' && outcomes.length !== batch.events.length) {
        return new Error(`the handler gave ${outcomes.length} outcomes for ${batch.events.length} events`);
      }
      return outcomes;
    } catch (thrown) {
      return toError(thrown);
    } finally {
      this.#metrics.handlerSeconds.observe({ group: this.#group }, (this.#clock.monotonicMs() - startedAt) / 1000);
    }
  }

  /** True when every event of `rest` has been settled. */
  async #afterError(
    batch: EventBatch,
    rest: readonly StreamEvent[],
    error: Error,
    tries: { all: number; unknown: number },
    context: BatchContext,
    results: Map<StreamEvent, Settled>,
  ): Promise<boolean> {
    const kind = classify(error);
    if (kind === 'lease_lost') throw error;
    if (kind === 'retryable') {
      this.#metrics.retries.inc({ group: this.#group, class: 'retryable' });
      context.log.warn({ orgId: batch.orgId, events: rest.length, attempt: tries.all, err: error }, 'batch_deferred');
      await this.#pause(tries.all, context.signal);
      return false;
    }
    if (rest.length > 1) {
      const half = rest.length >> 1;
      await this.#run(batch, rest.slice(0, half), context, results);
      await this.#run(batch, rest.slice(half), context, results);
      return true;
    }
    if (kind !== 'permanent' && ++tries.unknown < this.#policy.maxAttempts) {
      this.#metrics.retries.inc({ group: this.#group, class: 'unknown' });
      await this.#pause(tries.unknown, context.signal);
      return false;
    }
    const reason: DeadReason = kind === 'permanent' ? 'permanent_error' : 'attempts_exhausted';
    results.set(rest[0] as StreamEvent, { kind: 'dead', reason, error, attempts: tries.all });
    return true;
  }

  #keepRetries(
    events: readonly StreamEvent[],
    outcomes: readonly Outcome[] | 'ack',
    attempt: number,
    results: Map<StreamEvent, Settled>,
  ): StreamEvent[] {
    if (outcomes === 'ack') return [];
    const retries: StreamEvent[] = [];
    events.forEach((event, i) => {
      const outcome = outcomes[i] as Outcome;
      if (outcome.kind === 'retry') retries.push(event);
      else if (outcome.kind === 'dead') {
        results.set(event, { kind: 'dead', reason: outcome.reason, error: outcome.error, attempts: attempt });
      } else if (outcome.kind === 'drop') results.set(event, dropped);
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

function longestPause(outcomes: readonly Outcome[] | 'ack'): number | undefined {
  if (outcomes === 'ack') return undefined;
  const wanted = outcomes.flatMap((o) => (o.kind === 'retry' && o.afterMs !== undefined ? [o.afterMs] : []));
  return wanted.length > 0 ? Math.min(maxPauseMs, Math.max(...wanted)) : undefined;
}
