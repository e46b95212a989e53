import { formatPosition, isAfter, parsePosition } from './positions.ts';

describe('positions', () => {
  test('are read as they were written', () => {
    const position = { entryId: '1700000000000-12', index: 7 };
    expect(parsePosition(formatPosition(position))).toEqual(position);
    expect(parsePosition('s-1-2-3')).toBeUndefined();
  });

  test('order by entry, then by place in the frame, as numbers of any length', () => {
    const at = { entryId: '1700000000000-9', index: 3 };
    expect(isAfter(undefined, at)).toBe(true);
    expect(isAfter(at, at)).toBe(false);
    expect(isAfter(at, { ...at, index: 4 })).toBe(true);
    expect(isAfter(at, { entryId: '1700000000000-10', index: 0 })).toBe(true);
    expect(isAfter(at, { entryId: '999999999999-99', index: 99 })).toBe(false);
  });
});
