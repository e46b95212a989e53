import { knownGaps } from './gaps.ts';
import { goalsOf, judge } from './goals.ts';
import { SUITES } from './bench-options.ts';

describe('goals', () => {
  it('hold or do not, by their bound', () => {
    const figures = judge('memory', [
      { name: 'redis_bytes_per_json_byte', value: 0.35, unit: '×' },
      { name: 'lone_redis_bytes_per_json_byte', value: 1.31, unit: '×' },
      { name: 'dedup_bytes_per_json_byte', value: 9, unit: '×' },
    ]);
    expect(figures.map(({ goal, met }) => [goal, met])).toEqual([
      [0.35, true],
      [1.3, false],
      [null, null],
    ]);
  });

  it('hold between two bounds where they have two', () => {
    const met = (value: number) => judge('overload', [{ name: 'accepted_to_capacity', value, unit: '×' }])[0];
    expect([0.8, 1, 2.9].map((value) => met(value)?.met)).toEqual([false, true, false]);
    expect(met(1)).toMatchObject({ goal: 0.9, goalMost: 1.1 });
  });

  it('are not met by what could not be measured', () => {
    const [figure] = judge('search', [{ name: 'search_p95_ms', value: Number.NaN, unit: 'ms' }]);
    expect(figure?.met).toBe(false);
  });

  it('put the value into proportion', () => {
    const [figure] = judge('ingest', [{ name: 'x', value: 3, unit: 'µs', baseline: { name: 'floor', value: 2 } }]);
    expect(figure?.ratio).toBe(1.5);
  });

  it('have a floor below them that holds or does not', () => {
    const floors = (value: number) =>
      judge('ingest', [{ name: 'ratio_to_floor_server', value, unit: '×' }]).map(({ met, floor }) => [
        met,
        floor?.isMet,
      ]);
    expect([0.5, 0.7, 0.9].flatMap(floors)).toEqual([
      [false, false],
      [false, true],
      [true, true],
    ]);
    const [slow] = judge('rules', [{ name: 'us_per_auth_event', value: 9, unit: 'µs' }]);
    expect(slow?.floor).toEqual({ bound: 8, isMet: false });
  });

  it('are there where a gap is explained', () => {
    for (const [suite, figure] of knownGaps()) expect(goalsOf(suite)).toHaveProperty([figure]);
  });

  it('quote an issue each', () => {
    for (const suite of SUITES) {
      for (const goal of Object.values(goalsOf(suite))) {
        expect(goal.quote.length).toBeGreaterThan(10);
        expect(goal.atLeast ?? goal.atMost).toBeDefined();
        if (goal.atLeast !== undefined) expect(goal.atMost ?? Infinity).toBeGreaterThan(goal.atLeast);
      }
    }
  });
});
