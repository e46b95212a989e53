import { assetSchema, CRITICALITIES, type Asset } from '@redoubt/contracts';
import { readAssetHealth } from '@redoubt/rulebook';
import { findAssets, saveAssets } from '@redoubt/storage';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { assetJson, assetJsonSchema, renderAssets } from '../../assets/asset-json.ts';
import { findAsset } from '../../assets/find-asset.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asChoice, asText, asWords, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

export const assetSet = defineCommand({
  path: 'asset set',
  summary: 'add an asset to the inventory, or change what is named of it',
  args: { name: argument('<asset>', 'what events call it', asText) },
  options: {
    org: requiredOrgOption,
    criticality: option('--criticality <word>', CRITICALITIES.join(', '), asChoice(CRITICALITIES)),
    owner: option('--owner <text>', 'who looks after it', asText),
    address: option('--address <ip>', 'its addresses, in place of those it had', asWords),
    tag: option('--tag <word>', 'its tags, in place of those it had', asWords),
    actor: actorOption,
    reason: auditReasonOption,
  },
  examples: ['redoubt asset set web-1 --org acme --criticality high --owner team-web --address 10.0.0.5,10.0.0.6'],
  result: z.object({
    organization: z.string().describe('name'),
    isNew: z.boolean(),
    asset: assetJsonSchema,
  }),
  run: async (context, { name, org, criticality, owner, address, tag, actor, reason }) => {
    const { database, redis } = await context.tenancy();
    const organization = await findOrg(database, org);
    const [known] = await findAssets(database, organization.id, [name]);
    const wanted = assetSchema.safeParse({
      name,
      addresses: address ?? known?.addresses,
      criticality: criticality ?? known?.criticality,
      owner: owner ?? known?.owner,
      tags: tag ?? known?.tags,
    });
    if (!wanted.success) throw usageError(z.prettifyError(wanted.error));
    const assets: Asset[] = [wanted.data];
    await saveAssets(database, { orgId: organization.id, assets, actor: operatorOf(context, { actor, reason }) });
    const [asset, [health]] = await Promise.all([
      findAsset(database, organization.id, wanted.data.name),
      readAssetHealth(redis, organization.id, [wanted.data.name]),
    ]);
    const isNew = known === undefined;
    return { result: { organization: organization.name, isNew, asset: assetJson(asset, health ?? {}) } };
  },
  render: ({ asset, isNew }, view) => `${isNew ? 'added' : 'changed'}\n${renderAssets([asset], view)}`,
});
