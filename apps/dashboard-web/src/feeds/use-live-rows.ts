import { useMemo, useState } from 'react';
import type { Versioned } from './case-store.ts';
import { liveRows } from './live-rows.ts';

interface UseLiveRowsOptions<T> {
  loaded: readonly T[];
  changed: ReadonlyMap<string, T>;
  idOf: (row: T) => string;
  matches: (row: T) => boolean;
  compare: (a: T, b: T) => number;
  /** Whether the pointer or the focus is in the list: new rows then wait. See `useHold`. */
  isHeld: boolean;
}

const none: ReadonlySet<string> = new Set();

/** A loaded list with live changes in it. Keep `matches` and `compare` the same while the filters are. */
export function useLiveRows<T extends Versioned>({ isHeld, ...input }: UseLiveRowsOptions<T>) {
  const { loaded, changed, idOf, matches, compare } = input;
  const [shown, setShown] = useState(none);
  const { rows, waiting } = useMemo(
    () => liveRows({ loaded, changed, idOf, matches, compare, shown }),
    [loaded, changed, idOf, matches, compare, shown],
  );
  // What the store has forgotten is forgotten here, too: a list that stays open for days must not grow.
  const showAll = (): void => setShown(new Set([...shown].filter((id) => changed.has(id)).concat(waiting)));
  // Nobody is in the list: nothing can move under them.
  if (!isHeld && waiting.length > 0) showAll();
  return {
    rows,
    waitingCount: isHeld ? waiting.length : 0,
    showWaiting: showAll,
    isFresh: (row: T) => shown.has(idOf(row)),
  };
}
