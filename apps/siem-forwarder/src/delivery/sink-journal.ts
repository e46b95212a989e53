import { LeaseLostError, RetryableError, type Clock, type EntryId, type OrgId } from '@redoubt/contracts';
import type { SinkInfo } from '@redoubt/rulebook';
import type { BatchContext } from '@redoubt/stream';
import type { SiemForwarderMetrics } from '../metrics.ts';
import type { SinkNotes } from '../state/sink-notes.ts';
import type { Candidate } from './candidate.ts';
import type { Ending } from './settled-items.ts';
import type { SinkTarget } from './sink-target.ts';
import { tallyOf } from './tally.ts';

/** How a sink is doing. */
export interface SinkCondition {
  isFailing: boolean;
  /** Age of the oldest item in hand. */
  lagMs: number;
  /** Since something was taken; 0 while nothing is wrong. */
  successAgeMs: number;
}

export interface SinkJournalDeps {
  notes: SinkNotes;
  clock: Clock;
  metrics: SiemForwarderMetrics;
}

/** Tells what becomes of a sink's items: its state in Redis, which people see, its ledger, and metrics. */
export class SinkJournal {
  readonly #deps: SinkJournalDeps;
  readonly #target: SinkTarget;
  #retried = 0;
  #oldestInHandMs: number | undefined;
  #lastSuccessMs: number;
  #isFailing = false;

  constructor({ notes, clock, metrics }: SinkJournalDeps, target: SinkTarget) {
    this.#deps = { notes, clock, metrics };
    this.#target = target;
    this.#lastSuccessMs = clock.now();
  }

  get place(): { orgId: OrgId; sinkId: string; group: SinkInfo['group'] } {
    const { orgId, info } = this.#target;
    return { orgId, sinkId: info.sinkId, group: info.group };
  }

  condition(): SinkCondition {
    const nowMs = this.#deps.clock.now();
    const lagMs = this.#oldestInHandMs === undefined ? 0 : Math.max(0, nowMs - this.#oldestInHandMs);
    return { isFailing: this.#isFailing, lagMs, successAgeMs: this.#isFailing ? nowMs - this.#lastSuccessMs : 0 };
  }

  /** A batch came into hand. */
  begin(candidates: readonly Candidate[]): void {
    this.#oldestInHandMs = Math.min(...candidates.map(({ acceptedAtMs }) => acceptedAtMs));
  }

  /** It is done with. */
  end(): void {
    this.#oldestInHandMs = undefined;
  }

  /** Something was taken. */
  succeeded(): void {
    this.#lastSuccessMs = this.#deps.clock.now();
    this.#isFailing = false;
  }

  failed(): void {
    this.#isFailing = true;
  }

  /** Items are sent again. */
  retried(items: number): void {
    this.#retried += items;
    this.#deps.metrics.items.inc({ sink: this.#target.sink.type, result: 'retried' }, items);
  }

  /** An item ended. */
  ended(ending: Ending): void {
    const result = typeof ending === 'string' ? ending : 'dead';
    this.#deps.metrics.items.inc({ sink: this.#target.sink.type, result });
  }

  /**
   * Enters what ended.
   *
   * @param behind  entries before some of these that are left for later
   * @throws LeaseLostError
   * @throws RetryableError  Redis is away
   */
  async note(candidates: readonly Candidate[], behind: readonly EntryId[], context: BatchContext): Promise<void> {
    const { notes, clock, metrics } = this.#deps;
    const [first] = candidates;
    if (first === undefined) return;
    const entries = tallyOf(candidates);
    const filtered = entries.reduce((n, entry) => n + entry.filtered, 0);
    metrics.items.inc({ sink: this.#target.sink.type, result: 'filtered' }, filtered);
    const forwarded = entries.reduce((n, entry) => n + entry.forwarded, 0);
    const nowMs = clock.now();
    const lagMs = nowMs - (this.#oldestInHandMs ?? nowMs);
    const head = { lane: first.lane, entries, behind, lagMs, retried: this.#retried, error: '' };
    if (!context.isOwner()) throw new LeaseLostError('the lease ended');
    try {
      await notes.write(this.place, { ...head, isSuccess: forwarded > 0 }, nowMs);
    } catch (error) {
      // The batch comes again as a whole: halves of an entry would not be counted.
      throw new RetryableError('what was forwarded cannot be noted', { cause: error });
    }
    this.#retried = 0;
  }

  /** Says why nothing is taken; that it cannot be said now changes nothing. */
  async noteTrouble(first: Candidate | undefined, error: string): Promise<void> {
    const { notes, clock } = this.#deps;
    const nowMs = clock.now();
    const lagMs = nowMs - (this.#oldestInHandMs ?? nowMs);
    const note = { lane: first?.lane ?? 's', entries: [], lagMs, retried: this.#retried, isSuccess: false, error };
    this.#retried = 0;
    await notes.write(this.place, note, nowMs).catch(() => undefined);
  }
}
