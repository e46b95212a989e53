import { formatMoment } from './format-time.ts';
import type { Zone } from './zone.ts';

/** A moment as `datetime-local` fields write it: `2026-11-22T06:45:12`, in the zone that is chosen. */
export function localInputOf(atMs: number, zone: Zone): string {
  return formatMoment(atMs, zone).slice(0, 19).replace(' ', 'T');
}

/** What was typed into such a field; undefined when it is empty or no time. */
export function momentOfInput(text: string, zone: Zone): number | undefined {
  if (text === '') return undefined;
  // Without a zone the text means local time.
  const atMs = Date.parse(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(atMs) ? undefined : atMs;
}
