import type { GroupName } from '@redoubt/key-schema';
import { pendingRanges } from '@redoubt/stream';
import { actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { switchedSinkSchema, switchSink } from '../../sinks/switch-sink.ts';

export const sinkResume = defineCommand({
  path: 'sink resume',
  summary: 'go on forwarding to a sink, from where it was',
  details:
    'A sink that was taken off for being too far behind goes on with the oldest that the streams still hold; redoubt sink backfill sends what left them meanwhile.',
  args: { name: argument('<sink>', 'name or id', asText) },
  options: { org: requiredOrgOption, actor: actorOption },
  examples: ['redoubt sink resume splunk --org acme'],
  result: switchedSinkSchema,
  run: async (context, input) => {
    const result = await switchSink(context, input, true);
    const { redis, database } = await context.tenancy();
    const { id } = await findOrg(database, input.org);
    if ((await pendingRanges(redis, id, result.sink.group as GroupName)).length > 0)
      context.output.note(
        `it missed events while it was taken off: redoubt sink backfill ${input.name} --org ${input.org}`,
      );
    return { result };
  },
  render: ({ sink }, { style }) => `${style.good('resumed')}  ${printable(sink.name)}  ${printable(sink.target)}`,
});
