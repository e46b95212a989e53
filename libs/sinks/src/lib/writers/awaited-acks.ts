import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemResult, SinkItem } from '../sink-item.ts';

interface Awaited {
  ackId: number;
  sentAtMs: number;
  isIndexed: boolean;
}

const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 2_000;
/** Indexers under load take minutes; what is not acknowledged by then is sent again. */
const ACK_LIFE_MS = 300_000;
/** The oldest leave first; what left is sent again when its time-out has come. */
const MAX_ITEMS = 50_000;
const NOT_YET: ItemResult = { kind: 'retry', detail: 'not acknowledged yet' };

/** Items that Splunk took and has not acknowledged, so that waiting for long does not mean sending again. */
export class AwaitedAcks {
  /** By item, in the order they were sent. */
  readonly #items = new Map<string, Awaited>();

  /** Whether an item was sent and need not be sent again. */
  has(id: string): boolean {
    const item = this.#items.get(id);
    if (item === undefined) return false;
    if (item.isIndexed || performance.now() - item.sentAtMs < ACK_LIFE_MS) return true;
    this.#items.delete(id);
    return false;
  }

  add(items: readonly SinkItem[], ackId: number): void {
    const sentAtMs = performance.now();
    for (const { id } of items) this.#items.set(id, { ackId, sentAtMs, isIndexed: false });
    for (const id of this.#items.keys()) {
      if (this.#items.size <= MAX_ITEMS) return;
      this.#items.delete(id);
    }
  }

  /**
   * Asks until all items are indexed or the time is up. What an answer says holds for all items of an id: Splunk forgets
   * an id that it said true of.
   *
   * @param ask  which of the ids are indexed
   * @returns true when all are; they are forgotten then
   */
  async settle(
    items: readonly SinkItem[],
    limit: AbortSignal,
    ask: (ackIds: readonly number[]) => Promise<readonly number[]>,
  ): Promise<boolean> {
    for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(LONGEST_POLL_MS, pauseMs * 2)) {
      const open = this.#openOf(items);
      if (open.length > 0) this.#mark(new Set(await ask(open)));
      if (this.#openOf(items).length === 0) {
        for (const { id } of items) this.#items.delete(id);
        return true;
      }
      try {
        await sleep(pauseMs, undefined, { signal: limit });
      } catch {
        return false;
      }
    }
  }

  /** What is known of each; those that are indexed are forgotten. */
  resultsOf(items: readonly SinkItem[]): ItemResult[] {
    return items.map(({ id }) => {
      if (this.#items.get(id)?.isIndexed !== true) return NOT_YET;
      this.#items.delete(id);
      return { kind: 'delivered' };
    });
  }

  #openOf(items: readonly SinkItem[]): number[] {
    const open = new Set<number>();
    for (const { id } of items) {
      const item = this.#items.get(id);
      if (item !== undefined && !item.isIndexed) open.add(item.ackId);
    }
    return [...open];
  }

  #mark(indexed: ReadonlySet<number>): void {
    if (indexed.size === 0) return;
    for (const item of this.#items.values()) if (indexed.has(item.ackId)) item.isIndexed = true;
  }
}
