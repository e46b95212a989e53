import { latestPast, monthOf, timeInYear } from './wall-time.ts';

const midnight = { hour: 0, minute: 0, second: 0 };
const context = (nowMs: number, offsetMinutes = 0) => ({ nowMs, offsetMinutes });

describe('latestPast', () => {
  it('takes last year for a day that has not come yet', () => {
    const now = Date.UTC(2026, 10, 21, 12);
    expect(latestPast({ month: 11, day: 10, ...midnight }, context(now))).toBe(Date.UTC(2025, 11, 10));
    expect(latestPast({ month: 10, day: 21, ...midnight }, context(now))).toBe(Date.UTC(2026, 10, 21));
  });

  it('allows a clock that runs a few minutes ahead, also over new year', () => {
    const now = Date.UTC(2026, 11, 31, 23, 58);
    expect(latestPast({ month: 0, day: 1, ...midnight }, context(now))).toBe(Date.UTC(2027, 0, 1));
    expect(latestPast({ month: 0, day: 1, hour: 1, minute: 0, second: 0 }, context(now))).toBe(Date.UTC(2026, 0, 1, 1));
  });

  it('finds the latest leap year for 29 February, also across 2100', () => {
    const leapDay = { month: 1, day: 29, ...midnight };
    expect(latestPast(leapDay, context(Date.UTC(2026, 5, 1)))).toBe(Date.UTC(2024, 1, 29));
    expect(latestPast(leapDay, context(Date.UTC(2103, 5, 1)))).toBe(Date.UTC(2096, 1, 29));
  });

  it('knows the year of the sender, not of UTC', () => {
    const now = Date.UTC(2026, 11, 31, 23, 0);
    expect(latestPast({ month: 0, day: 1, hour: 0, minute: 30, second: 0 }, context(now, 120))).toBe(
      Date.UTC(2026, 11, 31, 22, 30),
    );
  });
});

describe('timeInYear', () => {
  it.each([
    { month: 1, day: 30, ...midnight },
    { month: 3, day: 31, ...midnight },
    { month: 0, day: 0, ...midnight },
    { month: 0, day: 1, hour: 24, minute: 0, second: 0 },
  ])('refuses %p', (time) => expect(timeInYear(2026, time, 0)).toBeUndefined());
});

it('monthOf knows only the English names', () => {
  expect([monthOf('Jan'), monthOf('Dec'), monthOf('Foo'), monthOf('toString')]).toEqual([0, 11, undefined, undefined]);
});
