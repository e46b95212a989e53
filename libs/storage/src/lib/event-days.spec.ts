import { DAY_MS, dayOf, dayOfPartition, partitionName, storedReceiveTime } from './event-days.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

describe('event days', () => {
  test('a day is named by its UTC date, both ways', () => {
    expect(partitionName(dayOf(NOON))).toBe('events_p20261122');
    expect(dayOfPartition('events_p20261122')).toBe(dayOf(NOON));
    expect(dayOf(NOON + 12 * 3_600_000)).toBe(dayOf(NOON) + 1);
    expect(dayOfPartition('events_archive')).toBeUndefined();
  });

  test.each([
    ['now', NOON, NOON],
    ['a year ago', NOON - 365 * DAY_MS, NOON - 365 * DAY_MS],
    ['far past', 5, NOON],
    ['a week ahead', NOON + 7 * DAY_MS, NOON + 7 * DAY_MS],
    ['far future', NOON + 8 * DAY_MS, NOON],
    ['not a number', Number.NaN, NOON],
  ])('accept time of %s', (_name, acceptedAtMs, stored) => {
    expect(storedReceiveTime(acceptedAtMs, NOON)).toBe(stored);
  });
});
