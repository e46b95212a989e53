import { driftOf, sumOfSteps } from './drift.ts';

describe('drift', () => {
  test('is none between like shares, all between shares that do not meet', () => {
    expect(driftOf([600, 400], [6_000, 4_000])).toBe(0);
    expect(driftOf([0, 1_000], [1_000, 0])).toBe(1);
    expect(driftOf([500, 500], [900, 100])).toBeCloseTo(0.4);
  });

  test('is not told from a few scores', () => {
    expect(driftOf([600, 399], [6_000, 4_000])).toBeNull();
    expect(driftOf([600, 400], [10, 0])).toBeNull();
  });

  test('looks at steps added up', () => {
    const steps = [
      { atMs: 0, counts: [1, 2] },
      { atMs: 1, counts: [3, 0] },
    ];
    expect(sumOfSteps(steps, 2)).toEqual([4, 2]);
    expect(sumOfSteps([], 2)).toEqual([0, 0]);
  });
});
