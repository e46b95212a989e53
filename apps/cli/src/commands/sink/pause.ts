import { actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { switchedSinkSchema, switchSink } from '../../sinks/switch-sink.ts';

export const sinkPause = defineCommand({
  path: 'sink pause',
  summary: 'stop forwarding to a sink; what comes meanwhile is kept for it',
  args: { name: argument('<sink>', 'name or id', asText) },
  options: { org: requiredOrgOption, actor: actorOption },
  examples: ['redoubt sink pause splunk --org acme'],
  result: switchedSinkSchema,
  run: async (context, input) => ({ result: await switchSink(context, input, false) }),
  render: ({ sink }, { style }) => `${style.warn('paused')}  ${printable(sink.name)}  ${printable(sink.target)}`,
});
