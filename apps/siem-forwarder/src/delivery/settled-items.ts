import type { EntryId, Lane } from '@redoubt/contracts';

/** How an item ended for good. */
export type Ending = 'delivered' | 'duplicate' | { deadBecause: string };

interface Place {
  lane: Lane;
  entryId: EntryId;
  index: number;
}

/** What is known of an entry, a bit for each item: there may be hundreds of thousands of items. */
interface EntryEndings {
  ended: number[];
  duplicate: number[];
  dead: Map<number, string> | undefined;
}

const MAX_ENTRIES = 2_000;
/** As much as people read of why an item was given up. */
const MAX_REASON = 500;
const WORD = 32;

/** How many entries all sinks of a process remember together. */
export class SettledBudget {
  readonly #most: number;
  used = 0;

  /** @param most  some 300 bytes each */
  constructor(most = 200_000) {
    this.#most = most;
  }

  get isOver(): boolean {
    return this.used > this.#most;
  }
}

/**
 * Which items of a sink ended, so that they are not sent again when their entry comes again: after a pause in the midst
 * of it, a lost acknowledgement or a failover of Redis. Bounded by entries, of the sink and of the process, the oldest of
 * the sink leave first; it lives as long as the process.
 */
export class SettledItems {
  readonly #budget: SettledBudget;
  readonly #entries = new Map<string, EntryEndings>();

  constructor(budget = new SettledBudget()) {
    this.#budget = budget;
  }

  get({ lane, entryId, index }: Place): Ending | undefined {
    const entry = this.#entries.get(keyOf(lane, entryId));
    if (entry === undefined || !hasBit(entry.ended, index)) return undefined;
    const deadBecause = entry.dead?.get(index);
    if (deadBecause !== undefined) return { deadBecause };
    return hasBit(entry.duplicate, index) ? 'duplicate' : 'delivered';
  }

  set({ lane, entryId, index }: Place, ending: Ending): void {
    const entry = this.#entryOf(keyOf(lane, entryId));
    setBit(entry.ended, index);
    if (ending === 'duplicate') setBit(entry.duplicate, index);
    else if (ending !== 'delivered') (entry.dead ??= new Map()).set(index, ending.deadBecause.slice(0, MAX_REASON));
  }

  /** Forgets all of it. */
  clear(): void {
    this.#budget.used -= this.#entries.size;
    this.#entries.clear();
  }

  #entryOf(key: string): EntryEndings {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const entry: EntryEndings = { ended: [], duplicate: [], dead: undefined };
    this.#entries.set(key, entry);
    this.#budget.used += 1;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size === 1 || (this.#entries.size <= MAX_ENTRIES && !this.#budget.isOver)) break;
      this.#entries.delete(oldest);
      this.#budget.used -= 1;
    }
    return entry;
  }
}

function hasBit(words: readonly number[], index: number): boolean {
  return (((words[Math.floor(index / WORD)] ?? 0) >>> (index % WORD)) & 1) === 1;
}

function setBit(words: number[], index: number): void {
  const at = Math.floor(index / WORD);
  while (words.length <= at) words.push(0);
  words[at] = (words[at] as number) | (1 << (index % WORD));
}

function keyOf(lane: Lane, entryId: EntryId): string {
  return `${lane}-${entryId}`;
}
