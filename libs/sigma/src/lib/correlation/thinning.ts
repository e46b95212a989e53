import { ChainTracker, mirrored } from './chain-tracker.ts';
import { type CorrelationPlan, PROTECTED_TAIL } from './correlation-plan.ts';
import type { WindowEntry } from './window-entry.ts';

/**
 * Leaves out entries that can decide no window any more, whatever comes in later and in whatever order: an entry goes
 * when every window that holds it reaches the threshold without it. Its weight passes to the entry before it. The
 * newest PROTECTED_TAIL entries stay.
 *
 * @param settledMs  event time that no event is expected to precede; orders of rules before it are final
 */
export function thinned(entries: WindowEntry[], plan: CorrelationPlan, settledMs: number): WindowEntry[] {
  if (plan.isReset || plan.enough === Number.POSITIVE_INFINITY) return entries;
  if (plan.kind === 'count') return withoutDense(entries, plan.enough, plan.spanMs);
  if (plan.kind === 'distinct') return withoutRepeats(entries, plan, settledMs);
  const settled = withoutRuns(withoutDenseChains(entries, plan), plan.spanMs, settledMs);
  // A flood within the lateness: entries between two of the same rule go before their order is final.
  return settled.length > plan.softLimit ? withoutRuns(settled, plan.spanMs, Number.POSITIVE_INFINITY) : settled;
}

/** `enough` entries before and as many after an entry within one span: each window has the former or the latter. */
function withoutDense(entries: readonly WindowEntry[], enough: number, spanMs: number): WindowEntry[] {
  const kept: WindowEntry[] = [];
  const tail = entries.length - Math.max(enough, PROTECTED_TAIL);
  entries.forEach((entry, index) => {
    const before = kept[kept.length - enough];
    const isNeeded = index >= tail || before === undefined || timeAt(entries, index + enough) - before.timeMs > spanMs;
    if (isNeeded) kept.push(entry);
    else fold(entry, kept);
  });
  return kept;
}

/**
 * The same with distinct values; and of three equal values within one span the middle one adds nothing. Only where more
 * is better: otherwise the window that ends at it may be the one that matches, until no event can ask for that end.
 */
function withoutRepeats(entries: readonly WindowEntry[], plan: CorrelationPlan, settledMs: number): WindowEntry[] {
  const { enough, spanMs } = plan;
  const repeatsUntilMs = plan.isRising ? Number.POSITIVE_INFINITY : settledMs;
  const kept: WindowEntry[] = [];
  const nextSame = nextSameTimes(entries);
  const lastSame = new Map<unknown, number>();
  const after = new DistinctRun(entries, 1);
  const before = new DistinctRun(kept, 0);
  const tail = entries.length - PROTECTED_TAIL;
  entries.forEach((entry, index) => {
    after.startAt(index + 1);
    while (after.distinct < enough && after.end < entries.length) after.extend();
    const afterMs = after.distinct < enough ? Number.POSITIVE_INFINITY : timeAt(entries, after.end - 1);
    const beforeMs = before.distinct < enough ? Number.NEGATIVE_INFINITY : timeAt(kept, before.start);
    const sameMs = (nextSame[index] as number) - (lastSame.get(entry.value) ?? Number.NEGATIVE_INFINITY);
    const isRepeat = sameMs <= spanMs && entry.timeMs < repeatsUntilMs;
    if (index < tail && (isRepeat || afterMs - beforeMs <= spanMs)) return fold(entry, kept);
    kept.push(entry);
    lastSame.set(entry.value, entry.timeMs);
    before.extend();
    while (before.distinctWithoutFirst >= enough) before.startAt(before.start + 1);
  });
  return kept;
}

/** The same with chains: each window that holds the entry has the chain before it or the chain after it. */
function withoutDenseChains(entries: readonly WindowEntry[], plan: CorrelationPlan): WindowEntry[] {
  if (plan.enough > plan.placesOf.length) return [...entries];
  const ends = nextChainEnds(entries, plan);
  const kept: WindowEntry[] = [];
  const before = new ChainTracker(plan.placesOf);
  const tail = entries.length - PROTECTED_TAIL;
  entries.forEach((entry, index) => {
    if (index < tail && (ends[index] as number) - before.latestStartMs(plan.enough) <= plan.spanMs) {
      return fold(entry, kept);
    }
    kept.push(entry);
    before.add(entry.timeMs, entry.position);
  });
  return kept;
}

