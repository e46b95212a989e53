import { removeAsset } from '@redoubt/storage';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { findAsset } from '../../assets/find-asset.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

export const assetRemove = defineCommand({
  path: 'asset remove',
  summary: 'take an asset out of the inventory, with what scans found on it',
  args: { name: argument('<asset>', 'its name', asText) },
  options: { org: requiredOrgOption, actor: actorOption, reason: auditReasonOption },
  examples: ['redoubt asset remove web-1 --org acme --reason "switched off"'],
  result: z.object({ organization: z.string().describe('name'), asset: z.string() }),
  run: async (context, { name, org, actor, reason }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const asset = await findAsset(database, organization.id, name);
    await removeAsset(database, {
      ...{ orgId: organization.id, name: asset.name, actor: operatorOf(context, { actor, reason }) },
    });
    return { result: { organization: organization.name, asset: asset.name } };
  },
  render: ({ organization, asset }) => `removed ${asset} from the inventory of ${organization}`,
});
