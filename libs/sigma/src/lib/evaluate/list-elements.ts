/** Lists inside lists are looked into so deep; what lies deeper is a value without a text. */
export const MAX_LIST_DEPTH = 16;

/** The elements of a field's list, those of lists inside it included. Hostile depth costs nothing. */
export function listElements(list: readonly unknown[]): unknown[] {
  return list.flat(MAX_LIST_DEPTH);
}
