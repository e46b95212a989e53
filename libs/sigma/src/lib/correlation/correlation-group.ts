import type { CorrelationPlan } from './correlation-plan.ts';
import { EncodedEntries } from './encoded-entries.ts';
import { groupHashOf } from './group-key.ts';
import type { Linked } from './recency-list.ts';
import { coarsened, thinned } from './thinning.ts';
import { WindowAggregate } from './window-aggregate.ts';
import { indexAfter, type WindowEntry } from './window-entry.ts';

/** What is known of the newest time at which entries can still be asked for. */
export interface GroupClock {
  /** No event is expected before this event time. Minus infinity when no source is known. */
  settledMs: number;
  /** Newest accept time. */
  nowMs: number;
  maxEntries: number;
}

/** Dead entries at the old end that are let lie before they are cut off. */
const TRIM_STEP = 32;

/** The counted events of one group of one correlation, oldest first. */
export class CorrelationGroup implements Linked<CorrelationGroup> {
  readonly ruleId: string;
  readonly values: readonly string[];
  readonly groupKey: string;
  shape: number;
  entries: WindowEntry[] = [];
  /** End of the last reported window, epoch ms. */
  lastMatchMs: number | undefined;
  /** Order of the last touch over the whole state. */
  touch = 0;
  /** Events that no match has counted yet. */
  fresh = 0;
  /** Number of entries at which they are thinned out next. */
  compressAt = 0;
  /** The event counted last: its other matches that come with it are no events of their own. */
  lastEventId: string | undefined;
  older: CorrelationGroup | undefined;
  newer: CorrelationGroup | undefined;
  #hash: string | undefined;
  #newest: WindowAggregate | undefined;
  readonly #encoded = new EncodedEntries();
  /** Of the entries; some may have gone since. */
  #positions: Set<number> | undefined;

  constructor(ruleId: string, groupKey: string, values: readonly string[], shape: number) {
    this.ruleId = ruleId;
    this.groupKey = groupKey;
    this.values = values;
    this.shape = shape;
  }

  get hash(): string {
    this.#hash ??= groupHashOf(this.groupKey);
    return this.#hash;
  }

  /** Whether nothing in it can matter to an event that is not late. */
  isDead(plan: CorrelationPlan, settledMs: number): boolean {
    const isQuiet = this.lastMatchMs === undefined || this.lastMatchMs + plan.suppressMs <= settledMs;
    const newest = this.entries.at(-1);
    return isQuiet && (newest === undefined || newest.timeMs + plan.spanMs <= settledMs);
  }

