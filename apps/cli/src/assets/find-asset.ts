import type { OrgId } from '@redoubt/contracts';
import { findAssets, type Database, type StoredAsset } from '@redoubt/storage';
import { usageError } from '../command/cli-error.ts';

/** @throws CliError when the inventory does not know it */
export async function findAsset(database: Database, orgId: OrgId, name: string): Promise<StoredAsset> {
  const [asset] = await findAssets(database, orgId, [name]);
  if (asset === undefined) {
    throw usageError(`the inventory has no asset ${JSON.stringify(name)}`, 'redoubt asset list shows what it has');
  }
  return asset;
}
