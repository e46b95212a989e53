import { linePoints, sampledIndexes, stacked } from './series.ts';

test('layers stand on each other', () => {
  const series = [
    { name: 'a', color: 'low' as const, values: [1, 2, null] },
    { name: 'b', color: 'high' as const, values: [10, null, 30] },
  ];
  expect(stacked(series)).toEqual([
    [1, 2, 0],
    [11, 2, 30],
  ]);
});

test('a long table is sampled, with its ends', () => {
  expect(sampledIndexes(3, 10)).toEqual([0, 1, 2]);
  expect(sampledIndexes(100, 3)).toEqual([0, 50, 99]);
});

test('lines stay in their box', () => {
  expect(linePoints([0, 5, 20], { width: 100, height: 10, max: 10 })).toBe('0,10 50,5 100,0');
  expect(linePoints([0, 0], { width: 10, height: 10, max: 0 })).toBe('0,10 10,10');
  expect(linePoints([], { width: 10, height: 10, max: 1 })).toBe('');
});
