import { setTimeout as pause } from 'node:timers/promises';
import { RetryableError } from '@redoubt/contracts';
import type { ItemResult, SendResult, SinkItem, SinkWriter } from './sink-item.ts';

/** What became of items that were sent outside the stream. */
export interface SentTally {
  delivered: number;
  /** Of the delivered, what the receiver had already. */
  duplicates: number;
  /** What it refuses for good, by what it said; the first hundred reasons. */
  dead: Map<string, number>;
  /** Items refused for good since one was taken. */
  refusedInRow: number;
}

export interface SendAllOptions {
  maxEvents: number;
  signal: AbortSignal;
  /** First pause after a failure; doubles up to 10 s. */
  pauseMs?: number;
}

const LONGEST_PAUSE_MS = 10_000;
/** Tries without any item taken before it is given up. */
const MAX_FAILURES = 10;
const MAX_REASONS = 100;
/** Items refused without one taken between, after which the receiver is taken to be the trouble, as siem-forwarder does. */
const MOST_REFUSED_IN_ROW = 20;

export function newTally(): SentTally {
  return { delivered: 0, duplicates: 0, dead: new Map(), refusedInRow: 0 };
}

/**
 * Sends items to a sink until each is taken or refused for good: again what is to be sent again, in halves what is
 * refused as a whole. Whoever refuses everything does not mean the items: beyond twenty in a row that counts as a
 * failure, over calls with the same tally too.
 *
 * @throws RetryableError after ten tries in a row by which nothing was taken; what was taken before is in the tally
 */
export async function sendAll(
  writer: SinkWriter,
  items: readonly SinkItem[],
  tally: SentTally,
  { maxEvents, signal, pauseMs = 500 }: SendAllOptions,
): Promise<void> {
  const queue: (readonly SinkItem[])[] = [];
  for (let at = 0; at < items.length; at += maxEvents) queue.push(items.slice(at, at + maxEvents));
  let failures = 0;
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    signal.throwIfAborted();
    const result = await writer.send(batch, signal);
    const { again, afterMs, detail } = settle(batch, result, tally);
    queue.unshift(...again);
    if (detail === undefined) {
      failures = 0;
      continue;
    }
    failures += 1;
    if (failures >= MAX_FAILURES) throw new RetryableError(`given up after ${MAX_FAILURES} tries: ${detail}`);
    await pause(Math.max(afterMs ?? 0, Math.min(LONGEST_PAUSE_MS, pauseMs * 2 ** failures)), undefined, { signal });
  }
}

interface Settled {
  again: (readonly SinkItem[])[];
  /** Why it is to wait before the next try. */
  detail?: string;
  afterMs?: number | undefined;
}

function settle(batch: readonly SinkItem[], result: SendResult, tally: SentTally): Settled {
  if (result.kind === 'retry') return { again: [batch], detail: result.detail, afterMs: result.afterMs };
  if (result.kind === 'sent') return settleItems(batch, result.items, tally);
  if (batch.length === 1) return giveUp(batch, [result.detail], tally);
  const half = Math.ceil(batch.length / 2);
  return { again: [batch.slice(0, half), batch.slice(half)] };
}

function settleItems(
  batch: readonly SinkItem[],
  results: readonly ItemResult[] | undefined,
  tally: SentTally,
): Settled {
  const again: SinkItem[] = [];
  const refused: string[] = [];
  let taken = 0;
  let last: { detail: string; afterMs?: number | undefined } | undefined;
  batch.forEach((item, index) => {
    const result = results?.[index] ?? { kind: 'delivered' as const };
    if (result.kind === 'dead') return void refused.push(result.detail);
    if (result.kind !== 'retry') {
      taken += 1;
      if (result.kind === 'duplicate') tally.duplicates += 1;
      return;
    }
    again.push(item);
    last = { detail: result.detail, afterMs: result.afterMs };
  });
  tally.delivered += taken;
  if (taken > 0) tally.refusedInRow = 0;
  if (refused.length > 0) {
    const { detail } = giveUp(batch, refused, tally, taken > 0);
    if (detail !== undefined) return { again: [batch], detail };
  }
  // Whatever ended is progress; only a try that ended nothing counts as a failure.
  if (again.length === 0) return { again: [] };
  return again.length < batch.length ? { again: [again] } : { again: [again], ...last };
}

/** Counts what is refused for good, or sends the batch again where the receiver refuses everything. */
function giveUp(batch: readonly SinkItem[], details: readonly string[], tally: SentTally, isAnyTaken = false): Settled {
  const inRow = tally.refusedInRow + details.length;
  if (!isAnyTaken && inRow > MOST_REFUSED_IN_ROW)
    return { again: [batch], detail: `refuses everything: ${details.at(-1)}` };
  if (!isAnyTaken) tally.refusedInRow = inRow;
  for (const detail of details) countDead(tally, detail);
  return { again: [] };
}

/** One more that will never be taken, and why. */
export function countDead({ dead }: SentTally, detail: string): void {
  if (dead.has(detail) || dead.size < MAX_REASONS) dead.set(detail, (dead.get(detail) ?? 0) + 1);
}
