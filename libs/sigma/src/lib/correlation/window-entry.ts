/** One counted event of a group. */
export interface WindowEntry {
  timeMs: number;
  eventId: string;
  /** Place of its rule in the correlation's list; 0 where rules are not told apart. */
  position: number;
  /** The value that counts, or the position of its rule for temporal types; undefined for event_count. */
  value: string | number | undefined;
  /** Events it stands for: itself, unless another entry does, and those thinned out after it. */
  weight: number;
  /** How many of these no match has counted yet. */
  fresh: number;
}

/** Index of the first entry later than a time; with a position, of the first that sorts after both. */
export function indexAfter(
  entries: readonly WindowEntry[],
  timeMs: number,
  position = Number.POSITIVE_INFINITY,
): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle] as WindowEntry;
    const isAfter = entry.timeMs > timeMs || (entry.timeMs === timeMs && entry.position > position);
    if (isAfter) high = middle;
    else low = middle + 1;
  }
  return low;
}
