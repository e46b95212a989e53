import type { ItemScanner } from '../../items/item-scanner.ts';

/**
 * Reads the items of a body that was taken apart at once. How far it is in the body is told by how many of the items
 * it has read, so that a large body is appended in several pieces.
 */
export class ListScanner<T> implements ItemScanner {
  readonly #bodyBytes: number;
  readonly #list: readonly T[];
  readonly #onItem: (item: T) => void;
  #at = 0;

  constructor(bodyBytes: number, list: readonly T[], onItem: (item: T) => void) {
    this.#bodyBytes = bodyBytes;
    this.#list = list;
    this.#onItem = onItem;
  }

  get position(): number {
    return this.#list.length === 0 ? 0 : Math.floor((this.#bodyBytes * this.#at) / this.#list.length);
  }

  read(maxItems: number): boolean {
    const end = Math.min(this.#list.length, this.#at + maxItems);
    for (; this.#at < end; this.#at += 1) this.#onItem(this.#list[this.#at] as T);
    return this.#at < this.#list.length;
  }
}
