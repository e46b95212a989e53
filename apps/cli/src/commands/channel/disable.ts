import { switchChannel, switchedSchema } from '../../alerts/switch-channel.ts';
import { actorOption } from '../../alerts/actor.ts';
import { renderChannels } from '../../alerts/channel-json.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';

export const channelDisable = defineCommand({
  path: 'channel disable',
  summary: 'switch a channel off; what happens meanwhile is not told later',
  args: { name: argument('<channel>', 'name or id', asText) },
  options: { org: requiredOrgOption, actor: actorOption },
  examples: ['redoubt channel disable soc-chat --org acme'],
  result: switchedSchema,
  run: async (context, input) => ({ result: await switchChannel(context, input, false) }),
  render: ({ channel }, view) => renderChannels([channel], view),
});
