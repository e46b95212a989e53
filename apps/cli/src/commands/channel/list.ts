import { listChannels } from '@redoubt/rulebook';
import { z } from 'zod';
import { channelJson, channelSchema, renderChannels } from '../../alerts/channel-json.ts';
import { defineCommand } from '../../command/definition.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';

export const channelList = defineCommand({
  path: 'channel list',
  summary: 'list notification channels; secrets are never shown',
  options: { org: requiredOrgOption },
  examples: ['redoubt channel list --org acme'],
  result: z.object({ organization: z.string().describe('name'), channels: z.array(channelSchema) }),
  rowsOf: ({ channels }) => channels,
  run: async (context, { org }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const channels = (await listChannels(database, organization.id)).map(channelJson);
    if (channels.length === 0) context.output.note('nobody is told of alerts yet: redoubt channel add --help');
    return { result: { organization: organization.name, channels } };
  },
  render: ({ channels }, view) => renderChannels(channels, view),
});
