import { SEVERITIES } from '@redoubt/contracts';
import { readAssetHealth } from '@redoubt/rulebook';
import { listVulnerabilities } from '@redoubt/storage';
import { z } from 'zod';
import { assetJson, assetJsonSchema, renderAssets } from '../../assets/asset-json.ts';
import { findAsset } from '../../assets/find-asset.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';

const weaknessSchema = z.object({
  id: z.string(),
  severity: z.enum(SEVERITIES),
  component: z.string(),
  version: z.string().optional(),
  fixedIn: z.string().optional(),
  title: z.string().optional(),
});

export const assetShow = defineCommand({
  path: 'asset show',
  summary: 'one asset: what is known of it, and the weaknesses its newest scan found',
  args: { name: argument('<asset>', 'its name', asText) },
  options: { org: requiredOrgOption },
  examples: ['redoubt asset show web-1 --org acme'],
  result: z.object({
    organization: z.string().describe('name'),
    asset: assetJsonSchema,
    weaknesses: z.array(weaknessSchema).describe('the worst first, at most 1,000'),
  }),
  run: async (context, { name, org }) => {
    const { database, redis } = await context.tenancy();
    const organization = await findOrg(database, org);
    const found = await findAsset(database, organization.id, name);
    const [[health], weaknesses] = await Promise.all([
      readAssetHealth(redis, organization.id, [found.name]),
      listVulnerabilities(database, organization.id, found.name),
    ]);
    return { result: { organization: organization.name, asset: assetJson(found, health ?? {}), weaknesses } };
  },
  render: ({ asset, weaknesses }, view) => {
    const head = renderAssets([asset], view);
    if (weaknesses.length === 0) return head;
    const table = renderTable(
      [
        { name: 'severity' },
        { name: 'id' },
        { name: 'component' },
        { name: 'fixed in' },
        { name: 'title', isFlexible: true },
      ],
      weaknesses.map((one) => [
        view.style.severity(one.severity),
        printable(one.id),
        printable([one.component, one.version ?? ''].join(' ').trim()),
        printable(one.fixedIn ?? '-'),
        printable(one.title ?? '-'),
      ]),
      view,
    );
    return `${head}\n\n${table}`;
  },
});
