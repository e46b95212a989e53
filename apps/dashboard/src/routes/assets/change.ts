import { assetSchema } from '@redoubt/contracts';
import { readAssets } from '@redoubt/enrichment';
import { removeAsset, saveAssets } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf, reason } from '../author.ts';
import type { Services } from '../services.ts';
import { shownAssetSchema } from './asset-schema.ts';
import { assess } from './assess.ts';
import { assetParams, theAsset } from './list.ts';

export function putAssetRoute(services: Services): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/assets/{name}',
    operationId: 'putAsset',
    summary: 'Add an asset, or bring it to what is given; scans stay',
    permission: 'assets:write',
    params: assetParams,
    body: z.strictObject({ asset: assetSchema.omit({ name: true }), reason }),
    reply: z.strictObject({ asset: shownAssetSchema }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { asset, reason: why } = call.body;
      const { name } = call.params;
      // Addresses get their one spelling as those of a file do.
      const [wanted] = readAssets(JSON.stringify([{ ...asset, name }]), 'json').assets;
      if (wanted === undefined) throw new Refusal('refused', 'the name is no name of an asset');
      await saveAssets(services.database, { orgId, assets: [wanted], actor: byOf(call, why) });
      const [shown] = await assess(services, orgId, [await theAsset(services, orgId, wanted.name)]);
      return { json: { asset: shown } };
    },
  });
}

export function importAssetsRoute({ database }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/assets/import',
    operationId: 'importAssets',
    summary: 'Add assets, and change those the inventory has; assets that are not named stay',
    permission: 'assets:write',
    cost: 5,
    body: z.strictObject({
      text: z.string().min(1).describe('CSV with a line of names, or JSON'),
      format: z.enum(['csv', 'json']),
      isDryRun: z.boolean().default(false).describe('Tell what would change and change nothing'),
      reason,
    }),
    reply: z.strictObject({
      added: z.array(z.string()),
      changed: z.array(z.string()),
      unchanged: z.int(),
      refusedCount: z.int(),
      refused: z.array(z.strictObject({ row: z.int(), reason: z.string() })).describe('The first 100'),
    }),
    problems: ['refused'],
    handle: async (call) => {
      const { text, format, isDryRun, reason: why } = call.body;
      const { assets, refused, refusedCount } = readOrRefuse(() => readAssets(text, format));
      const { orgId } = call.principal;
      const saved = await saveAssets(database, { orgId, assets, isDryRun, actor: byOf(call, why) });
      return { json: { ...saved, refusedCount, refused } };
    },
  });
}

export function deleteAssetRoute(services: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/assets/{name}',
    operationId: 'deleteAsset',
    summary: 'Take an asset out of the inventory, with what scans found on it',
    permission: 'assets:write',
    params: assetParams,
    query: z.strictObject({ reason }),
    reply: z.strictObject({ name: z.string() }),
    handle: async (call) => {
      const { orgId } = call.principal;
      const { name } = call.params;
      const actor = byOf(call, call.query.reason);
      if (!(await removeAsset(services.database, { orgId, name, actor }))) throw new Refusal('not_found');
      return { json: { name } };
    },
  });
}

/** @throws Refusal when what was sent is not of its format */
export function readOrRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Refusal('refused', error instanceof Error ? error.message : String(error));
  }
}
