import type { LineContext } from './types.ts';
import { latestPast, monthOf } from './wall-time.ts';

/** Length of `Mmm dd hh:mm:ss`. */
const LENGTH = 15;
const SPACE = 0x20;
const COLON = 0x3a;

// Neighbouring lines mostly share their second: the last answer is kept. One entry.
let last: { text: string; nowMs: number; offsetMinutes: number; timeMs: number | undefined } | undefined;

/**
 * Reads the time that a line begins with, `Mmm dd hh:mm:ss ` (RFC 3164 section 4.1.2), by its columns: half the price of
 * a regular expression.
 *
 * @returns undefined when the line does not begin so, or there is no such time; what follows begins at column 16
 */
export function classicTimeOf(line: string, context: LineContext): number | undefined {
  if (!hasColumns(line)) return undefined;
  const text = line.slice(0, LENGTH);
  const { nowMs, offsetMinutes } = context;
  if (last === undefined || last.text !== text || last.nowMs !== nowMs || last.offsetMinutes !== offsetMinutes) {
    last = { text, nowMs, offsetMinutes, timeMs: parse(text, context) };
  }
  return last.timeMs;
}

function hasColumns(line: string): boolean {
  return (
    line.length > LENGTH &&
    line.charCodeAt(3) === SPACE &&
    line.charCodeAt(6) === SPACE &&
    line.charCodeAt(9) === COLON &&
    line.charCodeAt(12) === COLON &&
    line.charCodeAt(LENGTH) === SPACE
  );
}

function parse(text: string, context: LineContext): number | undefined {
  const month = monthOf(text.slice(0, 3));
  const day = text.charCodeAt(4) === SPACE ? digit(text, 5) : twoDigits(text, 4);
  const hour = twoDigits(text, 7);
  const minute = twoDigits(text, 10);
  const second = twoDigits(text, 13);
  if (month === undefined || !(day >= 1 && hour >= 0 && minute >= 0 && second >= 0)) return undefined;
  return latestPast({ month, day, hour, minute, second }, context);
}

/** NaN when one of the characters is no digit. */
function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}
