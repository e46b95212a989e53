import { setTimeout as sleep } from 'node:timers/promises';
import {
  ACK,
  LeaseLostError,
  PermanentError,
  RetryableError,
  toError,
  type Clock,
  type OrgId,
  type Outcome,
} from '@redoubt/contracts';
import type { Sink, SinkInfo } from '@redoubt/rulebook';
import {
  createItemFilter,
  createWriter,
  type ItemFilter,
  type ItemResult,
  type SendResult,
  type SinkItem,
  type SinkWriter,
} from '@redoubt/sinks';
import type { SinkReach } from '@redoubt/sinks';
import { PauseError, type BatchContext } from '@redoubt/stream';
import type { RetryOptions } from '../config.ts';
import type { SiemForwarderMetrics } from '../metrics.ts';
import type { EntryTally, SinkNotes } from '../state/sink-notes.ts';
import type { Candidate } from './candidate.ts';
import { Circuit } from './circuit.ts';
import { chunkLength } from './next-chunk.ts';
import { SettledItems, type Ending } from './settled-items.ts';

export interface SinkWorkerDeps {
  notes: SinkNotes;
  clock: Clock;
  metrics: SiemForwarderMetrics;
  reach: SinkReach;
  retry: RetryOptions;
}

/** What is forwarded to, and whether the organisation has forwarding on. */
export interface SinkTarget {
  orgId: OrgId;
  info: SinkInfo;
  sink: Sink;
  isOn: boolean;
}

interface Waiting {
  candidate: Candidate;
  item: SinkItem;
}

/** Items of a trial request while the circuit is open. */
const TRIAL_ITEMS = 10;
/** Single items refused without one taken between, after which the receiver is taken to be the trouble. */
const MOST_REFUSED_IN_ROW = 20;

/** Forwards to one sink, one batch at a time, until each item ended: taken, or refused for good. */
export class SinkWorker {
  readonly target: SinkTarget;
  readonly #deps: SinkWorkerDeps;
  readonly #filter: ItemFilter;
  readonly #writer: SinkWriter;
  readonly #circuit: Circuit;
  readonly #settled: SettledItems;
  /** Most items of a request as far as 413s told; grows again while requests do. */
  #most: number;
  #sentAtMs = 0;
  #retried = 0;
  /** Single items that were refused for good since one was taken. */
  #refusedInRow = 0;
  #oldestInHandMs: number | undefined;
  #lastSuccessMs: number;
  #isFailing = false;
  #isClosing = false;
  readonly #handling = new Set<Promise<unknown>>();

  /** @param settled  of the worker before, when only settings of the sink changed */
  constructor(deps: SinkWorkerDeps, target: SinkTarget, settled = new SettledItems()) {
    this.#deps = deps;
    this.target = target;
    this.#filter = createItemFilter(target.sink.filter);
    this.#writer = createWriter(target.sink, deps.reach);
    this.#circuit = new Circuit(deps.retry);
    this.#settled = settled;
    this.#most = target.sink.batch.maxEvents;
    this.#lastSuccessMs = deps.clock.now();
  }

  get settled(): SettledItems {
    return this.#settled;
  }

