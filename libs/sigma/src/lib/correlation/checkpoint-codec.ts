import { ByteReader, ByteWriter } from './byte-codec.ts';
import { CorrelationGroup } from './correlation-group.ts';
import type { SourceMark } from './source-watermarks.ts';
import type { WindowEntry } from './window-entry.ts';

/** First byte of every checkpoint. Readers refuse others. */
export const CHECKPOINT_VERSION = 1;

const HAS_POSITION = 1;
const HAS_TEXT = 2;
const HAS_WHOLE = 4;
const HAS_DOUBLE = 8;
const HAS_WEIGHT = 16;
const IS_COUNTED = 32;
const HAS_OWN_ID = 64;

/** Event ids of the platform: lane, milliseconds, sequence number, place in the frame. */
const EVENT_ID = /^([a-z])-(0|[1-9]\d{0,14})-(0|[1-9]\d{0,14})-(0|[1-9]\d{0,14})$/;

/** One group: its values, its last match, and its entries with times as differences. About 12 bytes an entry. */
export function encodeGroup(group: CorrelationGroup): Buffer {
  const writer = new ByteWriter();
  writer.byte(CHECKPOINT_VERSION);
  writer.unsigned(group.shape);
  writer.text(group.groupKey);
  writer.unsigned(group.values.length);
  for (const value of group.values) writer.text(value);
  writer.unsigned(group.touch);
  writer.unsigned(group.compressAt);
  writer.byte(group.lastMatchMs === undefined ? 0 : 1);
  if (group.lastMatchMs !== undefined) writer.signed(group.lastMatchMs);
  writer.unsigned(group.entries.length);
  let timeMs = 0;
  let idMs = 0;
  for (const entry of group.entries) {
    writer.signed(entry.timeMs - timeMs);
    timeMs = entry.timeMs;
    idMs = encodeEntry(writer, entry, idMs);
  }
  return writer.finish();
}

/** @throws RangeError for bytes of another version or that are no checkpoint */
export function decodeGroup(ruleId: string, bytes: Buffer): CorrelationGroup {
  const reader = opened(bytes);
  const shape = reader.unsigned();
  const groupKey = reader.text();
  const values = Array.from({ length: checked(reader.unsigned(), 1_024) }, () => reader.text());
  const group = new CorrelationGroup(ruleId, groupKey, values, shape);
  group.touch = reader.unsigned();
  group.compressAt = reader.unsigned();
  if (reader.byte() === 1) group.lastMatchMs = reader.signed();
  const count = checked(reader.unsigned(), bytes.length);
  let timeMs = 0;
  let idMs = 0;
  for (let index = 0; index < count; index++) {
    timeMs += reader.signed();
    const { entry, idMs: nextIdMs } = decodeEntry(reader, timeMs, idMs);
    idMs = nextIdMs;
    group.entries.push(entry);
    group.fresh += entry.fresh;
  }
  if (!reader.isAtEnd) throw new RangeError('bytes are left over');
  return group;
}

function encodeEntry(writer: ByteWriter, entry: WindowEntry, lastIdMs: number): number {
  const { value, position, weight, fresh } = entry;
  const id = EVENT_ID.exec(entry.eventId);
  const isPlain = weight === 1 && fresh <= 1;
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
    return lastIdMs;
  }
  const idMs = Number(id[2]);
  writer.byte((id[1] as string).charCodeAt(0));
  writer.signed(idMs - lastIdMs);
  writer.unsigned(Number(id[3]));
  writer.unsigned(Number(id[4]));
  return idMs;
}

function decodeEntry(reader: ByteReader, timeMs: number, lastIdMs: number): { entry: WindowEntry; idMs: number } {
  const flags = reader.byte();
  const position = flags & HAS_POSITION ? reader.unsigned() : 0;
  let value: string | number | undefined;
  if (flags & HAS_TEXT) value = reader.text();
  else if (flags & HAS_WHOLE) value = reader.signed();
  else if (flags & HAS_DOUBLE) value = reader.double();
  const weight = flags & HAS_WEIGHT ? reader.unsigned() : 1;
  const fresh = flags & HAS_WEIGHT ? reader.unsigned() : flags & IS_COUNTED ? 0 : 1;
  if (flags & HAS_OWN_ID) {
    return { entry: { timeMs, eventId: reader.text(), position, value, weight, fresh }, idMs: lastIdMs };
  }
  const lane = String.fromCharCode(reader.byte());
  const idMs = lastIdMs + reader.signed();
  const eventId = `${lane}-${idMs}-${reader.unsigned()}-${reader.unsigned()}`;
  return { entry: { timeMs, eventId, position, value, weight, fresh }, idMs };
}

export function encodeSource(mark: SourceMark): Buffer {
  const writer = new ByteWriter();
  writer.byte(CHECKPOINT_VERSION);
  writer.text(mark.key);
  writer.signed(mark.watermarkMs);
  writer.signed(mark.lastReceivedMs);
  writer.unsigned(mark.touch);
  return writer.finish();
}

/** @throws RangeError for bytes of another version or that are no checkpoint */
export function decodeSource(bytes: Buffer): SourceMark {
  const reader = opened(bytes);
  const mark = {
    key: reader.text(),
    watermarkMs: reader.signed(),
    lastReceivedMs: reader.signed(),
    touch: reader.unsigned(),
  };
  if (!reader.isAtEnd) throw new RangeError('bytes are left over');
  return mark;
}

function opened(bytes: Buffer): ByteReader {
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (version !== CHECKPOINT_VERSION) throw new RangeError(`unknown checkpoint version ${version}`);
  return reader;
}

function checked(count: number, limit: number): number {
  if (count > limit) throw new RangeError(`a count of ${count} cannot be`);
  return count;
}

// Minus zero would lose its sign.
function isWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 51 && !Object.is(value, -0);
}
