import { ChainTracker } from './chain-tracker.ts';
import type { CorrelationPlan } from './correlation-plan.ts';
import { ExactSum } from './exact-sum.ts';
import { SortedValues } from './sorted-values.ts';
import { indexAfter, type WindowEntry } from './window-entry.ts';

/** What is known of the entries from `low` up to (not including) `high` while a window slides over them. */
export class WindowAggregate {
  readonly plan: CorrelationPlan;
  readonly #counts: Map<string | number, number> | undefined;
  readonly #chains: ChainTracker | undefined;
  readonly #sum: ExactSum | undefined;
  readonly #sorted: SortedValues | undefined;
  #endMs = Number.NEGATIVE_INFINITY;
  low = 0;
  high = 0;
  #weight = 0;
  /** Not while nobody asked since the window was found by its ends. */
  #isWeighed = true;

  constructor(plan: CorrelationPlan, start: number) {
    this.plan = plan;
    this.#counts = plan.kind === 'distinct' ? new Map() : undefined;
    this.#chains = plan.kind === 'ordered' ? new ChainTracker(plan.placesOf) : undefined;
    this.#sum = plan.kind === 'sum' || plan.kind === 'avg' ? new ExactSum() : undefined;
    this.#sorted = plan.kind === 'percentile' ? new SortedValues() : undefined;
    this.low = start;
    this.high = start;
  }

  /**
   * The window of a plan that ends at a time. Where entries are only counted, its ends are found without going over what
   * lies between: an event that comes late costs no more for a window full of others.
   */
  static endingAt(plan: CorrelationPlan, entries: readonly WindowEntry[], endMs: number): WindowAggregate {
    const window = new WindowAggregate(plan, indexAfter(entries, endMs - plan.spanMs));
    if (plan.kind === 'count') {
      window.high = Math.max(window.low, indexAfter(entries, endMs));
      window.#isWeighed = false;
    }
    window.slideTo(entries, endMs);
    return window;
  }

  /** Different values, where these are counted. */
  get distinct(): number {
    return this.#counts?.size ?? 0;
  }

  /** Events the entries stand for. */
  weightOf(entries: readonly WindowEntry[]): number {
    if (!this.#isWeighed) {
      this.#isWeighed = true;
      this.#weight = 0;
      for (let index = this.low; index < this.high; index++) this.#weight += (entries[index] as WindowEntry).weight;
    }
    return this.#weight;
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
    this.#weight += entry.weight;
    this.#chains?.add(entry.timeMs, entry.position);
    this.#sum?.add(entry.value as number);
    this.#sorted?.add(entry.value as number);
    if (this.#counts !== undefined) {
      const value = entry.value as string | number;
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    }
  }

  #remove(entry: WindowEntry): void {
    this.#weight -= entry.weight;
    this.#sum?.remove(entry.value as number);
    this.#sorted?.remove(entry.value as number);
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
        return isNewest ? this.weightOf(entries) : this.high - this.low;
      case 'distinct':
        return (this.#counts as Map<string | number, number>).size;
      case 'ordered':
        return (this.#chains as ChainTracker).longest(this.#endMs - this.plan.spanMs);
      case 'sum':
        return this.#sumOf(entries);
      case 'avg':
        return this.#sumOf(entries) / Math.max(1, this.high - this.low);
      case 'percentile':
        return (this.#sorted as SortedValues).percentile(this.plan.rule.percentile ?? 50);
    }
  }

  /** Entries that the last value() looked at. */
  get visits(): number {
    return this.#sum !== undefined && this.#sum.value === undefined ? this.high - this.low : 1;
  }

  #sumOf(entries: readonly WindowEntry[]): number {
    const exact = (this.#sum as ExactSum).value;
    if (exact !== undefined) return exact;
    let sum = 0;
    for (let index = this.low; index < this.high; index++) sum += (entries[index] as WindowEntry).value as number;
    return sum;
  }
}
