import { actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { switchedSinkSchema, switchSink } from '../../sinks/switch-sink.ts';

export const sinkResume = defineCommand({
  path: 'sink resume',
  summary: 'go on forwarding to a sink, from where it was',
  args: { name: argument('<sink>', 'name or id', asText) },
  options: { org: requiredOrgOption, actor: actorOption },
  examples: ['redoubt sink resume splunk --org acme'],
  result: switchedSinkSchema,
  run: async (context, input) => ({ result: await switchSink(context, input, true) }),
  render: ({ sink }, { style }) => `${style.good('resumed')}  ${printable(sink.name)}  ${printable(sink.target)}`,
});
