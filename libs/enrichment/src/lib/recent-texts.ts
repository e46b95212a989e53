/** Texts of each of the two generations. */
const MOST_TEXTS = 2_048;

/**
 * What was found for texts met lately. Logs repeat themselves: most texts of an event were in one shortly before. Two
 * generations instead of a list by use: a look-up that hits writes nothing.
 */
export class RecentTexts<T> {
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  get(text: string): T | undefined {
    const found = this.#young.get(text);
    if (found !== undefined) return found;
    const before = this.#old.get(text);
    if (before !== undefined) this.set(text, before);
    return before;
  }

  set(text: string, found: T): void {
    if (this.#young.size >= MOST_TEXTS) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, found);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
