export const DAY_MS = 86_400_000;
/** How far before and after now an accept time is believed; at most this many days of partitions can come into being. */
const BELIEVED_PAST_DAYS = 400;
const BELIEVED_FUTURE_DAYS = 7;

/** A UTC day by its number since 1970-01-01. */
export type Day = number;

export function dayOf(epochMs: number): Day {
  return Math.floor(epochMs / DAY_MS);
}

export function startOfDayMs(day: Day): number {
  return day * DAY_MS;
}

/** Name of a day's partition, `events_p20261122`. */
export function partitionName(day: Day): string {
  return `events_p${new Date(startOfDayMs(day)).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** Name of what was a day's partition, from when it is taken off `events` until it is dropped. */
export function takenOffName(day: Day): string {
  return partitionName(day).replace('events_p', 'events_taken_off_p');
}

/** The day that such a name stands for, or undefined when it is none of ours. */
export function dayOfTakenOff(name: string): Day | undefined {
  return name.startsWith('events_taken_off_p')
    ? dayOfPartition(name.replace('events_taken_off_p', 'events_p'))
    : undefined;
}

/** The day that a partition name stands for, or undefined when it is none of ours. */
export function dayOfPartition(name: string): Day | undefined {
  const match = /^events_p(\d{4})(\d\d)(\d\d)$/.exec(name);
  return match ? dayOf(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))) : undefined;
}

/**
 * The accept time under which an event is stored: its own, unless a broken clock (or an entry id written by hand) puts
 * it more than 400 days back or 7 days ahead; then now, so that no clock can make partitions without limit.
 */
export function storedReceiveTime(acceptedAtMs: number, nowMs: number): number {
  const isBelieved =
    acceptedAtMs >= nowMs - BELIEVED_PAST_DAYS * DAY_MS && acceptedAtMs <= nowMs + BELIEVED_FUTURE_DAYS * DAY_MS;
  return isBelieved ? acceptedAtMs : nowMs;
}
