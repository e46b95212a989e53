import { ByteReader, ByteWriter } from './byte-codec.ts';
import { CorrelationGroup } from './correlation-group.ts';
import { decodeEntry, NO_ENTRY } from './entry-codec.ts';
import type { SourceMark } from './source-watermarks.ts';

/** First byte of every checkpoint. Readers refuse others. */
export const CHECKPOINT_VERSION = 1;

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
  return Buffer.concat([writer.written, group.encodedEntries()]);
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
  let before = NO_ENTRY;
  for (let index = 0; index < count; index++) {
    const { entry, idMs } = decodeEntry(reader, before);
    before = { timeMs: entry.timeMs, idMs };
    group.entries.push(entry);
    group.fresh += entry.fresh;
  }
  if (!reader.isAtEnd) throw new RangeError('bytes are left over');
  return group;
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
