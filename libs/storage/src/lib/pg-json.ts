/**
 * JSON text that `jsonb` takes: in strings NUL, which PostgreSQL cannot hold, is left out and lone surrogates become
 * U+FFFD.
 */
export function jsonbText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? cleanText(part) : part));
}

/** The same for one `text` value. */
export function cleanText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();
}

/** Year 1 to year 275760, the range in which JavaScript and PostgreSQL agree. */
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 8_640_000_000_000_000;

/** Epoch ms as seconds for `to_timestamp`, inside what a `timestamptz` can hold. */
export function pgSeconds(epochMs: number): number {
  return Math.min(Math.max(epochMs, FIRST_MS), LAST_MS) / 1000;
}

/** Tells whether a `timestamptz` can hold this instant, epoch ms, as it is. */
export function isPgTime(epochMs: number): boolean {
  return epochMs >= FIRST_MS && epochMs <= LAST_MS;
}
