import type { HistoryEntry } from './alert-timeline.tsx';

export interface FoldedEntry {
  /** The newest of them. */
  entry: HistoryEntry;
  /** How many follow each other. */
  repeated: number;
}

/** An alert that goes on for hours is updated hundreds of times: such lines become one. */
export function foldedHistory(history: readonly HistoryEntry[]): FoldedEntry[] {
  const folded: FoldedEntry[] = [];
  for (const entry of history) {
    const last = folded.at(-1);
    if (last && entry.change === 'updated' && last.entry.change === 'updated') {
      folded[folded.length - 1] = { entry, repeated: last.repeated + 1 };
    } else {
      folded.push({ entry, repeated: 1 });
    }
  }
  return folded;
}
