import { isAfter, recordPosition } from './record-position.ts';

it('orders records by entry and place in it', () => {
  const ordered = ['', '9-0-0', '10-0-0', '10-0-1', '10-0-10', '10-2-0', '10-10-0', '11-0-0'];
  ordered.forEach((a, i) => ordered.forEach((b, j) => a && expect([a, b, isAfter(a, b)]).toEqual([a, b, i > j])));
  expect(recordPosition('10-2', 3)).toBe('10-2-3');
});
