import { MAX_FRAME_BYTES, MAX_FRAME_EVENTS } from '@redoubt/contracts';
import { encodeFrame } from '../frame-codec.ts';

/**
 * Fields and values of one stream entry that holds these records, for scripts that XADD it themselves.
 *
 * @param lines 1 or more JSON texts without a line feed; `chunkRecords` says how many belong in one entry
 * @param acceptedAtMs epoch ms
 * @throws RangeError when there are none, or more than one entry takes
 */
export function recordEntryFields(lines: readonly Buffer[], acceptedAtMs: number): (string | Buffer | number)[] {
  if (lines.length === 0 || lines.length > MAX_FRAME_EVENTS) {
    throw new RangeError(`an entry takes 1 to ${MAX_FRAME_EVENTS} records, not ${lines.length}`);
  }
  const { version, count, payload } = encodeFrame(lines);
  return ['v', version, 'n', count, 't', acceptedAtMs, 'd', payload];
}

/** Splits records into the entries that hold them, in order: at most 100 records each, and no more past 64 KiB. */
export function chunkRecords(lines: readonly Buffer[]): Buffer[][] {
  const chunks: Buffer[][] = [];
  let sizeBytes = 0;
  for (const line of lines) {
    const last = chunks.at(-1);
    if (last === undefined || last.length >= MAX_FRAME_EVENTS || sizeBytes >= MAX_FRAME_BYTES) {
      chunks.push([line]);
      sizeBytes = line.length + 1;
    } else {
      last.push(line);
      sizeBytes += line.length + 1;
    }
  }
  return chunks;
}
