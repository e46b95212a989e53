import { formatDuration, parseDurationMs } from './duration.ts';

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
  ])('reads %s', (text, durationMs) => expect(parseDurationMs(text)).toBe(durationMs));

  it.each(['', '10', '1.5h', '-1s', '1 h', 'h', '1y', '1s '])('does not read %j', (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });

  it.each([
    [0, '0ms'],
    [340, '340ms'],
    [1_299, '1.2s'],
    [59_999, '59.9s'],
    [60_000, '1m'],
    [312_000, '5m 12s'],
    [183_600_000, '2d 3h'],
    [172_800_000, '2d'],
    [-5, '0ms'],
  ])('writes %i ms as %s', (durationMs, text) => expect(formatDuration(durationMs)).toBe(text));
});
