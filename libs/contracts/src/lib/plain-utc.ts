/** Looked up by character: `charCodeAt` takes four times as long once a class extends String, as one of ioredis does. */
const DIGITS = new Map(Array.from('0123456789', (digit, value) => [digit, value]));

/** Number of the `count` digits from `at` on, or NaN when one is no digit. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) value = value * 10 + (DIGITS.get(text[i] as string) ?? Number.NaN);
  return value;
}

const MINUTE_LENGTH = '2026-11-21T14:30:'.length;

/** The minute read last: events come about in the order of their times. */
let lastMinute = 'none';
let lastMinuteMs = Number.NaN;

/**
 * Reads the form nearly every sender writes, `2026-11-21T14:30:59Z` or with three to nine digits of a second, several
 * times faster than a pattern does. Answers only for what is certain: years from 1000 on and days that every month has.
 *
 * @returns epoch milliseconds, or NaN when the text has another form and is to be read by the pattern
 */
export function plainUtcMs(text: string): number {
  const { length } = text;
  const hasMs = length >= 24 && length <= 30;
  if ((length !== 20 && !hasMs) || text[length - 1] !== 'Z' || (hasMs && text[19] !== '.')) return Number.NaN;
  if (!text.startsWith(lastMinute) && !readMinute(text)) return Number.NaN;
  // NaN fails every comparison, so a character that is no digit ends up here too.
  const second = digits(text, 17, 2);
  if (!(second <= 59)) return Number.NaN;
  const ms = hasMs ? digits(text, 20, 3) : 0;
  const isNumber = length <= 24 || !Number.isNaN(digits(text, 23, length - 24));
  return isNumber ? lastMinuteMs + second * 1_000 + ms : Number.NaN;
}

function readMinute(text: string): boolean {
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return false;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const isCertain = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!isCertain || !(hour <= 23 && minute <= 59)) return false;
  lastMinute = text.slice(0, MINUTE_LENGTH);
  lastMinuteMs = Date.UTC(year, month - 1, day, hour, minute);
  return true;
}
