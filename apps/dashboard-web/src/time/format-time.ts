import type { Zone } from './zone.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `2026-11-22 06:45:12.345 UTC`, or with the local offset: `2026-11-22 07:45:12.345 +01:00`. */
export function formatMoment(atMs: number, zone: Zone, { hasMillis = false } = {}): string {
  const { date, time, offset } = partsOf(atMs, zone);
  return `${date} ${hasMillis ? time : time.slice(0, 8)} ${offset}`;
}

/** `06:45:12`, with `hasMillis` `06:45:12.345`. */
export function formatClock(atMs: number, zone: Zone, { hasMillis = false } = {}): string {
  const { time } = partsOf(atMs, zone);
  return hasMillis ? time : time.slice(0, 8);
}

/** `2026-11-22` */
export function formatDay(atMs: number, zone: Zone): string {
  return partsOf(atMs, zone).date;
}

/** How long ago, in one unit: `now`, `12 s`, `3 m`, `5 h`, `2 d`; what lies ahead as `in 3 m`. */
export function formatAgo(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  if (Math.abs(ageMs) < second) return 'now';
  return ageMs < 0 ? `in ${oneUnit(-ageMs)}` : oneUnit(ageMs);
}

/** A length of time in its two greatest units: `850 ms`, `12 s`, `4 m 10 s`, `2 h 5 m`, `3 d 4 h`. */
export function formatDuration(lengthMs: number): string {
  if (lengthMs < second) return `${lengthMs < 10 ? Number(lengthMs.toFixed(1)) : Math.round(lengthMs)} ms`;
  if (lengthMs < minute)
    return `${lengthMs < 10 * second ? Number((lengthMs / second).toFixed(1)) : Math.round(lengthMs / second)} s`;
  const whole = Math.round(lengthMs / second) * second;
  if (whole < hour) return twoUnits(whole, [minute, 'm'], [second, 's']);
  if (whole < day) return twoUnits(whole, [hour, 'h'], [minute, 'm']);
  return twoUnits(whole, [day, 'd'], [hour, 'h']);
}

type Unit = readonly [sizeMs: number, name: string];

function twoUnits(lengthMs: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const count = Math.floor(lengthMs / large);
  const rest = Math.floor((lengthMs - count * large) / small);
  return rest === 0 ? `${count} ${largeName}` : `${count} ${largeName} ${rest} ${smallName}`;
}

function oneUnit(lengthMs: number): string {
  if (lengthMs < minute) return `${Math.floor(lengthMs / second)} s`;
  if (lengthMs < hour) return `${Math.floor(lengthMs / minute)} m`;
  return lengthMs < 2 * day ? `${Math.floor(lengthMs / hour)} h` : `${Math.floor(lengthMs / day)} d`;
}

function partsOf(atMs: number, zone: Zone): { date: string; time: string; offset: string } {
  const offsetMinutes = zone === 'utc' ? 0 : -new Date(atMs).getTimezoneOffset();
  const [date = '', time = ''] = new Date(atMs + offsetMinutes * minute).toISOString().slice(0, -1).split('T');
  return { date, time, offset: zone === 'utc' ? 'UTC' : offsetText(offsetMinutes) };
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
