import { setTimeout as sleep } from 'node:timers/promises';
import { LeaseLostError, toError, type Outcome } from '@redoubt/contracts';
import {
  createItemFilter,
  createWriter,
  type ItemFilter,
  type ItemResult,
  type SendResult,
  type SinkReach,
  type SinkWriter,
} from '@redoubt/sinks';
import { MAX_PAUSED_ENTRIES, PauseError, type BatchContext } from '@redoubt/stream';
import type { RetryOptions } from '../config.ts';
import type { Candidate, Waiting } from './candidate.ts';
import { Circuit } from './circuit.ts';
import { chunkLength } from './next-chunk.ts';
import { countResults, Refusals } from './refusals.ts';
import type { Ending, SettledItems } from './settled-items.ts';
import { SinkJournal, type SinkCondition, type SinkJournalDeps } from './sink-journal.ts';
import type { SinkTarget } from './sink-target.ts';
import { Suspects, type Search } from './suspects.ts';
import { failureOf, outcomeOf, type Failure } from './tally.ts';

export interface SinkWorkerDeps extends SinkJournalDeps {
  reach: SinkReach;
  retry: RetryOptions;
}

/** A batch on its way. */
interface Round {
  /** What has not ended and was not put aside. */
  rest: readonly Waiting[];
  /** Most items of the next request. */
  part: number;
  /** The item that came last was put in front. */
  isLastTried: boolean;
  search: Search | undefined;
}

/** Items of a trial request while the circuit is open. */
const TRIAL_ITEMS = 10;
/** A request that failed after so long is not tried again with the batch in hand, ms. */
const LONG_TRY_MS = 1_000;

/** Forwards to one sink, one batch at a time, until each item ended: taken, or refused for good. */
export class SinkWorker {
  readonly target: SinkTarget;
  readonly #deps: SinkWorkerDeps;
  readonly #filter: ItemFilter;
  readonly #writer: SinkWriter;
  readonly #circuit: Circuit;
  readonly #settled: SettledItems;
  readonly #refusals = new Refusals();
  readonly #suspects = new Suspects();
  readonly #journal: SinkJournal;
  /** Most items of a request as far as 413s told; grows again while requests do. */
  #most: number;
  #sentAtMs = 0;
  #isClosing = false;
  readonly #handling = new Set<Promise<unknown>>();

  /** @param settled  that of the worker before, when only settings of the sink changed */
  constructor(deps: SinkWorkerDeps, target: SinkTarget, settled: SettledItems) {
    this.#deps = deps;
    this.target = target;
    this.#filter = createItemFilter(target.sink.filter);
    this.#writer = createWriter(target.sink, deps.reach);
    this.#circuit = new Circuit(deps.retry);
    this.#settled = settled;
    this.#most = target.sink.batch.maxEvents;
    this.#journal = new SinkJournal(deps, target);
  }

  get settled(): SettledItems {
    return this.#settled;
  }

  /** How it is doing, for the gauges. */
  health(): SinkCondition {
    return this.#journal.condition();
  }

  /**
   * @returns one outcome per candidate, in order
   * @throws PauseError when the receiver is to be left alone; what ended is remembered
   * @throws LeaseLostError when the lease ended meanwhile
   */
  async handle(candidates: readonly Candidate[], context: BatchContext): Promise<readonly Outcome[]> {
    const handling = this.#handle(candidates, context);
    this.#handling.add(handling);
    return handling.finally(() => this.#handling.delete(handling));
  }

  async #handle(candidates: readonly Candidate[], context: BatchContext): Promise<readonly Outcome[]> {
    this.#journal.begin(candidates);
    for (const one of candidates) one.ending = this.#settled.get(one);
    await this.#deliver(candidates, context);
    await this.#journal.note(candidates, [], context);
    this.#journal.end();
    return candidates.map((one) => outcomeOf(one.ending));
  }

  #isWanted(candidate: Candidate): boolean {
    return this.target.isOn && candidate.isWanted(this.#filter);
  }

