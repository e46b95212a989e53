export interface FoldedEntry<T> {
  /** The newest of them. */
  entry: T;
  /** How many follow each other. */
  repeated: number;
}

/** What goes on for hours is updated hundreds of times: such lines become one. */
export function foldedHistory<T extends { change: string }>(history: readonly T[]): FoldedEntry<T>[] {
  const folded: FoldedEntry<T>[] = [];
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
