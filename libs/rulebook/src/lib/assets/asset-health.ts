import { vulnerabilityPoints, type OrgId } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';
import type { StoredAsset } from '@redoubt/storage';

/** A scan is told for so long where nobody looks at the asset; whoever computes its health refreshes it. */
const LIFE_S = 86_400;

/** What Redis holds of an asset's health; every field may be absent. */
export interface ShownAssetHealth {
  status?: string;
  /** 0 to 100. */
  securityScore?: number;
  /** Epoch ms. */
  lastScanMs?: number;
  vulnerabilities?: number;
  events1h?: number;
}

/** Fields of `asset:health` that come from the inventory. */
export function inventoryFields(asset: Pick<StoredAsset, 'criticality' | 'scannedAtMs' | 'vulnerabilities'>): string[] {
  const count = Object.values(asset.vulnerabilities).reduce((sum, one) => sum + one, 0);
  return [
    ...['criticality', asset.criticality, 'vulnerabilities_count', String(count)],
    ...(asset.scannedAtMs === undefined ? [] : ['last_scan', new Date(asset.scannedAtMs).toISOString()]),
  ];
}

/** Brings what was scanned to `asset:health`; the score is computed anew with the next look at the asset. */
export async function projectScans(redis: RedisClient, orgId: OrgId, assets: readonly StoredAsset[]): Promise<void> {
  const commands = assets.flatMap((asset): RedisCommand[] => {
    const key = orgKeys(orgId).assetHealth(subjectHash(asset.name));
    const score = Math.round(100 - vulnerabilityPoints(asset.vulnerabilities));
    return [
      { name: 'HSET', key, args: [key, 'asset', asset.name, ...inventoryFields(asset)], retry: 'free' },
      { name: 'HSETNX', key, args: [key, 'security_score', score], retry: 'free' },
      { name: 'EXPIRE', key, args: [key, LIFE_S], retry: 'free' },
    ];
  });
  const error = (await redis.batch(commands)).find((reply) => reply instanceof Error);
  if (error) throw error;
}

/** Reads what is known of the health of assets, in their order. */
export async function readAssetHealth(
  redis: RedisClient,
  orgId: OrgId,
  names: readonly string[],
): Promise<ShownAssetHealth[]> {
  const replies = await redis.batch(
    names.map((name) => {
      const key = orgKeys(orgId).assetHealth(subjectHash(name));
      return { name: 'HGETALL', key, args: [key], retry: 'free' as const };
    }),
  );
  return replies.map((reply) => {
    if (reply instanceof Error) throw reply;
    return shownOf(fieldsOf(reply as string[]));
  });
}

function shownOf(fields: ReadonlyMap<string, string>): ShownAssetHealth {
  const status = fields.get('status');
  const [score, count, events] = ['security_score', 'vulnerabilities_count', 'events_1h'].map((name) =>
    fields.get(name),
  );
  const lastScanMs = Date.parse(fields.get('last_scan') ?? '');
  return {
    ...(status === undefined ? {} : { status }),
    ...(score === undefined ? {} : { securityScore: Number(score) }),
    ...(Number.isNaN(lastScanMs) ? {} : { lastScanMs }),
    ...(count === undefined ? {} : { vulnerabilities: Number(count) }),
    ...(events === undefined ? {} : { events1h: Number(events) }),
  };
}

function fieldsOf(flat: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] as string, flat[i + 1] as string);
  return fields;
}
