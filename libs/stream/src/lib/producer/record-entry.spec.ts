import { decodeEntry } from '../frame-codec.ts';
import { readRing } from './doorbell.ts';
import { chunkRecords, recordEntryFields } from './record-entry.ts';

const line = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('the entry of records', () => {
  it('is a frame that readers decode', () => {
    for (const lines of [[line({ a: 1 })], Array.from({ length: 100 }, (_, i) => line({ i, text: 'x'.repeat(200) }))]) {
      const fields = recordEntryFields(lines, 1_234).map((field) =>
        Buffer.isBuffer(field) ? field : Buffer.from(String(field)),
      );
      expect(decodeEntry('9-0', fields)).toEqual({ acceptedAtMs: 1_234, lines });
    }
  });

  it('takes 1 to 100', () => {
    expect(() => recordEntryFields([], 1)).toThrow(RangeError);
    expect(() => recordEntryFields(new Array<Buffer>(101).fill(line(1)), 1)).toThrow(RangeError);
  });

  it('ends at 100 records or past 64 KiB', () => {
    const small = Array.from({ length: 250 }, (_, i) => line(i));
    expect(chunkRecords(small).map((chunk) => chunk.length)).toEqual([100, 100, 50]);
    expect(chunkRecords(small).flat()).toEqual(small);
    const large = Array.from({ length: 5 }, () => line('x'.repeat(40_000)));
    expect(chunkRecords(large).map((chunk) => chunk.length)).toEqual([2, 2, 1]);
    expect(chunkRecords([])).toEqual([]);
  });
});

describe('a ring', () => {
  const orgId = '3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5b';

  it.each([
    [orgId, ['s']],
    [`${orgId}s`, ['s']],
    [`${orgId}psc`, ['p', 's', 'c']],
    [`${orgId}z`, ['s']],
    [`${orgId}az`, ['a']],
  ])('%s names its lanes', (text, lanes) => {
    expect(readRing(text)).toEqual({ orgId, lanes });
  });
});
