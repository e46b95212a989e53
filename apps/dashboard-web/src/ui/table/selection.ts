/** The ids that are selected after one was pressed: alone, or with all from the one before it (`shift`). */
export function toggled(
  selected: ReadonlySet<string>,
  ids: readonly string[],
  { id, anchor }: { id: string; anchor?: string | undefined },
): ReadonlySet<string> {
  const next = new Set(selected);
  const isOn = !selected.has(id);
  for (const one of between(ids, id, anchor)) {
    if (isOn) next.add(one);
    else next.delete(one);
  }
  return next;
}

/** What the box above all rows shows. */
export function selectionState(selected: ReadonlySet<string>, ids: readonly string[]): boolean | 'mixed' {
  const count = ids.filter((id) => selected.has(id)).length;
  if (count === 0) return false;
  return count === ids.length ? true : 'mixed';
}

function between(ids: readonly string[], id: string, anchor: string | undefined): readonly string[] {
  const [from, to] = [anchor === undefined ? -1 : ids.indexOf(anchor), ids.indexOf(id)];
  if (from === -1 || to === -1) return [id];
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1);
}