  /** Makes the group fit the rule as it is now, and cuts off what no event can ask for. */
  prepare(plan: CorrelationPlan, clock: GroupClock): void {
    if (this.shape !== plan.shape || this.isDead(plan, clock.settledMs)) this.#clear(plan);
    // A changed rule has another plan: its window may be longer or shorter.
    if (this.#newest?.plan !== plan) this.#newest = undefined;
    const deadMs = clock.settledMs - plan.spanMs;
    const oldest = this.entries[0];
    if (oldest === undefined || oldest.timeMs > deadMs) return;
    const dead = indexAfter(this.entries, deadMs);
    if (dead >= TRIM_STEP || dead * 2 >= this.entries.length) this.#cutOff(0, dead);
  }

  /**
   * @returns the window that ends at the entry's own time, ready to slide on to later ends; undefined when no window with
   * the entry can match
   */
  insert(entry: WindowEntry, plan: CorrelationPlan): WindowAggregate | undefined {
    const newestMs = this.entries.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY;
    const index = indexAfter(this.entries, entry.timeMs, entry.position);
    if (index === this.entries.length) this.entries.push(entry);
    else this.entries.splice(index, 0, entry);
    this.#encoded.changedFrom(index);
    this.#positions?.add(entry.position);
    this.fresh += entry.fresh;
    this.lastEventId = entry.eventId;
    if (entry.timeMs >= newestMs) {
      const isFarOff = plan.kind === 'ordered' && this.#newest === undefined && this.#isTooFew(entry.timeMs, plan);
      return isFarOff ? undefined : this.#newestWindow(entry, plan, index);
    }
    if (this.#newest !== undefined) this.#adjustNewest(entry, newestMs, plan);
    return this.#isTooFew(entry.timeMs, plan) ? undefined : WindowAggregate.endingAt(plan, this.entries, entry.timeMs);
  }

  /** Whether no window with an entry of this time can reach what a match needs: told without building one. */
  #isTooFew(timeMs: number, plan: CorrelationPlan): boolean {
    const { kind, isRising, enough, spanMs } = plan;
    if (!isRising || enough === Number.POSITIVE_INFINITY) return false;
    if (kind === 'ordered') return this.#places(plan) < enough;
    const first = indexAfter(this.entries, timeMs - spanMs);
    // Entries that were thinned out stand for more than themselves where events are counted.
    if (kind === 'count' && this.compressAt > 0) return false;
    const near = indexAfter(this.entries, timeMs + spanMs) - first;
    if (near < enough || kind === 'count' || this.#newest === undefined) return near < enough;
    return this.#newest.distinct + Math.max(0, this.#newest.low - first) < enough;
  }

  /** Steps of an ordered rule that the entries can be. */
  #places({ placesOf }: CorrelationPlan): number {
    this.#positions ??= new Set(this.entries.map(({ position }) => position));
    let places = 0;
    for (const position of this.#positions) places += placesOf[position]?.length ?? 0;
    return places;
  }

  /** Thins out entries when there are many. @returns how many were dropped for want of room */
  compress(plan: CorrelationPlan, clock: GroupClock): number {
    const limit = Math.min(clock.maxEntries, Math.max(this.compressAt, plan.softLimit));
    if (this.entries.length <= limit) return 0;
    this.#newest = undefined;
    this.#encoded.changedFrom(0);
    this.entries = thinned(this.entries, plan, clock.settledMs);
    if (this.entries.length > clock.maxEntries && plan.kind === 'count' && !plan.isReset) {
      this.entries = coarsened(this.entries, plan.spanMs);
    }
    const excess = this.entries.length > clock.maxEntries ? this.entries.length - Math.ceil(clock.maxEntries * 0.9) : 0;
    if (excess > 0) this.#dropExcess(excess, clock.nowMs);
    this.compressAt = 2 * this.entries.length;
    return excess;
  }

  /** Marks the events of a window as counted. @returns how many of them no earlier match had counted */
  countFresh(low: number, high: number): number {
    let added = 0;
    // Fresh events stand at the newest end as a rule: the search ends with the last of them.
    for (let index = high - 1; index >= low && this.fresh > 0; index--) {
      const entry = this.entries[index] as WindowEntry;
      if (entry.fresh === 0) continue;
      this.#encoded.changedFrom(index);
      added += entry.fresh;
      this.fresh -= entry.fresh;
      entry.fresh = 0;
    }
    return added;
  }

  /** Empties a window. */
  removeWindow(low: number, high: number): void {
    this.#cutOff(low, high);
  }

  /** Its entries as a checkpoint holds them; the bytes are valid until the next call. */
  encodedEntries(): Buffer {
    return this.#encoded.bytesOf(this.entries);
  }

  #clear(plan: CorrelationPlan): void {
    this.shape = plan.shape;
    this.entries = [];
    this.#encoded.changedFrom(0);
    this.#positions = undefined;
    this.fresh = 0;
    this.compressAt = 0;
    this.lastMatchMs = undefined;
    this.#newest = undefined;
  }

  #newestWindow(entry: WindowEntry, plan: CorrelationPlan, index: number): WindowAggregate {
    if (this.#newest === undefined) {
      this.#newest = new WindowAggregate(plan, indexAfter(this.entries, entry.timeMs - plan.spanMs));
    } else if (index < this.entries.length - 1) this.#newest.insert(entry);
    this.#newest.slideTo(this.entries, entry.timeMs);
    return this.#newest;
  }

  #adjustNewest(entry: WindowEntry, newestMs: number, plan: CorrelationPlan): void {
    const newest = this.#newest as WindowAggregate;
    if (plan.kind === 'ordered') this.#newest = undefined;
    else if (entry.timeMs > newestMs - plan.spanMs) newest.insert(entry);
    else newest.shift();
  }

  #dropExcess(excess: number, nowMs: number): void {
    const ahead = Math.min(excess, this.entries.length - indexAfter(this.entries, nowMs));
    this.#cutOff(this.entries.length - ahead, this.entries.length);
    this.#cutOff(0, excess - ahead);
  }

  #cutOff(low: number, high: number): void {
    for (const entry of this.entries.splice(low, high - low)) this.fresh -= entry.fresh;
    this.#encoded.changedFrom(low);
    this.#newest = undefined;
    this.#positions = undefined;
  }
}
