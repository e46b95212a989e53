import { join } from 'node:path';
import { SEVERITIES, type OrgId, type Severity } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';
import type { MasterBatches } from './master-batches.ts';

const liveMetrics = defineScript(join(import.meta.dirname, 'scripts', 'live-metrics-n.lua'));
const MINUTE_MS = 60_000;

/** How things stand, once a second. */
export interface LiveMetrics {
  atMs: number;
  /** Accepted since the last reading. */
  eventsPerSecond: number;
  /** Events per second, counted when they are stored, over the last five seconds. */
  bySeverity: Record<Severity, number>;
  openAlerts: number;
  openIncidents: number;
  /** How long the oldest event waits that is not stored yet; 0 when there is none. */
  storedLagMs?: number;
}

/** Counters of an organisation at one moment. */
export interface LiveReading {
  atMs: number;
  openAlerts: number;
  openIncidents: number;
  storedLagMs: number;
  /** By start of minute. */
  accepted: Map<number, number>;
  bySeverity: Map<number, Map<string, number>>;
}

/**
 * Reads the counters of the minutes around now; clocks of writers may differ by so much.
 *
 * @throws RedisUnavailableError or RedisReplyError
 */
export async function readLiveMetrics(
  { redis, batches }: { redis: RedisClient; batches: MasterBatches },
  orgId: OrgId,
  atMs: number,
): Promise<LiveReading> {
  const keys = orgKeys(orgId);
  const thisMinute = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  const minutes = [thisMinute - MINUTE_MS, thisMinute, thisMinute + MINUTE_MS];
  const names = [
    ...[keys.alertsActive(), keys.incidentsActive(), keys.eventsCounted(), keys.eventsStream(), keys.eventsPriority()],
    ...minutes.map((minute) => keys.ledger(minute)),
    ...minutes.map((minute) => keys.eventsSeverity(minute)),
  ];
  const command = redis.script(liveMetrics).command(names, [], { retry: 'free' });
  const [openAlerts, openIncidents, oldestMs, ...counts] = (await batches.ask(command)) as [
    ...[number, number, number],
    ...(number | string[])[],
  ];
  return {
    ...{ atMs, openAlerts, openIncidents },
    storedLagMs: oldestMs === 0 ? 0 : Math.max(0, atMs - oldestMs),
    accepted: new Map(minutes.map((minute, i) => [minute, Number(counts[i])])),
    bySeverity: new Map(minutes.map((minute, i) => [minute, fieldsOf(counts[minutes.length + i] as string[])])),
  };
}

function fieldsOf(flat: readonly string[]): Map<string, number> {
  const fields = new Map<string, number>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] as string, Number(flat[i + 1]));
  return fields;
}

/**
 * What happened between readings.
 *
 * @param readings at least two, oldest first; the newest two give the rate of accepted events, the outer ones that of
 * severities, since those are counted in batches
 */
export function liveMetricsOf(readings: readonly LiveReading[]): LiveMetrics {
  const [first, before, now] = [readings[0], readings.at(-2), readings.at(-1)] as [
    LiveReading,
    LiveReading,
    LiveReading,
  ];
  const { atMs, openAlerts, openIncidents, storedLagMs } = now;
  const bySeverity = SEVERITIES.map((severity): [Severity, number] => {
    const grown = growth(
      now.bySeverity,
      (minute, fields) => (fields.get(severity) ?? 0) - (first.bySeverity.get(minute)?.get(severity) ?? 0),
    );
    return [severity, perSecond(grown, first, now)];
  });
  return {
    atMs,
    eventsPerSecond: perSecond(acceptedBetween(before, now), before, now),
    bySeverity: Object.fromEntries(bySeverity) as Record<Severity, number>,
    ...{ openAlerts, openIncidents, storedLagMs },
  };
}

/** Events accepted between two readings at most a minute apart. */
export function acceptedBetween(before: Pick<LiveReading, 'accepted'>, now: Pick<LiveReading, 'accepted'>): number {
  return growth(now.accepted, (minute, count) => count - (before.accepted.get(minute) ?? 0));
}

/** A counter that was taken back by a failover does not count as negative. */
function growth<T>(now: ReadonlyMap<number, T>, grown: (minute: number, value: T) => number): number {
  let sum = 0;
  for (const [minute, value] of now) sum += Math.max(0, grown(minute, value));
  return sum;
}

function perSecond(count: number, from: LiveReading, to: LiveReading): number {
  return Math.round((count * 10_000) / Math.max(1, to.atMs - from.atMs)) / 10;
}
