/** A key, or keys one after the other: `j`, `g a`, `?`, `mod+k`, `Enter`, `Escape`. */
export interface Shortcut {
  keys: string;
  /** For the help sheet. */
  label: string;
  group: string;
  run: () => void;
  /** Also while a text field has the focus. */
  isGlobal?: boolean;
}

/** What is looked at of a key press. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Whether a text field, a menu or a dialog wants the key itself. */
  isTaken: boolean;
}

const sequenceMs = 1_000;

/** Finds what a key press means. The shortcut that was added last wins, so that a drawer comes before its page. */
export class ShortcutRegistry {
  readonly #shortcuts: Shortcut[] = [];
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly Shortcut[] = [];
  #pending: { key: string; atMs: number } | undefined;

  /** @returns what removes it again */
  add(shortcut: Shortcut): () => void {
    this.#shortcuts.push(shortcut);
    this.#changed();
    return () => {
      this.#shortcuts.splice(this.#shortcuts.indexOf(shortcut), 1);
      this.#changed();
    };
  }

  /** Those in force, without the ones that others hide. */
  get active(): readonly Shortcut[] {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs what the key means; false when it means nothing. */
  press(press: KeyPress, atMs: number): boolean {
    const name = nameOf(press);
    if (name === undefined) return false;
    const pending = this.#pending && atMs - this.#pending.atMs <= sequenceMs ? this.#pending.key : undefined;
    this.#pending = undefined;
    const usable = this.#snapshot.filter(({ isGlobal }) => isGlobal === true || !press.isTaken);
    const found =
      (pending === undefined ? undefined : usable.find(({ keys }) => keys === `${pending} ${name}`)) ??
      usable.find(({ keys }) => keys === name);
    if (found) {
      found.run();
      return true;
    }
    if (!usable.some(({ keys }) => keys.startsWith(`${name} `))) return false;
    this.#pending = { key: name, atMs };
    return true;
  }

  #changed(): void {
    const byKeys = new Map<string, Shortcut>();
    for (const shortcut of this.#shortcuts) {
      byKeys.delete(shortcut.keys);
      byKeys.set(shortcut.keys, shortcut);
    }
    this.#snapshot = [...byKeys.values()];
    for (const listener of this.#listeners) listener();
  }
}

/** `mod` is ⌘ on a Mac and Ctrl elsewhere; both are taken everywhere. */
function nameOf({ key, ctrlKey, metaKey, altKey }: KeyPress): string | undefined {
  if (altKey) return undefined;
  const isModified = ctrlKey || metaKey;
  return isModified ? `mod+${key.toLowerCase()}` : key;
}
