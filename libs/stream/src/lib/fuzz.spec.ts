import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { parsePosition, formatPosition } from './consumer/positions.ts';
import { readDeadLetter } from './dead-letters/dead-letter.ts';
import { decodeEntry, encodeFrame } from './frame-codec.ts';

const ENTRY_ID = '1763800000000-0';
const EVENT = Buffer.from('{"eventType":"failed_login","sourceIp":"203.0.113.9"}');
/** Stands between fields and values where inputs are made. */
const GAP = Buffer.from('\x1e');

function joined(fields: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(fields.flatMap((field, at) => (at === 0 ? [Buffer.from(field)] : [GAP, Buffer.from(field)])));
}

function fieldsOf(input: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let start = 0;
  for (let end = input.indexOf(GAP); end !== -1; end = input.indexOf(GAP, start)) {
    fields.push(input.subarray(start, end));
    start = end + 1;
  }
  return [...fields, input.subarray(start)];
}

function frameOf(lines: readonly Buffer[], ...more: string[]): Buffer {
  const { version, count, payload } = encodeFrame(lines);
  return joined(['v', version, 'n', String(count), 't', '1763800000000', ...more, 'd', payload]);
}

const letter = ['eventId', 's-1763800000000-0-3', 'acceptedAtMs', '1763800000000', 'reason', 'handler_failed'];

it.each([
  {
    name: 'frames',
    flips: 0.6,
    seeds: [
      frameOf([EVENT]),
      frameOf([EVENT, EVENT, EVENT]),
      frameOf(Array.from({ length: 300 }, () => EVENT)),
      frameOf([EVENT], 'g', 'db_writer', 'o', 's-1-0-0', 'r', '2'),
      joined(['event_type', 'x', 'severity', 'low', 'payload', '{"__proto__":{"a":1}}']),
    ],
    decode: (input: Buffer): boolean => {
      const entry = decodeEntry(ENTRY_ID, fieldsOf(input));
      if ('error' in entry) return false;
      const { version, count, payload } = encodeFrame(entry.lines);
      const fields = ['v', version, 'n', String(count), 't', String(entry.acceptedAtMs), 'd', payload];
      const again = decodeEntry(
        ENTRY_ID,
        fields.map((field) => Buffer.from(field)),
      );
      expect(again).toMatchObject({ acceptedAtMs: entry.acceptedAtMs });
      const isSame = 'lines' in again && again.lines.every((line, at) => line.equals(entry.lines[at] as Buffer));
      expect(isSame).toBe(true);
      return true;
    },
  },
  {
    name: 'dead letters',
    seeds: [
      joined([...letter, 'error', 'E', 'message', 'm', 'attempts', '5', 'diedAtMs', '1763800001000', 'event', EVENT]),
      joined([...letter, 'replays', '2', 'originalEventId', 's-1-0-0', 'event', EVENT]),
    ],
    decode: (input: Buffer): boolean => {
      const read = readDeadLetter(ENTRY_ID, fieldsOf(input));
      if (read === null) return false;
      // What cannot be said in JSON cannot be listed.
      for (const value of [read.acceptedAtMs, read.attempts, read.diedAtMs, read.replays, read.index])
        expect(Number.isFinite(value)).toBe(true);
      return true;
    },
  },
  {
    name: 'positions of records',
    seeds: ['1763800000000-0-3', '0-1-0'],
    decode: (input: Buffer): boolean => {
      const text = input.toString();
      const position = parsePosition(text);
      if (position !== undefined) expect(parsePosition(formatPosition(position))).toEqual(position);
      return position !== undefined;
    },
  },
])('$name: whatever is sent is read or refused', async (decoder) => {
  const { taken, refused } = await fuzzDecoder(decoder);
  expect(taken).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});
