import { ChainTracker } from './chain-tracker.ts';
import type { CorrelationPlan } from './correlation-plan.ts';
import type { WindowEntry } from './window-entry.ts';

/** What is known of the entries from `low` up to (not including) `high` while a window slides over them. */
export class WindowAggregate {
  readonly plan: CorrelationPlan;
  readonly #counts: Map<string | number, number> | undefined;
  readonly #chains: ChainTracker | undefined;
  #endMs = Number.NEGATIVE_INFINITY;
  low = 0;
  high = 0;
  /** Events the entries stand for. */
  weight = 0;

  constructor(plan: CorrelationPlan, start: number) {
    this.plan = plan;
    this.#counts = plan.kind === 'distinct' ? new Map() : undefined;
    this.#chains = plan.kind === 'ordered' ? new ChainTracker(plan.placesOf) : undefined;
    this.low = start;
    this.high = start;
  }

  /** Takes in an entry that was put among those of the window. */
  insert(entry: WindowEntry): void {
    this.#add(entry);
    this.high++;
  }

  /** An entry was put before the window. */
  shift(): void {
    this.low++;
    this.high++;
  }

  #add(entry: WindowEntry): void {
    this.weight += entry.weight;
    this.#chains?.add(entry.timeMs, entry.position);
    if (this.#counts !== undefined) {
      const value = entry.value as string | number;
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    }
  }

  #remove(entry: WindowEntry): void {
    this.weight -= entry.weight;
    if (this.#counts !== undefined) {
      const value = entry.value as string | number;
      const left = (this.#counts.get(value) ?? 1) - 1;
      if (left === 0) this.#counts.delete(value);
      else this.#counts.set(value, left);
    }
  }

  /** Moves the window to the one that ends at a time: takes in what is not later, lets go what is a span old. */
  slideTo(entries: readonly WindowEntry[], endMs: number): void {
    const startMs = endMs - this.plan.spanMs;
    this.#endMs = endMs;
    for (let entry = entries[this.high]; entry !== undefined && entry.timeMs <= endMs; entry = entries[this.high]) {
      this.#add(entry);
      this.high++;
    }
    for (let entry = entries[this.low]; entry !== undefined && entry.timeMs <= startMs; entry = entries[this.low]) {
      if (this.low < this.high) this.#remove(entry);
      else this.high++;
      this.low++;
    }
  }

  /**
   * The number that conditions are applied to.
   *
   * @param isNewest  the window ends at the group's newest entry: then an entry's whole weight lies in it
   */
  value(entries: readonly WindowEntry[], isNewest: boolean): number {
    switch (this.plan.kind) {
      case 'count':
        return isNewest ? this.weight : this.high - this.low;
      case 'distinct':
        return (this.#counts as Map<string | number, number>).size;
      case 'ordered':
        return (this.#chains as ChainTracker).longest(this.#endMs - this.plan.spanMs);
      case 'sum':
        return sumOf(entries, this.low, this.high);
      case 'avg':
        return sumOf(entries, this.low, this.high) / Math.max(1, this.high - this.low);
      case 'percentile':
        return percentileOf(entries, this.low, this.high, this.plan.rule.percentile ?? 50);
    }
  }
}

function sumOf(entries: readonly WindowEntry[], low: number, high: number): number {
  let sum = 0;
  for (let index = low; index < high; index++) sum += (entries[index] as WindowEntry).value as number;
  return sum;
}

/** Nearest rank: the smallest value that at least `percentile` of a hundred values do not exceed. */
function percentileOf(entries: readonly WindowEntry[], low: number, high: number, percentile: number): number {
  const values = new Float64Array(high - low);
  for (let index = low; index < high; index++) values[index - low] = (entries[index] as WindowEntry).value as number;
  values.sort();
  const rank = Math.min(values.length, Math.max(1, Math.ceil((percentile / 100) * values.length)));
  return values[rank - 1] ?? 0;
}
