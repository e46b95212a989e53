import { assert, array, constantFrom, integer, nat, property, record } from 'fast-check';
import { EncodedEntries } from './encoded-entries.ts';
import type { WindowEntry } from './window-entry.ts';

const entry = record({
  timeMs: integer({ min: -1_000, max: 4_000_000 }),
  eventId: constantFrom('s-1700000000000-0-1', 's-1700000000777-3-99', 'p-5-0-0', 'an id of its own'),
  position: nat(2),
  value: constantFrom(undefined, 'alice', 7, 0.5),
  weight: integer({ min: 1, max: 3 }),
  fresh: nat(1),
});

/** A change of a list from one place on: entries that go, and entries that come. */
const edit = record({ at: nat(150), gone: nat(40), come: array(entry, { maxLength: 60 }) });

describe('bytes of entries that change', () => {
  it('are those of entries encoded anew, whatever changed between', () => {
    assert(
      property(array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        const encoded = new EncodedEntries();
        const entries: WindowEntry[] = [];
        for (const { at, gone, come } of edits) {
          const index = Math.min(at, entries.length);
          entries.splice(index, gone, ...come.map((one) => ({ ...one })));
          encoded.changedFrom(index);
          expect(encoded.bytesOf(entries)).toEqual(new EncodedEntries().bytesOf(entries));
        }
      }),
    );
  });

  it('go on behind a full stretch', () => {
    const one: WindowEntry = { timeMs: 5, eventId: 's-1-0-0', position: 0, value: undefined, weight: 1, fresh: 1 };
    const entries = Array.from({ length: 32 }, (_, index) => ({ ...one, timeMs: index }));
    const encoded = new EncodedEntries();
    encoded.bytesOf(entries);
    entries.push({ ...one, timeMs: 99 });
    encoded.changedFrom(32);
    expect(encoded.bytesOf(entries)).toEqual(new EncodedEntries().bytesOf(entries));
  });

  it('do not hold on to more memory than about their own', () => {
    const entry: WindowEntry = { timeMs: 5, eventId: 's-1-0-0', position: 0, value: undefined, weight: 1, fresh: 1 };
    const kept = new EncodedEntries().bytesOf(Array.from({ length: 40 }, (_, timeMs) => ({ ...entry, timeMs })));
    expect(kept.buffer.byteLength).toBeLessThanOrEqual(Math.max(256, 2 * kept.length));
  });
});
