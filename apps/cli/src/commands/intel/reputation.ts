import { readReputation, shownReputationSchema } from '@redoubt/rulebook';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { argument, asIpAddress } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { counted } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { formatTime } from '../../output/time.ts';

export const intelReputation = defineCommand({
  path: 'intel reputation',
  summary: 'how far an address is known for trouble: by alerts about it and lists that name it',
  args: { address: argument('<address>', 'as events spell it', asIpAddress) },
  options: { org: requiredOrgOption },
  examples: ['redoubt intel reputation 203.0.113.9 --org acme'],
  result: z.object({
    organization: z.string().describe('name'),
    address: z.string(),
    reputation: z
      .object(shownReputationSchema.shape)
      .nullable()
      .describe('null: nothing was held against it in thirty days; the score, 0 to 100, is as of atMs'),
  }),
  run: async (context, { address, org }) => {
    const { database, redis } = await context.tenancy();
    const organization = await findOrg(database, org);
    const reputation = (await readReputation(redis, organization.id, address)) ?? null;
    return { result: { organization: organization.name, address, reputation } };
  },
  render: ({ address, reputation }) => {
    if (reputation === null) return `${address}: nothing known`;
    const { score, lastSeenMs, alertCount, threatTypes, lists } = reputation;
    const types = threatTypes.length === 0 ? '' : ` (${threatTypes.map((type) => printable(type)).join(', ')})`;
    const named = lists.length === 0 ? '' : `; named by ${lists.map((list) => printable(list)).join(', ')}`;
    return `${address}: score ${score}, ${counted(alertCount, 'alert')}${types}, last seen ${formatTime(lastSeenMs)}${named}`;
  },
});
