/** `s` is the ordinary event stream of an organisation, `p` its priority stream. */
export type EventLane = 's' | 'p';

/** Streams of records: `c` commands, `d` detections, `a` alerts and incidents, `x` anomaly scores, `u` audit. */
export type RecordLane = 'c' | 'd' | 'a' | 'x' | 'u';

/** A stream of an organisation. */
export type Lane = EventLane | RecordLane;

export const EVENT_LANES: readonly EventLane[] = ['s', 'p'];
export const RECORD_LANES: readonly RecordLane[] = ['c', 'd', 'a', 'x', 'u'];
export const LANES: readonly Lane[] = [...EVENT_LANES, ...RECORD_LANES];

/** Tells the lanes of events from those of records. */
export function isEventLane(lane: Lane): lane is EventLane {
  return lane === 's' || lane === 'p';
}

/** A Redis stream entry id, `<milliseconds>-<sequence>`. */
export type EntryId = string;

/** Where an event or record stands: lane, stream entry and position inside that entry's frame. */
export interface EventPosition {
  lane: Lane;
  entryId: EntryId;
  index: number;
}

/** Builds `<lane>-<entryId>-<index>`; the lane is part of it because entry ids repeat across the streams of an organisation. */
export function eventIdOf(lane: Lane, entryId: EntryId, index: number): string {
  return `${lane}-${entryId}-${index}`;
}

const eventIdShape = /^([spcdaxu])-(\d{1,20}-\d{1,20})-(\d{1,9})$/;

/** Parses the id of an event or record; returns null when `text` is not one. */
export function parseEventId(text: string): EventPosition | null {
  const match = eventIdShape.exec(text);
  if (!match) return null;
  return { lane: match[1] as Lane, entryId: match[2] as string, index: Number(match[3]) };
}

/** Orders two entry ids as Redis does: by milliseconds, then by sequence. Negative when `a` comes first. */
export function compareEntryIds(a: EntryId, b: EntryId): number {
  const cutA = a.indexOf('-');
  const cutB = b.indexOf('-');
  return compareDigits(a.slice(0, cutA), b.slice(0, cutB)) || compareDigits(a.slice(cutA + 1), b.slice(cutB + 1));
}

/** Both parts have 64 bits, which a number cannot hold; without leading zeros the longer one is the greater. */
function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a < b ? -1 : 1;
}
