import type { EntryId, Lane } from '@redoubt/contracts';

/** How an item ended for good. */
export type Ending = 'delivered' | 'duplicate' | { deadBecause: string };

const MAX_ENTRIES = 2_000;

/**
 * Which items of a sink ended, so that they are not sent again when their entry comes again: after a pause in the midst
 * of it, a lost acknowledgement or a failover of Redis. Bounded by entries, the oldest leave first; it lives as long as
 * the process.
 */
export class SettledItems {
  readonly #entries = new Map<string, Map<number, Ending>>();

  get(place: { lane: Lane; entryId: EntryId; index: number }): Ending | undefined {
    return this.#entries.get(keyOf(place))?.get(place.index);
  }

  set(place: { lane: Lane; entryId: EntryId; index: number }, ending: Ending): void {
    const key = keyOf(place);
    const known = this.#entries.get(key);
    if (known) {
      known.set(place.index, ending);
      return;
    }
    this.#entries.set(key, new Map([[place.index, ending]]));
    if (this.#entries.size <= MAX_ENTRIES) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

function keyOf({ lane, entryId }: { lane: Lane; entryId: EntryId }): string {
  return `${lane}-${entryId}`;
}
