import type { ItemResult } from '@redoubt/sinks';

/** Items refused without one taken between, after which the receiver is taken to be the trouble. */
const MOST_IN_ROW = 20;

/**
 * Tells a receiver that refuses what is wrong with single items from one that refuses everything: a wrong path, a proxy
 * that is in the way. That one does not mean the events, and they are not to be given up for it.
 */
export class Refusals {
  #inRow = 0;

  /** @param count  items refused for good, none of their request taken. @returns whether it refuses everything */
  isEverything(count = 1): boolean {
    if (this.#inRow + count > MOST_IN_ROW) {
      this.#inRow = MOST_IN_ROW;
      return true;
    }
    this.#inRow += count;
    return false;
  }

  taken(): void {
    this.#inRow = 0;
  }
}

/** Numbers of a request's items by what became of them, and the last reason of those refused for good. */
export function countResults(results: readonly ItemResult[]): { taken: number; dead: number; detail: string } {
  const dead = results.filter((result) => result.kind === 'dead');
  const retried = results.filter(({ kind }) => kind === 'retry').length;
  return { taken: results.length - retried - dead.length, dead: dead.length, detail: dead.at(-1)?.detail ?? '' };
}
