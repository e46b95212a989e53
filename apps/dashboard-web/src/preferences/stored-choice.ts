import { useSyncExternalStore } from 'react';

/** One of a few words that this browser remembers. */
export interface StoredChoice<T extends string> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

/** Remembers a choice under `redoubt.<name>`; the first option is the default. Other tabs follow. */
export function storedChoice<T extends string>(name: string, options: readonly [T, ...T[]]): StoredChoice<T> {
  const key = `redoubt.${name}`;
  const listeners = new Set<() => void>();
  const parse = (text: string | null): T => options.find((option) => option === text) ?? options[0];
  let value = parse(read(key));
  const put = (next: T): void => {
    if (next === value) return;
    value = next;
    for (const listener of listeners) listener();
  };
  globalThis.addEventListener?.('storage', (event) => {
    if (event.key === key) put(parse(event.newValue));
  });
  return {
    get: () => value,
    set: (next) => {
      write(key, next);
      put(next);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useChoice<T extends string>(choice: StoredChoice<T>): T {
  return useSyncExternalStore(choice.subscribe, choice.get, choice.get);
}

/** Browsers may refuse storage; the choice then lasts as long as the page. */
function read(key: string): string | null {
  try {
    return globalThis.localStorage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    globalThis.localStorage?.setItem(key, value);
  } catch {
    // Not remembered.
  }
}
