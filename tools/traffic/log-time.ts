const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** RFC 3164 header, with or without priority: `Dec 10 06:55:46`. */
const CLASSIC = /^(?<lead>(?:<\d{1,3}>)?)(?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<clock>\d\d:\d\d:\d\d)/;
/** Apache's error log: `[Sun Dec 04 04:47:44 2005]`. */
const BRACKETED =
  /^(?<lead>\[)[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>\d\d) (?<clock>\d\d:\d\d:\d\d) (?<year>\d{4})(?=\])/;
/** RFC 3339 at the start, with or without priority and version. */
const ISO = /^(?<lead>(?:<\d{1,3}>(?:1 )?)?)(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))/;

const LONGEST_LEAP_GAP_YEARS = 8;

export interface LineTime {
  timeMs: number;
  /** The line with its time replaced, in the same spelling. */
  withTime(timeMs: number): string;
}

/**
 * Reads the time at the start of a log line, in UTC.
 *
 * A time without a year is the latest past one, seen from `nowMs`, as the gateway takes it.
 *
 * @returns undefined when the line starts with no time it knows
 */
export function lineTime(line: string, nowMs: number): LineTime | undefined {
  return classic(line, nowMs) ?? bracketed(line) ?? iso(line);
}

function classic(line: string, nowMs: number): LineTime | undefined {
  const match = CLASSIC.exec(line);
  const parts = match?.groups;
  if (match === null || parts === undefined) return undefined;
  const timeMs = latestPast(partsOf(parts), nowMs);
  if (timeMs === undefined) return undefined;
  const rest = line.slice(match[0].length);
  return { timeMs, withTime: (newMs) => `${parts.lead}${classicTime(newMs)}${rest}` };
}

function bracketed(line: string): LineTime | undefined {
  const match = BRACKETED.exec(line);
  const parts = match?.groups;
  if (match === null || parts === undefined) return undefined;
  const timeMs = timeInYear(Number(parts.year), partsOf(parts));
  if (timeMs === undefined) return undefined;
  const rest = line.slice(match[0].length);
  const spell = (newMs: number): string => {
    const day = new Date(newMs).toUTCString();
    return `${day.slice(0, 3)} ${classicTime(newMs).replace('  ', ' 0')} ${day.slice(12, 16)}`;
  };
  return { timeMs, withTime: (newMs) => `[${spell(newMs)}${rest}` };
}

function iso(line: string): LineTime | undefined {
  const match = ISO.exec(line);
  const parts = match?.groups;
  if (match === null || parts === undefined) return undefined;
  const timeMs = Date.parse(parts.time as string);
  if (Number.isNaN(timeMs)) return undefined;
  const rest = line.slice(match[0].length);
  return { timeMs, withTime: (newMs) => `${parts.lead}${new Date(newMs).toISOString()}${rest}` };
}

interface Parts {
  month: string;
  day: string;
  clock: string;
}

function partsOf({ month = '', day = '', clock = '' }: Record<string, string | undefined>): Parts {
  return { month, day, clock };
}

function latestPast(parts: Parts, nowMs: number): number | undefined {
  const thisYear = new Date(nowMs).getUTCFullYear();
  for (let year = thisYear; year >= thisYear - LONGEST_LEAP_GAP_YEARS; year--) {
    const timeMs = timeInYear(year, parts);
    if (timeMs !== undefined && timeMs <= nowMs) return timeMs;
  }
  return undefined;
}

function timeInYear(year: number, { month, day, clock }: Parts): number | undefined {
  const monthIndex = MONTHS.indexOf(month);
  const [hours, minutes, seconds] = clock.split(':').map(Number);
  const timeMs = Date.UTC(year, monthIndex, Number(day), hours, minutes, seconds);
  const isReal = monthIndex >= 0 && new Date(timeMs).getUTCDate() === Number(day);
  return isReal ? timeMs : undefined;
}

function classicTime(timeMs: number): string {
  const time = new Date(timeMs);
  const day = String(time.getUTCDate()).padStart(2, ' ');
  return `${MONTHS[time.getUTCMonth()]} ${day} ${time.toISOString().slice(11, 19)}`;
}
