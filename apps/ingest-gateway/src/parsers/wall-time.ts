import type { LineContext } from './types.ts';

const MONTHS: Readonly<Record<string, number>> = {
  ...{ Jan: 0, Feb: 1, Mar: 2, Apr: 3, May: 4, Jun: 5 },
  ...{ Jul: 6, Aug: 7, Sep: 8, Oct: 9, Nov: 10, Dec: 11 },
};

/** Clocks of senders may run ahead by this much before a time without a year is taken for last year's. */
const AHEAD_TOLERANCE_MS = 10 * 60_000;
const LONGEST_LEAP_GAP_YEARS = 8;

/** A wall-clock time as a log line spells it. */
export interface WallTime {
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms?: number;
}

/** Month 0-11 of an English three-letter name. */
export function monthOf(name: string): number | undefined {
  return Object.hasOwn(MONTHS, name) ? MONTHS[name] : undefined;
}

/** Epoch ms of a wall time in a year; undefined when that year has no such day. */
export function timeInYear(year: number, time: WallTime, offsetMinutes: number): number | undefined {
  if (time.day < 1 || time.day > daysIn(year, time.month)) return undefined;
  if (time.hour > 23 || time.minute > 59 || time.second > 60) return undefined;
  const utc = Date.UTC(year, time.month, time.day, time.hour, time.minute, time.second, time.ms ?? 0);
  return utc - offsetMinutes * 60_000;
}

/**
 * Epoch ms of a wall time without a year (RFC 3164 section 4.1.2): the latest one that is not in the future.
 * 29 February takes the latest leap year.
 */
export function latestPast(time: WallTime, { nowMs, offsetMinutes }: LineContext): number | undefined {
  const latestMs = nowMs + AHEAD_TOLERANCE_MS;
  const thisYear = new Date(latestMs + offsetMinutes * 60_000).getUTCFullYear();
  for (let year = thisYear; year >= thisYear - LONGEST_LEAP_GAP_YEARS; year -= 1) {
    const ms = timeInYear(year, time, offsetMinutes);
    if (ms !== undefined && ms <= latestMs) return ms;
  }
  return undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 1) return isLeap(year) ? 29 : 28;
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
