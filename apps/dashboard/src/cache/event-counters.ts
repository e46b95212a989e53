import { SEVERITIES, type Severity } from '@redoubt/contracts';
import type { OrgKeys } from '@redoubt/key-schema';
import type { RedisClient, Reply } from '@redoubt/redis';
import { allOf, hashOf, readHash } from './hash-reply.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

export type BySeverity = Record<Severity, number>;

/** Events accepted in one minute. */
export interface EventMinute {
  /** Start of the minute, epoch ms. */
  atMs: number;
  bySeverity: BySeverity;
}

/** Other callers of the same master get their turns between pipelines of this length. */
const MINUTES_AT_ONCE = 240;
const BUCKET_S = 10;
/** Whole buckets that the rate is taken from; the one being filled would make it too low. */
const RATE_BUCKETS = 6;

export function noEvents(): BySeverity {
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as BySeverity;
}

/** Adds `more` to `sum`. */
export function addEvents(sum: BySeverity, more: BySeverity): void {
  for (const severity of SEVERITIES) sum[severity] += more[severity];
}

export function totalOf(counts: BySeverity): number {
  return SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
}

/** Start of a minute. */
export function minuteOf(epochMs: number): number {
  return epochMs - (epochMs % MINUTE_MS);
}

/** Events per accept minute from `fromMs` (start of a minute) up to and with the minute of `toMs`, oldest first. */
export async function readMinutes(
  redis: RedisClient,
  keys: OrgKeys,
  fromMs: number,
  toMs: number,
): Promise<EventMinute[]> {
  const minutes: EventMinute[] = [];
  for (let atMs = fromMs; atMs <= toMs; atMs += MINUTES_AT_ONCE * MINUTE_MS) {
    const count = Math.min(MINUTES_AT_ONCE, Math.floor((toMs - atMs) / MINUTE_MS) + 1);
    const starts = Array.from({ length: count }, (_, i) => atMs + i * MINUTE_MS);
    const replies = await redis.batch(starts.map((startMs) => readHash(keys.eventsSeverity(startMs))));
    for (const [i, reply] of allOf(replies).entries()) {
      minutes.push({ atMs: starts[i] as number, bySeverity: severitiesOf(reply) });
    }
  }
  return minutes;
}

/** Counts per severity out of a hash that may hold other fields. */
export function severitiesOf(reply: Reply): BySeverity {
  const fields = hashOf(reply);
  const counts = noEvents();
  for (const severity of SEVERITIES) counts[severity] = Number(fields.get(severity) ?? 0);
  return counts;
}

/** Events per second over the last minute of whole buckets, from the reply to HGETALL of `events:sliding`. */
export function rateOf(reply: Reply, nowMs: number): number {
  const newest = Math.floor(nowMs / 1000 / BUCKET_S) * BUCKET_S;
  let events = 0;
  for (const [bucket, count] of hashOf(reply)) {
    const start = Number(bucket);
    if (start < newest && start >= newest - RATE_BUCKETS * BUCKET_S) events += Number(count);
  }
  return events / (RATE_BUCKETS * BUCKET_S);
}
