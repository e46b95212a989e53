import { compareEntryIds, type EntryId, type Lane } from '@redoubt/contracts';

/** The last record of a lane that the state contains: stream entry and place inside its frame. */
export interface Position {
  entryId: EntryId;
  index: number;
}

/** How far the state of an organisation has come, per lane. */
export type Positions = Map<Lane, Position>;

/** Field of the state record that holds a lane's position, as `<entryId>-<index>`. */
export function positionField(lane: Lane): string {
  return `at:${lane}`;
}

export function formatPosition({ entryId, index }: Position): string {
  return `${entryId}-${index}`;
}

const shape = /^(\d{1,20}-\d{1,20})-(\d{1,9})$/;

/** @returns undefined when `text` is no position */
export function parsePosition(text: string): Position | undefined {
  const match = shape.exec(text);
  return match ? { entryId: match[1] as string, index: Number(match[2]) } : undefined;
}

/** Whether a record comes after what the state contains. */
export function isAfter(position: Position | undefined, record: Position): boolean {
  if (position === undefined) return true;
  const byEntry = compareEntryIds(record.entryId, position.entryId);
  return byEntry !== 0 ? byEntry > 0 : record.index > position.index;
}
