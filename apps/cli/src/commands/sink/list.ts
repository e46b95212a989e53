import { listSinks } from '@redoubt/rulebook';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { renderSinks, sinkWithHealthSchema, withHealth } from '../../sinks/sink-json.ts';

export const sinkList = defineCommand({
  path: 'sink list',
  summary: 'list where events are forwarded to, and how each sink is doing',
  options: { org: requiredOrgOption },
  examples: ['redoubt sink list --org acme'],
  result: z.object({ organization: z.string().describe('name'), sinks: z.array(sinkWithHealthSchema) }),
  rowsOf: ({ sinks }) => sinks,
  run: async (context, { org }) => {
    const { database, redis } = await context.tenancy();
    const organization = await findOrg(database, org);
    const sinks = await withHealth(redis, organization.id, await listSinks(database, organization.id));
    if (sinks.length === 0) context.output.note('nothing is forwarded yet: redoubt sink add --help');
    return { result: { organization: organization.name, sinks } };
  },
  render: ({ sinks }, view) => renderSinks(sinks, view),
});
