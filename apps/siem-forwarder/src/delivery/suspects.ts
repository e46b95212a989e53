import type { Lane } from '@redoubt/contracts';
import { MAX_PAUSED_ENTRIES } from '@redoubt/stream';
import type { Waiting } from './candidate.ts';

/** Failures in a row of requests with the same item in front, after which it is asked whether one item is the cause. */
const FAILURES_TO_SEARCH = 5;
/** Searches in which an item failed, another was taken, and it failed again, until it is given up. */
const MOST_VERDICTS = 10;
/** Items that may fail in one search: more are the receiver's trouble. */
const MOST_FAILING = 3;
/** Remembered items that failed while others were taken. */
const MOST_REMEMBERED = 100;
/** Entries of a search at first: what may fail, and one more. */
const FEWEST_ENTRIES = MOST_FAILING + 1;

/** What stood in front when requests failed, how often, and how many entries the next search is to see. */
interface Front {
  id: string;
  failures: number;
  entries: number;
}

/** What a search brought: what is given up, what is to be tried again, and entries to look at then. */
export interface Conclusion {
  dead: Waiting[];
  left: Waiting[];
  entries: number;
}

/**
 * Finds items that a receiver fails at (5xx) while it takes others. One that is down fails at everything, and one that
 * was asleep at what comes first, so no item is ever given up on their account: only that it failed again right after
 * another was taken speaks against an item.
 */
export class Suspects {
  readonly #fronts = new Map<Lane, Front>();
  readonly #verdicts = new Map<string, number>();

  /** A request failed. @param front  its first item */
  failed({ candidate: { lane }, item: { id } }: Waiting, isServerError: boolean): void {
    const known = this.#fronts.get(lane);
    const before = known?.id === id ? known.failures : 0;
    if (isServerError) this.#fronts.set(lane, { id, failures: before + 1, entries: FEWEST_ENTRIES });
    else this.#fronts.delete(lane);
  }

  /** @returns the search to make with what waits in a batch, if there is something and reason for one */
  searchIn([first]: readonly Waiting[]): Search | undefined {
    if (first === undefined) return undefined;
    const { lane } = first.candidate;
    return (this.#fronts.get(lane)?.failures ?? 0) >= FAILURES_TO_SEARCH ? new Search(lane) : undefined;
  }

  /** The search came to its end. The next one sees more entries, twice as many where this one could compare nothing. */
  conclude(search: Search): Conclusion {
    const dead = search.failedAgain.filter(({ item }) => this.#judge(item.id) >= MOST_VERDICTS);
    for (const { item } of dead) this.#verdicts.delete(item.id);
    const left = search.aside.filter((one) => !dead.includes(one));
    const front = this.#fronts.get(search.lane);
    if (left.length === 0 || front === undefined) this.#fronts.delete(search.lane);
    else {
      const more = search.outdone.length > 0 ? front.entries + 1 : front.entries * 2;
      front.entries = Math.min(MAX_PAUSED_ENTRIES, more);
    }
    return { dead, left, entries: front?.entries ?? FEWEST_ENTRIES };
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
  readonly lane: Lane;
  /** Why the last of them failed. */
  detail = '';
  #aside: Waiting[] = [];
  #outdone: readonly Waiting[] = [];
  readonly #failedAgain = new Set<Waiting>();

  constructor(lane: Lane) {
    this.lane = lane;
  }

  /** What failed and did not end since. */
  get aside(): readonly Waiting[] {
    return this.#aside;
  }

  /** Another item was taken. */
  succeeded(): void {
    this.#outdone = [...this.#aside];
  }

  putAside(failed: readonly Waiting[], detail: string): void {
    this.#aside.push(...failed);
    this.detail = detail;
  }

  /** One that was put aside was tried again, and failed again. */
  failedOnceMore(one: Waiting, detail: string): void {
    this.#failedAgain.add(one);
    this.detail = detail;
  }

  /** One that was put aside was tried again, and ended. */
  ended(one: Waiting): void {
    this.#aside = this.#aside.filter((other) => other !== one);
  }

  /** So many failed that it is no matter of single items. */
  get isHopeless(): boolean {
    return this.#aside.length > MOST_FAILING;
  }

  /** What failed before another was taken: to be tried again. */
  get outdone(): readonly Waiting[] {
    return this.isHopeless ? [] : this.#outdone;
  }

  /** What speaks against items. */
  get failedAgain(): readonly Waiting[] {
    return this.#aside.filter((one) => this.#failedAgain.has(one));
  }
}
