import { parseTimestampMs } from '@redoubt/contracts';
import type { TimePart } from '../model/pattern.ts';

const WRITTEN =
  /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[Tt ](\d\d):(\d\d)(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|z|[+-]\d\d:?\d\d)?)?$/;
const DAY_MS = 86_400_000;

/**
 * A part of a date as a number. A written date is taken as it stands, in its own time zone: `23:30+05:00` has hour 23.
 * A number is an epoch time (s, ms, µs or ns by magnitude) and is read in UTC. `week` is the ISO 8601 week.
 *
 * @returns undefined when the value is no date, or a date without a time is asked for its hour or minute
 */
export function datePart(value: unknown, part: TimePart): number | undefined {
  const written = typeof value === 'string' ? WRITTEN.exec(value) : null;
  if (written) return ofWritten(written.slice(1), part);
  const epochMs = parseTimestampMs(value);
  if (epochMs === undefined) return undefined;
  const date = new Date(epochMs);
  if (part === 'minute') return date.getUTCMinutes();
  if (part === 'hour') return date.getUTCHours();
  return ofDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), part);
}

function ofWritten(groups: readonly (string | undefined)[], part: TimePart): number | undefined {
  const [year, month, day, hour, minute] = groups.map((group) => (group === undefined ? Number.NaN : Number(group)));
  if (part === 'minute') return within(minute as number, 0, 59);
  if (part === 'hour') return within(hour as number, 0, 23);
  const isDate = within(month as number, 1, 12) !== undefined && within(day as number, 1, 31) !== undefined;
  return isDate ? ofDay(year as number, month as number, day as number, part) : undefined;
}

function within(value: number, low: number, high: number): number | undefined {
  return value >= low && value <= high ? value : undefined;
}

function ofDay(year: number, month: number, day: number, part: TimePart): number {
  if (part === 'year') return year;
  if (part === 'month') return month;
  return part === 'day' ? day : isoWeek(Date.UTC(year, month - 1, day));
}

/** The week whose Thursday lies in the year is its first (ISO 8601). */
function isoWeek(dayMs: number): number {
  const weekday = (new Date(dayMs).getUTCDay() + 6) % 7;
  const thursdayMs = dayMs + (3 - weekday) * DAY_MS;
  const yearStartMs = Date.UTC(new Date(thursdayMs).getUTCFullYear(), 0, 1);
  return Math.floor((thursdayMs - yearStartMs) / (7 * DAY_MS)) + 1;
}
