import { deleteChannel } from '@redoubt/rulebook';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { channelJson, channelSchema } from '../../alerts/channel-json.ts';
import { findChannel } from '../../alerts/find-channel.ts';
import { relayNow } from '../../alerts/relay.ts';
import { confirmRemoval } from '../../command/confirm-removal.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText, flag } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';

export const channelRemove = defineCommand({
  path: 'channel remove',
  summary: 'take a channel away with its secret; what waits for it is not told',
  details: 'To stop it for a while: redoubt channel disable.',
  args: { name: argument('<channel>', 'name or id', asText) },
  options: { org: requiredOrgOption, yes: flag('--yes', 'do it without asking'), actor: actorOption },
  examples: ['redoubt channel remove soc-chat --org acme --yes'],
  result: z.object({ organization: z.string().describe('name'), channel: channelSchema.describe('as it was') }),
  run: async (context, { name, org, yes, actor }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const info = await findChannel(database, organization.id, name);
    if (!(await confirmRemoval(context, info, yes))) return { exitCode: EXIT.interrupted };
    await deleteChannel(database, organization.id, info.channelId, { actor: actorOf(context, actor) });
    await relayNow(context, organization.id);
    return { result: { organization: organization.name, channel: channelJson(info) } };
  },
  render: ({ channel }, { style }) =>
    `${style.good('removed')}  ${printable(channel.name)}  ${channel.type} to ${printable(channel.target)}`,
});
