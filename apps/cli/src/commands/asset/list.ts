import { readAssetHealth } from '@redoubt/rulebook';
import { listAssets } from '@redoubt/storage';
import { z } from 'zod';
import { assetJson, assetJsonSchema, renderAssets } from '../../assets/asset-json.ts';
import { defineCommand } from '../../command/definition.ts';
import { asInteger, asText, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';

const MOST = 20_000;

export const assetList = defineCommand({
  path: 'asset list',
  summary: 'list the inventory of an organisation with criticality, owner and health',
  options: {
    org: requiredOrgOption,
    text: option('--text <text>', 'part of the name, the owner or an address', asText),
    limit: option('--limit <n>', `most to show, up to ${MOST}`, asInteger({ min: 1, max: MOST }), {
      defaultValue: 1_000,
    }),
  },
  examples: ['redoubt asset list --org acme', 'redoubt asset list --org acme --text db- --json'],
  result: z.object({ organization: z.string().describe('name'), assets: z.array(assetJsonSchema) }),
  rowsOf: ({ assets }) => assets,
  run: async (context, { org, text, limit }) => {
    const { database, redis } = await context.tenancy();
    const organization = await findOrg(database, org);
    const found = await listAssets(database, organization.id, { limit, ...(text === undefined ? {} : { text }) });
    if (found.length === 0) context.output.note('no assets; redoubt asset import brings some');
    const health = await readAssetHealth(
      redis,
      organization.id,
      found.map(({ name }) => name),
    );
    const assets = found.map((asset, i) => assetJson(asset, health[i] ?? {}));
    return { result: { organization: organization.name, assets } };
  },
  render: ({ assets }, view) => renderAssets(assets, view),
});
