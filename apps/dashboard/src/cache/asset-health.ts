import { SEVERITIES, vulnerabilityPoints, type Severity } from '@redoubt/contracts';
import { subjectHash, type OrgKeys } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';
import { inventoryFields } from '@redoubt/rulebook';
import type { OpenCases, StoredAsset } from '@redoubt/storage';
import { addEvents, HOUR_MS, noEvents, severitiesOf, totalOf, type BySeverity } from './event-counters.ts';
import { allOf, hashOf, readHash } from './hash-reply.ts';
import { healthScore, healthStatus, worstOf, type HealthStatus } from './health-score.ts';

/** Health of an asset as the overview shows it. */
export interface AssetHealth {
  asset: string;
  /** 0 to 100, see `healthScore`. */
  health: number;
  status: HealthStatus;
  /** Events of this hour and the one before. */
  events: number;
  openAlerts: number;
  worstSeverity: Severity | null;
  /** What the inventory knows of it. */
  stored: StoredAsset | undefined;
}

/** Assets looked at at once, and those kept of them. */
export const MOST_EXAMINED = 150;
const MOST_KEPT = 60;
const LIFE_S = 600;

interface Wanted {
  nowMs: number;
  /** Names in the order in which they are worth a look. */
  names: readonly string[];
  open: OpenCases['assets'];
  /** Those of the names that are in the inventory. */
  inventory: (names: readonly string[]) => Promise<readonly StoredAsset[]>;
  /** @default 60 */
  most?: number;
}

/** Computes the health of assets, the worst first. */
export async function assessAssets(
  redis: RedisClient,
  keys: OrgKeys,
  { nowMs, names, open, inventory, most = MOST_KEPT }: Wanted,
): Promise<AssetHealth[]> {
  const alerts = alertsByAsset(open);
  const examined = [...new Set([...alerts.keys(), ...names])].slice(0, MOST_EXAMINED);
  const hours = [nowMs, nowMs - HOUR_MS];
  const reads = examined.flatMap((asset) => {
    const hash = subjectHash(asset);
    return hours.map((hourMs) => readHash(keys.assetHour(hash, hourMs)));
  });
  const [answers, stored] = await Promise.all([redis.batch(reads), inventory(examined)]);
  const replies = allOf(answers);
  const byName = new Map(stored.map((one) => [one.name, one]));
  const all = examined.map((asset, i) => {
    const events = noEvents();
    for (const reply of replies.slice(2 * i, 2 * i + 2)) addEvents(events, severitiesOf(reply));
    return healthOf(asset, events, alerts.get(asset) ?? noEvents(), byName.get(asset));
  });
  return all.sort(worstFirst).slice(0, most);
}

function alertsByAsset(open: OpenCases['assets']): Map<string, BySeverity> {
  const alerts = new Map<string, BySeverity>();
  const worstFirstRows = [...open].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  for (const { asset, severity, count } of worstFirstRows) {
    const counts = alerts.get(asset) ?? noEvents();
    counts[severity] += count;
    alerts.set(asset, counts);
  }
  return alerts;
}

function healthOf(
  asset: string,
  events: BySeverity,
  openAlerts: BySeverity,
  stored: StoredAsset | undefined,
): AssetHealth {
  const count = totalOf(events);
  const isSilent = count === 0;
  const points = stored === undefined ? 0 : vulnerabilityPoints(stored.vulnerabilities);
  const health = healthScore({ openAlerts, events, isSilent, vulnerabilityPoints: points });
  return {
    ...{ asset, health, status: healthStatus(health, isSilent) },
    ...{ events: count, openAlerts: totalOf(openAlerts), worstSeverity: worstOf(openAlerts), stored },
  };
}

function worstFirst(a: AssetHealth, b: AssetHealth): number {
  return a.health - b.health || b.openAlerts - a.openAlerts || b.events - a.events || (a.asset < b.asset ? -1 : 1);
}

/** Commands that keep what was computed under `asset:health:<hash>`. */
export function writeAssets(keys: OrgKeys, assets: readonly AssetHealth[], nowMs: number): RedisCommand[] {
  return assets.flatMap((one): RedisCommand[] => {
    const key = keys.assetHealth(subjectHash(one.asset));
    const fields = [
      ...['asset', one.asset, 'status', one.status, 'security_score', one.health, 'events_1h', one.events],
      ...['open_alerts', one.openAlerts, 'worst_severity', one.worstSeverity ?? ''],
      ...['last_updated', Math.floor(nowMs / 1000)],
      ...(one.stored === undefined ? [] : inventoryFields(one.stored)),
    ];
    return [
      { name: 'HSET', key, args: [key, ...fields], retry: 'free' },
      { name: 'EXPIRE', key, args: [key, LIFE_S], retry: 'free' },
    ];
  });
}

/** Reads what is kept of the named assets, in their order; those that have expired or cannot be read are left out. */
export async function readAssets(
  redis: RedisClient,
  keys: OrgKeys,
  names: readonly string[],
): Promise<Omit<AssetHealth, 'status' | 'stored'>[]> {
  const replies = await redis.batch(names.map((name) => readHash(keys.assetHealth(subjectHash(name)))));
  return replies.flatMap((reply) => {
    if (reply instanceof Error) return [];
    const fields = hashOf(reply);
    const asset = fields.get('asset');
    if (asset === undefined) return [];
    const count = (name: string): number => Number(fields.get(name) ?? 0);
    const worst = SEVERITIES.find((severity) => severity === fields.get('worst_severity')) ?? null;
    const openAlerts = count('open_alerts');
    return [{ asset, health: count('security_score'), events: count('events_1h'), openAlerts, worstSeverity: worst }];
  });
}
