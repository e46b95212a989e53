import { parseTimestampMs } from '@redoubt/contracts';
import { parseDurationMs } from './duration.ts';

/** `2026-11-22 01:02:03.456Z`: UTC, sortable, without the `T` that runs date and time together. */
export function formatTime(epochMs: number): string {
  return isoTime(epochMs).replace('T', ' ');
}

/** The same to the second. */
export function formatSecond(epochMs: number): string {
  return formatTime(epochMs).replace(/\.\d{3}Z$/, 'Z');
}

/** The same to the minute. */
export function formatMinute(epochMs: number): string {
  return formatTime(epochMs).replace(/:\d\d\.\d{3}Z$/, 'Z');
}

/** RFC 3339 in UTC. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Time of the clock part of a stream entry id, epoch ms. */
export function entryTimeMs(entryId: string): number {
  return Number(entryId.split('-')[0]);
}

/**
 * Reads a moment as people type it: RFC 3339 (no offset means UTC), a date, epoch seconds or ms, `now`, or a duration
 * that lies before now (`24h`).
 *
 * @returns undefined when the text is none of these
 */
export function parseMoment(text: string, nowMs: number): number | undefined {
  if (text === 'now') return nowMs;
  const agoMs = parseDurationMs(text.replace(/ ?ago$/, ''));
  if (agoMs !== undefined) return nowMs - agoMs;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return parseTimestampMs(`${text}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d$/.test(text)) return parseTimestampMs(`${text}:00Z`);
  return parseTimestampMs(/^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(text) ? `${text}Z` : text);
}
