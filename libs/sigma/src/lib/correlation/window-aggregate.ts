import type { CorrelationPlan } from './correlation-plan.ts';
import type { WindowEntry } from './window-entry.ts';

/** What is known of the entries from `low` up to (not including) `high` while a window slides over them. */
export class WindowAggregate {
  readonly plan: CorrelationPlan;
  readonly #counts: Map<string | number, number> | undefined;
  low = 0;
  high = 0;
  /** Events the entries stand for. */
  weight = 0;

  constructor(plan: CorrelationPlan, start: number) {
    this.plan = plan;
    this.#counts = plan.kind === 'distinct' ? new Map() : undefined;
    this.low = start;
    this.high = start;
  }

  add(entry: WindowEntry): void {
    this.weight += entry.weight;
    if (this.#counts !== undefined) {
      const value = entry.value as string | number;
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    }
  }

  remove(entry: WindowEntry): void {
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
    for (let entry = entries[this.high]; entry !== undefined && entry.timeMs <= endMs; entry = entries[this.high]) {
      this.add(entry);
      this.high++;
    }
    for (let entry = entries[this.low]; entry !== undefined && entry.timeMs <= startMs; entry = entries[this.low]) {
      if (this.low < this.high) this.remove(entry);
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
        return longestChain(entries, this.low, this.high, this.plan);
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

/**
 * Most rules of the list that entries match in its order. Equal times count as in order; one entry fills one place, of
 * a rule listed twice at one time the first.
 */
function longestChain(entries: readonly WindowEntry[], low: number, high: number, plan: CorrelationPlan): number {
  const best = new Array<number>(plan.rule.rules.length).fill(0);
  let longest = 0;
  for (let index = low; index < high; index++) {
    const { position } = entries[index] as WindowEntry;
    const places = plan.positions.get(plan.rule.rules[position] as string) as readonly number[];
    for (let nth = places.length - 1; nth >= 0; nth--) {
      const place = places[nth] as number;
      let before = 0;
      for (let earlier = 0; earlier < place; earlier++) before = Math.max(before, best[earlier] as number);
      best[place] = Math.max(best[place] as number, before + 1);
      longest = Math.max(longest, best[place] as number);
    }
  }
  return longest;
}