/** For every entry the earliest end of a chain that decides among those after it. */
function nextChainEnds(entries: readonly WindowEntry[], plan: CorrelationPlan): Float64Array {
  const ends = new Float64Array(entries.length);
  const after = new ChainTracker(mirrored(plan.placesOf));
  for (let index = entries.length - 1; index >= 0; index--) {
    const { timeMs, position } = entries[index] as WindowEntry;
    ends[index] = -after.latestStartMs(plan.enough);
    after.add(-timeMs, position);
  }
  return ends;
}

/** Of three neighbours of the same rule within one span the middle one can be replaced by one of the others. */
function withoutRuns(entries: readonly WindowEntry[], spanMs: number, settledMs: number): WindowEntry[] {
  const kept: WindowEntry[] = [];
  const tail = entries.length - PROTECTED_TAIL;
  entries.forEach((entry, index) => {
    const before = kept.at(-1);
    const after = entries[index + 1];
    const isBetween = before?.position === entry.position && after?.position === entry.position;
    if (index < tail && isBetween && after.timeMs <= settledMs && after.timeMs - before.timeMs <= spanMs) {
      fold(entry, kept);
    } else kept.push(entry);
  });
  return kept;
}

/**
 * Merges the entries of an event_count that fall into the same thousandth of the span, for thresholds that need more
 * entries than a group may have.
 */
export function coarsened(entries: readonly WindowEntry[], spanMs: number): WindowEntry[] {
  const stepMs = Math.max(1, Math.floor(spanMs / 1_000));
  const kept: WindowEntry[] = [];
  const tail = entries.length - PROTECTED_TAIL;
  entries.forEach((entry, index) => {
    const before = kept.at(-1);
    const isSameStep = before !== undefined && Math.floor(before.timeMs / stepMs) === Math.floor(entry.timeMs / stepMs);
    if (index < tail && isSameStep) fold(entry, kept);
    else kept.push(entry);
  });
  return kept;
}

function fold(entry: WindowEntry, kept: WindowEntry[]): void {
  const before = kept.at(-1) as WindowEntry;
  before.weight += entry.weight;
  before.fresh += entry.fresh;
}

function timeAt(entries: readonly WindowEntry[], index: number): number {
  return entries[index]?.timeMs ?? Number.POSITIVE_INFINITY;
}

function nextSameTimes(entries: readonly WindowEntry[]): Float64Array {
  const times = new Float64Array(entries.length);
  const next = new Map<unknown, number>();
  for (let index = entries.length - 1; index >= 0; index--) {
    const { value, timeMs } = entries[index] as WindowEntry;
    times[index] = next.get(value) ?? Number.POSITIVE_INFINITY;
    next.set(value, timeMs);
  }
  return times;
}

/** Number of distinct values in a stretch of entries whose ends move forward. */
class DistinctRun {
  readonly #entries: readonly WindowEntry[];
  readonly #counts = new Map<unknown, number>();
  start: number;
  end: number;

  constructor(entries: readonly WindowEntry[], start: number) {
    this.#entries = entries;
    this.start = start;
    this.end = start;
  }

  get distinct(): number {
    return this.#counts.size;
  }

  get distinctWithoutFirst(): number {
    const first = this.#entries[this.start];
    return first !== undefined && this.#counts.get(first.value) === 1 ? this.distinct - 1 : this.distinct;
  }

  extend(): void {
    const { value } = this.#entries[this.end++] as WindowEntry;
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  startAt(start: number): void {
    while (this.start < start) {
      if (this.start < this.end) this.#letGo((this.#entries[this.start] as WindowEntry).value);
      this.start++;
      this.end = Math.max(this.end, this.start);
    }
  }

  #letGo(value: unknown): void {
    const left = (this.#counts.get(value) ?? 1) - 1;
    if (left === 0) this.#counts.delete(value);
    else this.#counts.set(value, left);
  }
}
