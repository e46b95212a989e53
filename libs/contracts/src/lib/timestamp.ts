import { plainUtcMs } from './plain-utc.ts';

const isoShape =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?$/;

/** The Gregorian calendar repeats after 400 years, of 146,097 days. */
const calendarCycleMs = 146_097 * 86_400_000;

/** Latest instant a JavaScript date can carry (ECMA-262 section 21.4.1.1), in ms. */
const maxTimeMs = 8.64e15;

/**
 * Reads a sender's timestamp: RFC 3339 text (no offset means UTC), or a number (also as text) of seconds,
 * milliseconds, microseconds or nanoseconds since 1970, told apart by magnitude.
 *
 * @returns epoch milliseconds, or undefined when the value is no time
 */
export function parseTimestampMs(value: unknown): number | undefined {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const plain = plainUtcMs(value);
  if (!Number.isNaN(plain)) return plain;
  const iso = isoShape.exec(value);
  if (iso) return ofIso(iso);
  return /^-?\d{1,19}(\.\d{1,9})?$/.test(value) ? ofNumber(Number(value)) : undefined;
}

function ofIso(match: RegExpExecArray): number | undefined {
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = Number(match[6]);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const fraction = match[7] ? Math.floor(Number(`0.${match[7]}`) * 1000) : 0;
  // One cycle ahead: Date.UTC takes the years 0 to 99 for 1900 to 1999 (ECMA-262 section 21.4.3.4).
  const year = Number(match[1]) + 400;
  if (day > 28 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, fraction) - calendarCycleMs - offsetMs(match[8]);
}

function offsetMs(zone: string | undefined): number {
  if (!zone || zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone[0] === '-' ? -minutes : minutes) * 60_000;
}

function ofNumber(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  const size = Math.abs(value);
  const ms = size < 1e11 ? value * 1000 : size < 1e14 ? value : size < 1e17 ? value / 1e3 : value / 1e6;
  return wholeMs(ms);
}

/** Rounds epoch milliseconds to a whole number; undefined when no date can carry them. */
export function wholeMs(ms: number): number | undefined {
  // JSON has no minus zero: adding zero turns it into the plain one.
  return Math.abs(ms) <= maxTimeMs ? Math.round(ms) + 0 : undefined;
}
