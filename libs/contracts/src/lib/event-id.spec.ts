import fc from 'fast-check';
import { compareEntryIds, EVENT_LANES, eventIdOf, isEventLane, LANES, parseEventId, RECORD_LANES } from './event-id.ts';

describe('event ids', () => {
  it('name lane, entry and position', () => {
    expect(eventIdOf('s', '1700000000000-0', 12)).toBe('s-1700000000000-0-12');
    expect(parseEventId('p-1700000000000-3-0')).toEqual({ lane: 'p', entryId: '1700000000000-3', index: 0 });
  });

  it('read back what was built', () => {
    const parts = fc.record({
      lane: fc.constantFrom(...LANES),
      entryId: fc.tuple(fc.nat(), fc.nat()).map((pair) => pair.join('-')),
      index: fc.nat(999_999_999),
    });
    fc.assert(fc.property(parts, (p) => expect(parseEventId(eventIdOf(p.lane, p.entryId, p.index))).toEqual(p)));
  });

  it.each([
    ...['', 's', '1-0-0', 'y-1-0-0', 's-1-0', 's-1-0-0-0', 's-1--0', 's-a-0-0', 's-1-0-1.5', 's-1-0--1', ' s-1-0-0'],
    ...['s-1-0-0\n', `s-${'1'.repeat(21)}-0-0`, 's-1-0-1234567890'],
  ])('are not %j', (text) => {
    expect(parseEventId(text)).toBeNull();
  });
});

describe('lanes', () => {
  it('are of events or of records', () => {
    expect(LANES.filter(isEventLane)).toEqual(EVENT_LANES);
    expect(LANES.filter((lane) => !isEventLane(lane))).toEqual(RECORD_LANES);
    expect(new Set(LANES).size).toBe(7);
  });
});

describe('compareEntryIds', () => {
  it('orders by time, then by sequence, as numbers', () => {
    const sorted = ['0-1', '9-5', '10-0', '10-9', '10-10', '1700000000000-0', '1700000000000-1'];
    expect([...sorted].reverse().sort(compareEntryIds)).toEqual(sorted);
    expect(compareEntryIds('5-3', '5-3')).toBe(0);
  });

  it('tells ids apart that are the same as floating point numbers', () => {
    expect(compareEntryIds('18446744073709551614-0', '18446744073709551615-0')).toBeLessThan(0);
    expect(compareEntryIds('1-18446744073709551615', '1-18446744073709551614')).toBeGreaterThan(0);
  });

  it('agrees with 64-bit arithmetic', () => {
    const part = fc.oneof(fc.nat(20).map(BigInt), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const expected = a !== c ? a < c : b !== d ? b < d : null;
        const order = compareEntryIds(`${a}-${b}`, `${c}-${d}`);
        expect(expected === null ? order === 0 : expected ? order < 0 : order > 0).toBe(true);
      }),
    );
  });
});
