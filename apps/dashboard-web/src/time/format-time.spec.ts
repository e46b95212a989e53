import { formatAgo, formatClock, formatDay, formatDuration, formatMoment } from './format-time.ts';

const atMs = Date.UTC(2026, 10, 22, 6, 45, 12, 345);

test('moments in UTC', () => {
  expect(formatMoment(atMs, 'utc')).toBe('2026-11-22 06:45:12 UTC');
  expect(formatMoment(atMs, 'utc', { hasMillis: true })).toBe('2026-11-22 06:45:12.345 UTC');
  expect(formatClock(atMs, 'utc')).toBe('06:45:12');
  expect(formatDay(atMs, 'utc')).toBe('2026-11-22');
});

test('local moments say their offset', () => {
  expect(formatMoment(atMs, 'local')).toMatch(/^2026-11-2\d \d\d:\d\d:12 [+-]\d\d:\d\d$/);
});

test.each([
  [0, 'now'],
  [900, 'now'],
  [12_000, '12 s'],
  [59_999, '59 s'],
  [60_000, '1 m'],
  [3_600_000, '1 h'],
  [47 * 3_600_000, '47 h'],
  [49 * 3_600_000, '2 d'],
  [-180_000, 'in 3 m'],
])('%i ms ago is %s', (ageMs, text) => {
  expect(formatAgo(atMs - ageMs, atMs)).toBe(text);
});

test.each([
  [4.34, '4.3 ms'],
  [850, '850 ms'],
  [1_250, '1.3 s'],
  [12_400, '12 s'],
  [60_000, '1 m'],
  [250_000, '4 m 10 s'],
  [3_599_999, '1 h'],
  [7_500_000, '2 h 5 m'],
  [273_600_000, '3 d 4 h'],
])('%d ms is %s long', (lengthMs, text) => {
  expect(formatDuration(lengthMs)).toBe(text);
});
