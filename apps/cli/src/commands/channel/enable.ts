import { switchChannel, switchedSchema } from '../../alerts/switch-channel.ts';
import { actorOption } from '../../alerts/actor.ts';
import { renderChannels } from '../../alerts/channel-json.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';

export const channelEnable = defineCommand({
  path: 'channel enable',
  summary: 'switch a channel on again',
  args: { name: argument('<channel>', 'name or id', asText) },
  options: { org: requiredOrgOption, actor: actorOption },
  examples: ['redoubt channel enable soc-chat --org acme'],
  result: switchedSchema,
  run: async (context, input) => ({ result: await switchChannel(context, input, true) }),
  render: ({ channel }, view) => renderChannels([channel], view),
});
