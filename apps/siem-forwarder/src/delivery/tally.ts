import { ACK, PermanentError, type Outcome } from '@redoubt/contracts';
import type { ItemResult } from '@redoubt/sinks';
import type { EntryTally } from '../state/sink-notes.ts';
import type { Candidate } from './candidate.ts';
import type { Ending } from './settled-items.ts';

/** What is to be sent again, and why. */
export interface Failure {
  detail: string;
  /** What the receiver asked for. */
  afterMs?: number | undefined;
  /** It says that it failed, not that it is away or busy: what it was sent may be the cause. */
  isServerError: boolean;
  /** It refuses whatever it is sent. */
  isRefusal?: boolean;
}

/** What the results of items say as one; undefined when none is to be sent again. */
export function failureOf(results: readonly ItemResult[]): Failure | undefined {
  const retries = results.filter((result) => result.kind === 'retry');
  const last = retries.at(-1);
  if (last === undefined) return undefined;
  const afterMs = Math.max(0, ...retries.map((one) => one.afterMs ?? 0));
  const isServerError = retries.every((one) => one.isServerError === true);
  return { detail: last.detail, isServerError, ...(afterMs > 0 ? { afterMs } : {}) };
}

/** What a consumer is told of an item. */
export function outcomeOf(ending: Ending | undefined): Outcome {
  if (ending === undefined) return { kind: 'drop', reason: 'filtered' };
  if (typeof ending === 'string') return ACK;
  return { kind: 'dead', reason: 'permanent_error', error: new PermanentError(ending.deadBecause) };
}

/** Counts of a batch by entry. */
export function tallyOf(candidates: readonly Candidate[]): EntryTally[] {
  const entries = new Map<string, EntryTally>();
  for (const one of candidates) {
    const { entryId, acceptedAtMs, ending } = one;
    const tally = entries.get(entryId) ?? { entryId, acceptedAtMs, forwarded: 0, filtered: 0, duplicates: 0 };
    entries.set(entryId, tally);
    if (ending === undefined) tally.filtered += 1;
    else if (typeof ending === 'string') tally.forwarded += 1;
    if (ending === 'duplicate') tally.duplicates += 1;
  }
  return [...entries.values()];
}
