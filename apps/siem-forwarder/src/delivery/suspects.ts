import type { Lane } from '@redoubt/contracts';
import type { Waiting } from './candidate.ts';

/** Failures in a row of requests with the same item in front, after which it is asked whether one item is the cause. */
const FAILURES_TO_SEARCH = 5;
/** Searches in which an item failed and another was taken after it, until it is given up. */
const MOST_VERDICTS = 10;
/** Items that may fail in one search: more are the receiver's trouble. */
const MOST_FAILING = 3;
/** Remembered items that failed while others were taken. */
const MOST_REMEMBERED = 100;

/**
 * Finds items that a receiver fails at (5xx) while it takes others. One that is down fails at everything, so no item is
 * ever given up on its account: only what was taken after an item had failed speaks against that item.
 */
export class Suspects {
  /** By lane: what stood in front when requests failed, and how often. */
  readonly #fronts = new Map<Lane, { id: string; failures: number }>();
  readonly #verdicts = new Map<string, number>();

  /** A request failed. @param front  its first item */
  failed({ candidate: { lane }, item: { id } }: Waiting, isServerError: boolean): void {
    const known = this.#fronts.get(lane);
    const before = known?.id === id ? known.failures : 0;
    if (isServerError) this.#fronts.set(lane, { id, failures: before + 1 });
    else this.#fronts.delete(lane);
  }

  /** @returns the search to make with a batch of this lane, if there is reason for one */
  searchIn(lane: Lane): Search | undefined {
    return (this.#fronts.get(lane)?.failures ?? 0) >= FAILURES_TO_SEARCH ? new Search() : undefined;
  }

  /** The search came to its end. @returns what is given up, and what is to be tried again */
  conclude(lane: Lane, search: Search): { dead: Waiting[]; left: Waiting[]; verdicts: number } {
    const dead = search.outdone.filter(({ item }) => this.#judge(item.id) >= MOST_VERDICTS);
    for (const { item } of dead) this.#verdicts.delete(item.id);
    const left = search.aside.filter((one) => !dead.includes(one));
    if (left.length === 0) this.#fronts.delete(lane);
    return { dead, left, verdicts: Math.max(0, ...left.map(({ item }) => this.#verdicts.get(item.id) ?? 0)) };
  }

  #judge(id: string): number {
    const verdicts = (this.#verdicts.get(id) ?? 0) + 1;
    this.#verdicts.delete(id);
    this.#verdicts.set(id, verdicts);
    const [oldest] = this.#verdicts.keys();
    if (this.#verdicts.size > MOST_REMEMBERED && oldest !== undefined) this.#verdicts.delete(oldest);
    return verdicts;
  }
}

/** One batch in which items are sent singly, and those that fail are put aside so that others come. */
export class Search {
  readonly aside: Waiting[] = [];
  /** Why the last of them failed. */
  detail = '';
  #outdone = 0;

  /** Another item was taken. */
  succeeded(): void {
    this.#outdone = this.aside.length;
  }

  putAside(failed: readonly Waiting[], detail: string): void {
    this.aside.push(...failed);
    this.detail = detail;
  }

  /** So many failed that it is no matter of single items. */
  get isHopeless(): boolean {
    return this.aside.length > MOST_FAILING;
  }

  /** What failed before another was taken. */
  get outdone(): readonly Waiting[] {
    return this.isHopeless ? [] : this.aside.slice(0, this.#outdone);
  }

  /** Entries to look at the next time: each verdict needs an item that was not taken before. */
  static entriesFor(verdicts: number): number {
    return MOST_FAILING + 1 + verdicts;
  }
}
