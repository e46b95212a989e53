/** Where the cursor of a table goes: it stays with its row when rows come and go, else at its place. */
export function cursorIndex(ids: readonly string[], id: string | undefined, lastIndex: number): number {
  if (ids.length === 0) return -1;
  const found = id === undefined ? -1 : ids.indexOf(id);
  if (found !== -1) return found;
  return id === undefined ? -1 : Math.min(Math.max(lastIndex, 0), ids.length - 1);
}

/** The index so many steps on, within the list; the first step enters it. */
export function stepped(index: number, step: number, count: number): number {
  if (count === 0) return -1;
  if (index === -1) return step > 0 ? 0 : count - 1;
  return Math.min(Math.max(index + step, 0), count - 1);
}
