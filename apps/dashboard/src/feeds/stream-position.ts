import { compareEntryIds, type EntryId } from '@redoubt/contracts';

/** Where a reader of a record stream stands: behind record `index` of an entry, or behind the whole entry (`Infinity`). */
export interface StreamPosition {
  entryId: EntryId;
  index: number;
}

/** Numbers that Redis takes as parts of an id, well within 64 bits. */
const shape = /^(0|[1-9]\d{0,15})-(0|[1-9]\d{0,15})(?:-(0|[1-9]\d{0,5}))?$/;

/**
 * Reads `<ms>-<seq>` (behind the entry) or `<ms>-<seq>-<index>` (behind one record of it).
 *
 * @returns undefined for anything else
 */
export function parsePosition(text: unknown): StreamPosition | undefined {
  const match = typeof text === 'string' ? shape.exec(text) : null;
  if (!match) return undefined;
  return { entryId: `${match[1]}-${match[2]}`, index: match[3] === undefined ? Infinity : Number(match[3]) };
}

/** The text that `parsePosition` reads. */
export function formatPosition({ entryId, index }: StreamPosition): string {
  return index === Infinity ? entryId : `${entryId}-${index}`;
}

/** Behind the whole of an entry. */
export function behind(entryId: EntryId): StreamPosition {
  return { entryId, index: Infinity };
}

/** Negative when `a` comes first. */
export function comparePositions(a: StreamPosition, b: StreamPosition): number {
  const order = compareEntryIds(a.entryId, b.entryId);
  return order !== 0 || a.index === b.index ? order : a.index - b.index;
}
