import { vulnerabilitySchema, type OrgId } from '@redoubt/contracts';
import { findAssets, listAssets, listVulnerabilities, type StoredAsset } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { given, nextCursor, paging, word } from '../parameters.ts';
import type { Services } from '../services.ts';
import { shownAssetSchema } from './asset-schema.ts';
import { assess } from './assess.ts';

/** A name without control characters, which no asset has. */
export const assetParams = z.strictObject({ name: z.string().regex(/^\P{Cc}{1,256}$/u) });

export function listAssetsRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/assets',
    operationId: 'listAssets',
    summary: 'List the inventory by name, with the health of each asset',
    permission: 'assets:read',
    query: z.strictObject({
      text: word.optional().describe('Part of the name, the owner or an address, any case'),
      ...paging,
      limit: z.coerce.number().int().min(1).max(500).default(100).describe('Most to answer'),
    }),
    reply: z.strictObject({ assets: z.array(shownAssetSchema), nextCursor }),
    handle: async ({ principal: { orgId }, query: { text, limit, cursor } }) => {
      const options = { limit: limit + 1, ...given({ text, after: cursor }) };
      const found = await listAssets(services.database, orgId, options);
      const page = found.slice(0, limit);
      const more = found.length > limit ? { nextCursor: page.at(-1)?.name } : {};
      return { json: { assets: await assess(services, orgId, page), ...more } };
    },
  });
}

export function getAssetRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/assets/{name}',
    operationId: 'getAsset',
    summary: 'An asset, its health, and the weaknesses its newest scan found',
    permission: 'assets:read',
    params: assetParams,
    reply: z.strictObject({
      asset: shownAssetSchema,
      vulnerabilities: z.array(vulnerabilitySchema).describe('The worst first, at most 1,000'),
    }),
    handle: async ({ principal: { orgId }, params: { name } }) => {
      const [asset, vulnerabilities] = await Promise.all([
        theAsset(services, orgId, name),
        listVulnerabilities(services.database, orgId, name),
      ]);
      const [shown] = await assess(services, orgId, [asset]);
      return { json: { asset: shown, vulnerabilities } };
    },
  });
}

/** @throws Refusal when the inventory does not know it */
export async function theAsset({ database }: Services, orgId: OrgId, name: string): Promise<StoredAsset> {
  const [asset] = await findAssets(database, orgId, [name]);
  if (asset === undefined) throw new Refusal('not_found');
  return asset;
}
