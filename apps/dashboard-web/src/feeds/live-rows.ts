import type { Versioned } from './case-store.ts';

interface LiveRowsInput<T> {
  /** As the API answered, in the list's order. */
  loaded: readonly T[];
  /** What changed since, by id. */
  changed: ReadonlyMap<string, T>;
  idOf: (row: T) => string;
  /** Whether the list's filters would show it. */
  matches: (row: T) => boolean;
  /** The list's order, for rows that are added. */
  compare: (a: T, b: T) => number;
  /** Ids of new rows that may show; the others wait. */
  shown: ReadonlySet<string>;
}

export interface LiveRows<T> {
  rows: T[];
  /** Ids of new rows that wait to be shown. */
  waiting: string[];
}

/**
 * Brings a loaded list up to date. Rows that changed stay where they are, also when they no longer fit the filters, so
 * that nothing moves under the pointer; new ones that fit are put in their place once they may show.
 */
export function liveRows<T extends Versioned>(input: LiveRowsInput<T>): LiveRows<T> {
  const { loaded, changed, idOf, matches, compare, shown } = input;
  const known = new Set<string>();
  const rows = loaded.map((row) => {
    const id = idOf(row);
    known.add(id);
    const newer = changed.get(id);
    return newer !== undefined && newer.version > row.version ? newer : row;
  });
  const waiting: string[] = [];
  const added: T[] = [];
  for (const [id, row] of changed) {
    if (known.has(id) || !matches(row)) continue;
    if (shown.has(id)) added.push(row);
    else waiting.push(id);
  }
  if (added.length === 0) return { rows, waiting };
  return { rows: merged(rows, added.sort(compare), compare), waiting };
}

/** Puts sorted rows into a list that keeps its own order. */
function merged<T>(rows: readonly T[], added: readonly T[], compare: (a: T, b: T) => number): T[] {
  const result: T[] = [];
  let next = 0;
  for (const row of rows) {
    for (let one = added[next]; one !== undefined && compare(one, row) < 0; one = added[next]) {
      result.push(one);
      next += 1;
    }
    result.push(row);
  }
  return [...result, ...added.slice(next)];
}
