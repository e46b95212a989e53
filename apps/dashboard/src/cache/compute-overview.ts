import type { OrgId } from '@redoubt/contracts';
import { orgKeys, type OrgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { DAY_MS, findAssets, openCases, responseTimes, type Database } from '@redoubt/storage';
import { assessAssets, type AssetHealth } from './asset-health.ts';
import { addEvents, HOUR_MS, minuteOf, MINUTE_MS, noEvents, readMinutes, totalOf } from './event-counters.ts';
import type { DayPart, OverviewRecord } from './overview-record.ts';
import { readAssetNames, readRankings } from './rankings.ts';

/** The day's part is that old at most. */
const DAY_PART_LIFE_MS = 5 * MINUTE_MS;
/** Minutes this far back are read at each computation: the last hour is shown by itself. */
const FRESH_MS = HOUR_MS;
const RESPONSE_DAYS = 7;

export interface ComputeDeps {
  redis: RedisClient;
  database: Database;
  timeoutMs: number;
}

/**
 * Computes an organisation's overview from its counters and from what is open, with `before` as far as that is new
 * enough. Reads no stream.
 *
 * @throws RedisUnavailableError, RetryableError  a store is away or slow
 */
export async function computeOverview(
  deps: ComputeDeps,
  orgId: OrgId,
  { nowMs, before }: { nowMs: number; before: OverviewRecord | undefined },
): Promise<{ record: OverviewRecord; assets: AssetHealth[] }> {
  const { redis, database, timeoutMs } = deps;
  const keys = orgKeys(orgId);
  const isNewEnough = before !== undefined && nowMs - before.day.computedAtMs < DAY_PART_LIFE_MS;
  const day = isNewEnough ? before.day : await computeDay(deps, orgId, nowMs);
  const [fresh, rankings, open] = await Promise.all([
    readMinutes(redis, keys, day.untilMs, nowMs),
    readRankings(redis, keys, nowMs),
    openCases(database, orgId, { timeoutMs }),
  ]);
  const ranked = rankings.assets.map(({ name }) => name);
  const names = [...ranked, ...day.assetNames];
  const inventory = (asked: readonly string[]) => findAssets(database, orgId, asked);
  const assets = await assessAssets(redis, keys, { nowMs, names, open: open.assets, inventory });
  const events = { ...noEvents(), ...day.events };
  const lastHour = noEvents();
  for (const { atMs, bySeverity } of fresh) {
    addEvents(events, bySeverity);
    if (atMs > nowMs - HOUR_MS) addEvents(lastHour, bySeverity);
  }
  const record: OverviewRecord = {
    ...{ computedAtMs: nowMs, day, events24h: totalOf(events), criticalEvents24h: events.critical },
    ...{ bySeverity: lastHour, openBySeverity: open.bySeverity, openIncidents: open.incidents },
    oldestOpenAlertAtMs: open.oldestAlertMs ?? null,
    ...{ hoursFromMs: rankings.fromMs, topThreats: rankings.threats, topSources: rankings.sources },
    ...{ uniqueIps: rankings.uniqueIps, assets: assets.map(({ asset }) => asset) },
  };
  return { record, assets };
}

async function computeDay({ redis, database, timeoutMs }: ComputeDeps, orgId: OrgId, nowMs: number): Promise<DayPart> {
  const keys = orgKeys(orgId);
  const untilMs = minuteOf(nowMs) - FRESH_MS;
  const [events, assetNames, times] = await Promise.all([
    sumOf(redis, keys, minuteOf(nowMs) - DAY_MS + MINUTE_MS, untilMs - MINUTE_MS),
    readAssetNames(redis, keys, hoursBefore(nowMs)),
    responseTimes(database, orgId, { sinceMs: nowMs - RESPONSE_DAYS * DAY_MS, timeoutMs }),
  ]);
  return {
    ...{ computedAtMs: nowMs, untilMs, events, assetNames },
    mttaSeconds: times.acknowledgeSeconds ?? null,
    mttrSeconds: times.closeSeconds ?? null,
  };
}

async function sumOf(redis: RedisClient, keys: OrgKeys, fromMs: number, toMs: number) {
  const sum = noEvents();
  for (const { bySeverity } of await readMinutes(redis, keys, fromMs, toMs)) addEvents(sum, bySeverity);
  return sum;
}

/** The hours of a day, without those that rankings are read of anyway; newest first. */
function hoursBefore(nowMs: number): number[] {
  return Array.from({ length: 22 }, (_, i) => nowMs - (i + 2) * HOUR_MS);
}
