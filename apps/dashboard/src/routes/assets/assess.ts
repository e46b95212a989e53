import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { openCases, type StoredAsset } from '@redoubt/storage';
import { assessAssets, MOST_EXAMINED, writeAssets } from '../../cache/asset-health.ts';
import type { Services } from '../services.ts';
import { shownAsset, type ShownAsset } from './asset-schema.ts';

/** Assets with their health as it is now, in their order; what was computed is kept in `asset:health` as well. */
export async function assess(
  { redis, database, clock, log }: Services,
  orgId: OrgId,
  assets: readonly StoredAsset[],
): Promise<ShownAsset[]> {
  const keys = orgKeys(orgId);
  const nowMs = clock.now();
  const open = (await openCases(database, orgId)).assets;
  const shown: ShownAsset[] = [];
  for (let at = 0; at < assets.length; at += MOST_EXAMINED) {
    const some = assets.slice(at, at + MOST_EXAMINED);
    const names = some.map(({ name }) => name);
    const mine = open.filter(({ asset }) => names.includes(asset));
    const inventory = () => Promise.resolve(some);
    const assessed = await assessAssets(redis, keys, { nowMs, names, open: mine, inventory, most: some.length });
    const byName = new Map(assessed.map((one) => [one.asset, one]));
    for (const asset of some) {
      const health = byName.get(asset.name);
      if (health !== undefined) shown.push(shownAsset(asset, health));
    }
    const error = (await redis.batch(writeAssets(keys, assessed, nowMs))).find((reply) => reply instanceof Error);
    if (error) log.warn({ err: error, orgId }, 'asset_health_not_kept');
  }
  return shown;
}
