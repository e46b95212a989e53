import type { ByteReader, ByteWriter } from './byte-codec.ts';
import type { WindowEntry } from './window-entry.ts';

const HAS_POSITION = 1;
const HAS_TEXT = 2;
const HAS_WHOLE = 4;
const HAS_DOUBLE = 8;
const HAS_WEIGHT = 16;
const IS_COUNTED = 32;
const HAS_OWN_ID = 64;

/** Event ids of the platform: lane, milliseconds, sequence number, place in the frame. */
const EVENT_ID = /^([a-z])-(0|[1-9]\d{0,14})-(0|[1-9]\d{0,14})-(0|[1-9]\d{0,14})$/;

/** What an entry is written as a difference to. */
export interface EntryBefore {
  timeMs: number;
  /** Milliseconds of the last id of the platform. */
  idMs: number;
}

/** Before the first entry. */
export const NO_ENTRY: EntryBefore = { timeMs: 0, idMs: 0 };

/** @returns what the next entry is a difference to */
export function encodeEntry(writer: ByteWriter, entry: WindowEntry, before: EntryBefore): EntryBefore {
  const { timeMs, value, position, weight, fresh } = entry;
  const id = EVENT_ID.exec(entry.eventId);
  const isPlain = weight === 1 && fresh <= 1;
  writer.signed(timeMs - before.timeMs);
  writer.byte(
    (position > 0 ? HAS_POSITION : 0) |
      (value === undefined ? 0 : typeof value === 'string' ? HAS_TEXT : isWhole(value) ? HAS_WHOLE : HAS_DOUBLE) |
      (isPlain ? 0 : HAS_WEIGHT) |
      (fresh === 0 ? IS_COUNTED : 0) |
      (id === null ? HAS_OWN_ID : 0),
  );
  if (position > 0) writer.unsigned(position);
  if (typeof value === 'string') writer.text(value);
  else if (value !== undefined && isWhole(value)) writer.signed(value);
  else if (value !== undefined) writer.double(value);
  if (!isPlain) {
    writer.unsigned(weight);
    writer.unsigned(fresh);
  }
  if (id === null) {
    writer.text(entry.eventId);
    return { timeMs, idMs: before.idMs };
  }
  const idMs = Number(id[2]);
  writer.byte((id[1] as string).charCodeAt(0));
  writer.signed(idMs - before.idMs);
  writer.unsigned(Number(id[3]));
  writer.unsigned(Number(id[4]));
  return { timeMs, idMs };
}

/** @throws RangeError at the end of the bytes */
export function decodeEntry(reader: ByteReader, before: EntryBefore): { entry: WindowEntry; idMs: number } {
  const timeMs = before.timeMs + reader.signed();
  const flags = reader.byte();
  const position = flags & HAS_POSITION ? reader.unsigned() : 0;
  let value: string | number | undefined;
  if (flags & HAS_TEXT) value = reader.text();
  else if (flags & HAS_WHOLE) value = reader.signed();
  else if (flags & HAS_DOUBLE) value = reader.double();
  const weight = flags & HAS_WEIGHT ? reader.unsigned() : 1;
  const fresh = flags & HAS_WEIGHT ? reader.unsigned() : flags & IS_COUNTED ? 0 : 1;
  if (flags & HAS_OWN_ID) {
    return { entry: { timeMs, eventId: reader.text(), position, value, weight, fresh }, idMs: before.idMs };
  }
  const lane = String.fromCharCode(reader.byte());
  const idMs = before.idMs + reader.signed();
  const eventId = `${lane}-${idMs}-${reader.unsigned()}-${reader.unsigned()}`;
  return { entry: { timeMs, eventId, position, value, weight, fresh }, idMs };
}

// Minus zero would lose its sign.
function isWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 51 && !Object.is(value, -0);
}
