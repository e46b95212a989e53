import { slopePerMinute } from './vitals.ts';

it('is the growth per minute, and nothing for what swings around one value', () => {
  const minutes = (values: number[]) => values.map((value, i) => ({ atMs: i * 60_000, value }));
  expect(slopePerMinute(minutes([100, 102, 104, 106]))).toBeCloseTo(2);
  expect(slopePerMinute(minutes([100, 110, 110, 100]))).toBeCloseTo(0);
  expect(slopePerMinute(minutes([100]))).toBe(0);
});
