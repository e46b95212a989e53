import { removeIntelList } from '@redoubt/storage';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

export const intelRemove = defineCommand({
  path: 'intel remove',
  summary: 'remove a threat-intelligence list with its indicators',
  args: { name: argument('<name>', 'name of the list', asText) },
  options: { org: requiredOrgOption, actor: actorOption, reason: auditReasonOption },
  examples: ['redoubt intel remove partner-feed --org acme --reason "contract ended"'],
  result: z.object({ organization: z.string().describe('name'), list: z.string() }),
  run: async (context, { name, org, actor, reason }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const list = { orgId: organization.id, name, actor: operatorOf(context, { actor, reason }) };
    if (!(await removeIntelList(database, list))) {
      throw usageError(`${organization.name} has no list ${JSON.stringify(name)}`, 'redoubt intel list shows them');
    }
    return { result: { organization: organization.name, list: name } };
  },
  render: ({ organization, list }) => `removed ${list} of ${organization}`,
});