  #map(candidates: readonly Candidate[]): Waiting[] {
    return candidates.flatMap((candidate) => {
      if (candidate.ending !== undefined) return [];
      try {
        return [{ candidate, item: candidate.item(this.target.sink.mapping) }];
      } catch (thrown) {
        this.#end(candidate, { deadBecause: `it cannot be mapped: ${toError(thrown).message}` });
        return [];
      }
    });
  }

  async #deliver(candidates: readonly Candidate[], context: BatchContext): Promise<void> {
    const waiting = this.#map(candidates.filter((one) => this.#isWanted(one)));
    const search = this.#suspects.searchIn(waiting);
    const round: Round = { rest: waiting, part: search ? 1 : Infinity, isLastTried: false, search };
    while (round.rest.length > 0) {
      const length = this.#lengthOf(round, context);
      if (length < this.target.sink.batch.maxEvents) await this.#linger(context.signal);
      const chunk = round.rest.slice(0, length);
      const result = await this.#send(chunk, context.signal);
      if (length > 1 && (result.kind === 'too_large' || result.kind === 'refused')) {
        if (result.kind === 'too_large') this.#most = length >> 1;
        else round.part = length >> 1;
        continue;
      }
      const { left, failure, isTaken } = await this.#settle(chunk, result);
      round.rest = [...left, ...round.rest.slice(length)];
      if (isTaken) {
        search?.succeeded();
        round.isLastTried = false;
      }
      if (failure !== undefined) {
        await this.#afterFailure(round, { left, hasMoved: left.length < length, failure }, context);
        continue;
      }
      this.#grow(length);
      if (search) round.part = length * 2;
      else if (!isTaken) round.part = Infinity;
    }
    if (search) await this.#conclude(search, candidates, context);
  }

  async #afterFailure(
    round: Round,
    { left, hasMoved, failure }: { left: readonly Waiting[]; hasMoved: boolean; failure: Failure },
    context: BatchContext,
  ): Promise<void> {
    const { search, rest } = round;
    if (search && failure.isServerError) {
      round.part = Math.max(1, left.length >> 1);
      if (left.length > 1 && !hasMoved) return;
      search.putAside(left, failure.detail);
      round.rest = rest.slice(left.length);
      if (search.isHopeless) await this.#letGo(failure, this.#circuit.failed().pauseMs, context, left);
      return;
    }
    if (!failure.isRefusal || round.isLastTried || rest.length === 1) {
      return this.#rest(failure, hasMoved, context, left);
    }
    // Whether it refuses everything, or the many in front are alike: what came last is of another time.
    round.isLastTried = true;
    round.rest = [...rest.slice(-1), ...rest.slice(0, -1)];
    round.part = 1;
  }

  /** @throws LeaseLostError PauseError when nothing more is to be sent */
  #lengthOf({ rest, part }: Pick<Round, 'rest' | 'part'>, context: BatchContext): number {
    if (!context.isOwner()) throw new LeaseLostError('the lease ended');
    if (this.#isClosing) throw new PauseError('its settings changed', 0);
    const trial = this.#circuit.isOpen ? TRIAL_ITEMS : Infinity;
    const maxEvents = Math.max(1, Math.min(this.#most, part, trial));
    return chunkLength(rest, { maxEvents, maxBytes: this.target.sink.batch.maxBytes });
  }

  /** What failed before others were taken is tried once more: the receiver may have been asleep, or down for a moment. */
  async #tryAgain(search: Search, context: BatchContext): Promise<void> {
    for (const one of search.outdone) {
      this.#lengthOf({ rest: [one], part: 1 }, context);
      await this.#linger(context.signal);
      const { left, failure } = await this.#settle([one], await this.#send([one], context.signal));
      if (left.length === 0) search.ended(one);
      else if (failure?.isServerError) search.failedOnceMore(one, failure.detail);
      else return;
    }
  }

  /** What the search put aside is given up, or tried again later with what comes then: other entries are done with. */
  async #conclude(search: Search, candidates: readonly Candidate[], context: BatchContext): Promise<void> {
    await this.#tryAgain(search, context);
    const hasOthers = search.outdone.length > 0;
    const { dead, left, entries } = this.#suspects.conclude(search);
    for (const { candidate } of dead) {
      this.#end(candidate, { deadBecause: `${search.detail}, at every try, while others were taken` });
    }
    if (left.length === 0) return;
    const pauseMs = hasOthers ? this.#deps.retry.longestPauseMs : this.#circuit.failed().pauseMs;
    const failure = { detail: `${search.detail} for ${left.length} of the items`, isServerError: true };
    const again = new Set(left.map(({ candidate }) => candidate));
    const behind = new Set(left.map(({ candidate }) => candidate.entryId));
    const ended = candidates.filter(({ entryId }) => !behind.has(entryId));
    await this.#journal.note(ended, [...behind], context);
    const retry: Outcome = { kind: 'retry', error: new Error(search.detail) };
    const outcomes = candidates.map((one) => (again.has(one) ? retry : outcomeOf(one.ending)));
    await this.#letGo(failure, pauseMs, context, left, { entries, outcomes });
  }

  async #send(chunk: readonly Waiting[], signal: AbortSignal) {
    const { metrics, clock } = this.#deps;
    const sink = this.target.sink.type;
    this.#sentAtMs = clock.monotonicMs();
    const items = chunk.map(({ item }) => item);
    const result = await this.#writer.send(items, signal).catch(unexpected);
    metrics.requests.inc({ sink, result: result.kind });
    metrics.requestSeconds.observe({ sink }, (clock.monotonicMs() - this.#sentAtMs) / 1_000);
    return result;
  }

  /** @returns what is to be sent again and why, and whether anything was taken */
  async #settle(
    chunk: readonly Waiting[],
    result: SendResult,
  ): Promise<{ left: Waiting[]; failure?: Failure | undefined; isTaken: boolean }> {
    if (result.kind === 'retry') {
      return { left: [...chunk], failure: { isServerError: false, ...result }, isTaken: false };
    }
    if (result.kind !== 'sent') return this.#settleItems(chunk, [{ kind: 'dead', detail: result.detail }]);
    if (result.trouble !== undefined) await this.#journal.noteTrouble(chunk[0]?.candidate, result.trouble);
    return this.#settleItems(chunk, result.items ?? chunk.map(() => ({ kind: 'delivered' })));
  }

  #settleItems(
    chunk: readonly Waiting[],
    results: readonly ItemResult[],
  ): { left: Waiting[]; failure?: Failure | undefined; isTaken: boolean } {
    const { taken, dead, detail } = countResults(results);
    const isTaken = taken > 0;
    if (isTaken) this.#noteTaken();
    else if (dead > 0 && this.#refusals.isEverything(dead)) {
      const failure = { detail: `refuses everything: ${detail}`, isServerError: false, isRefusal: true };
      return { left: [...chunk], failure, isTaken };
    }
    const left: Waiting[] = [];
    chunk.forEach((one, i) => {
      const result = results[i] as ItemResult;
      if (result.kind === 'retry') left.push(one);
      else this.#end(one.candidate, result.kind === 'dead' ? { deadBecause: result.detail } : result.kind);
    });
    return { left, failure: failureOf(results), isTaken };
  }

  #noteTaken(): void {
    this.#circuit.succeeded();
    this.#refusals.taken();
    this.#journal.succeeded();
  }

  #end(candidate: Candidate, ending: Ending): void {
    candidate.ending = ending;
    this.#settled.set(candidate, ending);
    this.#journal.ended(ending);
  }

  #grow(length: number): void {
    const { maxEvents } = this.target.sink.batch;
    if (length >= this.#most) this.#most = Math.min(maxEvents, Math.ceil(this.#most * 1.1) + 1);
  }

  /** Waits a little, or lets go of the batch for longer. */
  async #rest(failure: Failure, hasMoved: boolean, context: BatchContext, left: readonly Waiting[]): Promise<void> {
    const { clock } = this.#deps;
    const [front] = left;
    if (front) this.#suspects.failed(front, failure.isServerError);
    const { pauseMs, isOpen } = hasMoved ? this.#circuit.busy(failure.afterMs) : this.#circuit.failed(failure.afterMs);
    const isLong = !hasMoved && clock.monotonicMs() - this.#sentAtMs > LONG_TRY_MS;
    if (isOpen || isLong) {
      return this.#letGo(failure, pauseMs, context, left, { entries: failure.isRefusal ? MAX_PAUSED_ENTRIES : 1 });
    }
    if (context.signal.aborted) throw new LeaseLostError('the lease ended');
    this.#journal.retried(left.length);
    if (!hasMoved) this.#journal.failed();
    await waited(pauseMs, context.signal);
    this.#sentAtMs = clock.monotonicMs();
  }

  /** @throws PauseError so that nothing is held meanwhile */
  async #letGo(
    { detail }: Failure,
    pauseMs: number,
    context: BatchContext,
    left: readonly Waiting[],
    { entries = 1, outcomes = [] }: { entries?: number; outcomes?: readonly Outcome[] } = {},
  ): Promise<void> {
    if (context.signal.aborted) throw new LeaseLostError('the lease ended');
    this.#journal.retried(left.length);
    this.#journal.failed();
    this.#deps.metrics.pauses.inc({ sink: this.target.sink.type });
    await this.#journal.noteTrouble(left[0]?.candidate, detail);
    context.log.warn({ ...this.#journal.place, detail, pauseMs: Math.round(pauseMs) }, 'sink_paused');
    throw new PauseError(detail, pauseMs, entries, outcomes);
  }

  async #linger(signal: AbortSignal): Promise<void> {
    const { lingerMs } = this.target.sink.batch;
    const waitMs = lingerMs === 0 ? 0 : this.#sentAtMs + lingerMs - this.#deps.clock.monotonicMs();
    if (waitMs > 0) await waited(waitMs, signal);
  }

  /** Lets a request that is under way end, so that what it brought is known; sends no more. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.allSettled(this.#handling);
    await this.#writer.close();
  }
}

/** Writers do not reject; one that does has a fault, and the events are not to pay for it. */
function unexpected(thrown: unknown): SendResult {
  return { kind: 'retry', detail: `the request cannot be made: ${toError(thrown).name}` };
}

async function waited(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
