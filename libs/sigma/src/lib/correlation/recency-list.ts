/** What a RecencyList can hold; the links are the list's own. */
export interface Linked<T> {
  older: T | undefined;
  newer: T | undefined;
}

/**
 * Items in the order of their last touch. A Map whose keys are deleted and set again does the same, but must pass over
 * all it deleted to find its first key.
 */
export class RecencyList<T extends Linked<T>> {
  #oldest: T | undefined;
  #newest: T | undefined;

  get oldest(): T | undefined {
    return this.#oldest;
  }

  /** Makes an item, new or known, the newest. */
  touch(item: T): void {
    if (this.#newest === item) return;
    this.remove(item);
    item.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = item;
    else this.#newest.newer = item;
    this.#newest = item;
  }

  /** Takes an item out; does nothing with one that is not in. */
  remove(item: T): void {
    const { older, newer } = item;
    if (older !== undefined) older.newer = newer;
    else if (this.#oldest === item) this.#oldest = newer;
    if (newer !== undefined) newer.older = older;
    else if (this.#newest === item) this.#newest = older;
    item.older = undefined;
    item.newer = undefined;
  }
}