  /** How it is doing, for the gauges. */
  health(): { isFailing: boolean; lagMs: number; successAgeMs: number } {
    const nowMs = this.#deps.clock.now();
    const lagMs = this.#oldestInHandMs === undefined ? 0 : Math.max(0, nowMs - this.#oldestInHandMs);
    return { isFailing: this.#isFailing, lagMs, successAgeMs: this.#isFailing ? nowMs - this.#lastSuccessMs : 0 };
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
    this.#oldestInHandMs = Math.min(...candidates.map(({ acceptedAtMs }) => acceptedAtMs));
    const wanted = candidates.filter((one) => this.#isWanted(one));
    await this.#deliver(this.#map(wanted), context);
    await this.#note(candidates, context);
    this.#oldestInHandMs = undefined;
    return candidates.map((one) => outcomeOf(this.#settled.get(one)));
  }

  #isWanted(candidate: Candidate): boolean {
    return this.target.isOn && candidate.isWanted(this.#filter);
  }

  #map(candidates: readonly Candidate[]): Waiting[] {
    return candidates.flatMap((candidate) => {
      if (this.#settled.get(candidate) !== undefined) return [];
      try {
        return [{ candidate, item: candidate.item(this.target.sink.mapping) }];
      } catch (thrown) {
        this.#end(candidate, { deadBecause: `it cannot be mapped: ${toError(thrown).message}` });
        return [];
      }
    });
  }

  async #deliver(waiting: readonly Waiting[], context: BatchContext): Promise<void> {
    const { batch } = this.target.sink;
    let rest = waiting;
    let part = Infinity;
    while (rest.length > 0) {
      if (!context.isOwner()) throw new LeaseLostError('the lease ended');
      if (this.#isClosing) throw new PauseError('its settings changed', 0);
      const trial = this.#circuit.isOpen ? TRIAL_ITEMS : Infinity;
      const maxEvents = Math.max(1, Math.min(this.#most, part, trial));
      const length = chunkLength(rest, { maxEvents, maxBytes: batch.maxBytes });
      if (length < batch.maxEvents) await this.#linger(context.signal);
      const chunk = rest.slice(0, length);
      const result = await this.#send(chunk, context.signal);
      if (result.kind === 'sent') {
        if (result.trouble !== undefined) await this.#noteTrouble(chunk[0]?.candidate, result.trouble);
        const left = this.#settle(chunk, result.items);
        rest = [...left, ...rest.slice(length)];
        if (left.length > 0) await this.#rest(lastRetry(result.items), left.length < length, context, chunk);
        else this.#grow(length);
      } else if (result.kind === 'retry') {
        await this.#rest(result, false, context, chunk);
      } else if (length > 1) {
        if (result.kind === 'too_large') this.#most = length >> 1;
        else part = length >> 1;
      } else if (this.#refusedInRow >= MOST_REFUSED_IN_ROW) {
        // Whoever refuses everything does not mean the events: a wrong path, a proxy that is in the way.
        await this.#rest({ detail: `refuses everything: ${result.detail}` }, false, context, chunk);
      } else {
        this.#refusedInRow += 1;
        this.#end((chunk[0] as Waiting).candidate, { deadBecause: result.detail });
        rest = rest.slice(1);
        part = Infinity;
      }
    }
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

  /** @returns what is to be sent again */
  #settle(chunk: readonly Waiting[], results: readonly ItemResult[] | undefined): Waiting[] {
    const left: Waiting[] = [];
    chunk.forEach((one, i) => {
      const result: ItemResult = results?.[i] ?? { kind: 'delivered' };
      if (result.kind === 'retry') left.push(one);
      else this.#end(one.candidate, result.kind === 'dead' ? { deadBecause: result.detail } : result.kind);
    });
    if (left.length < chunk.length) {
      this.#circuit.succeeded();
      this.#refusedInRow = 0;
      this.#lastSuccessMs = this.#deps.clock.now();
      this.#isFailing = false;
    }
    return left;
  }

  #end(candidate: Candidate, ending: Ending): void {
    this.#settled.set(candidate, ending);
    const result = typeof ending === 'string' ? ending : 'dead';
    this.#deps.metrics.items.inc({ sink: this.target.sink.type, result });
  }

  #grow(length: number): void {
    const { maxEvents } = this.target.sink.batch;
    if (length >= this.#most) this.#most = Math.min(maxEvents, Math.ceil(this.#most * 1.1) + 1);
  }

  /** Waits a little, or lets go of the batch for longer. */
  async #rest(
    failure: { detail: string; afterMs?: number },
    hasMoved: boolean,
    context: BatchContext,
    chunk: readonly Waiting[],
  ): Promise<void> {
    const { metrics, clock } = this.#deps;
    const sink = this.target.sink.type;
    if (context.signal.aborted) throw new LeaseLostError('the lease ended');
    this.#retried += chunk.length;
    metrics.items.inc({ sink, result: 'retried' }, chunk.length);
    if (!hasMoved) this.#isFailing = true;
    const { pauseMs, isOpen } = hasMoved ? this.#circuit.busy(failure.afterMs) : this.#circuit.failed(failure.afterMs);
    if (isOpen) {
      metrics.pauses.inc({ sink });
      await this.#noteTrouble(chunk[0]?.candidate, failure.detail);
      context.log.warn({ ...this.#place(), detail: failure.detail, pauseMs: Math.round(pauseMs) }, 'sink_paused');
      throw new PauseError(failure.detail, pauseMs);
    }
    await waited(pauseMs, context.signal);
    this.#sentAtMs = clock.monotonicMs();
  }

  async #linger(signal: AbortSignal): Promise<void> {
    const { lingerMs } = this.target.sink.batch;
    const waitMs = lingerMs === 0 ? 0 : this.#sentAtMs + lingerMs - this.#deps.clock.monotonicMs();
    if (waitMs > 0) await waited(waitMs, signal);
  }

  #place() {
    const { orgId, info } = this.target;
    return { orgId, sinkId: info.sinkId, group: info.group };
  }

  async #note(candidates: readonly Candidate[], context: BatchContext): Promise<void> {
    const { notes, clock, metrics } = this.#deps;
    const [first] = candidates;
    if (first === undefined) return;
    const entries = tallyOf(candidates, (one) => this.#settled.get(one));
    const filtered = entries.reduce((n, entry) => n + entry.filtered, 0);
    metrics.items.inc({ sink: this.target.sink.type, result: 'filtered' }, filtered);
    const forwarded = entries.reduce((n, entry) => n + entry.forwarded, 0);
    const nowMs = clock.now();
    const lagMs = nowMs - (this.#oldestInHandMs ?? nowMs);
    const head = { lane: first.lane, entries, lagMs, retried: this.#retried, error: '' };
    if (!context.isOwner()) throw new LeaseLostError('the lease ended');
    try {
      await notes.write(this.#place(), { ...head, isSuccess: forwarded > 0 }, nowMs);
    } catch (error) {
      // The batch comes again as a whole: halves of an entry would not be counted.
      throw new RetryableError('what was forwarded cannot be noted', { cause: error });
    }
    this.#retried = 0;
  }

  /** That it cannot be told now changes nothing about the pause. */
  async #noteTrouble(first: Candidate | undefined, error: string): Promise<void> {
    const { notes, clock } = this.#deps;
    const nowMs = clock.now();
    const lagMs = nowMs - (this.#oldestInHandMs ?? nowMs);
    const note = { lane: first?.lane ?? 's', entries: [], lagMs, retried: this.#retried, isSuccess: false, error };
    this.#retried = 0;
    await notes.write(this.#place(), note, nowMs).catch(() => undefined);
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

function outcomeOf(ending: Ending | undefined): Outcome {
  if (ending === undefined) return { kind: 'drop', reason: 'filtered' };
  if (typeof ending === 'string') return ACK;
  return { kind: 'dead', reason: 'permanent_error', error: new PermanentError(ending.deadBecause) };
}

function lastRetry(results: readonly ItemResult[] | undefined): { detail: string; afterMs?: number } {
  const retries = (results ?? []).filter((result) => result.kind === 'retry');
  const wanted = Math.max(0, ...retries.map(({ afterMs }) => afterMs ?? 0));
  return { detail: retries.at(-1)?.detail ?? 'some items', ...(wanted > 0 ? { afterMs: wanted } : {}) };
}

function tallyOf(candidates: readonly Candidate[], endingOf: (one: Candidate) => Ending | undefined): EntryTally[] {
  const entries = new Map<string, EntryTally>();
  for (const one of candidates) {
    const { entryId, acceptedAtMs } = one;
    const tally = entries.get(entryId) ?? { entryId, acceptedAtMs, forwarded: 0, filtered: 0, duplicates: 0 };
    entries.set(entryId, tally);
    const ending = endingOf(one);
    if (ending === undefined) tally.filtered += 1;
    else if (typeof ending === 'string') tally.forwarded += 1;
    if (ending === 'duplicate') tally.duplicates += 1;
  }
  return [...entries.values()];
}

async function waited(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
