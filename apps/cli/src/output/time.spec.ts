import { formatMinute, formatSecond, formatTime, parseMoment } from './time.ts';

const nowMs = Date.UTC(2026, 10, 22, 3, 0, 0, 123);

describe('moments', () => {
  it.each([
    ['now', nowMs],
    ['24h', nowMs - 86_400_000],
    ['90m ago', nowMs - 5_400_000],
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21 10:30', Date.UTC(2026, 10, 21, 10, 30)],
    ['2026-11-21T10:30:15', Date.UTC(2026, 10, 21, 10, 30, 15)],
    ['2026-11-21T10:30:15.5+02:00', Date.UTC(2026, 10, 21, 8, 30, 15, 500)],
    ['1795312064339', 1_795_312_064_339],
    ['1795312064', 1_795_312_064_000],
  ])('are read from %s', (text, momentMs) => expect(parseMoment(text, nowMs)).toBe(momentMs));

  it.each(['yesterday', '', '2026-13-01', '2026-02-30', '10:30', '24hours'])('are not read from %j', (text) => {
    expect(parseMoment(text, nowMs)).toBeUndefined();
  });

  it('are written in UTC, as exactly as is wanted', () => {
    expect(formatTime(nowMs)).toBe('2026-11-22 03:00:00.123Z');
    expect(formatSecond(nowMs)).toBe('2026-11-22 03:00:00Z');
    expect(formatMinute(nowMs)).toBe('2026-11-22 03:00Z');
  });
});
