import { deleteSink } from '@redoubt/rulebook';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { sinkJson, sinkSchema } from '../../sinks/sink-json.ts';
import { findSink } from '../../sinks/find-sink.ts';
import { relayNow } from '../../alerts/relay.ts';
import { confirmRemoval } from '../../command/confirm-removal.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText, flag } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';

export const sinkRemove = defineCommand({
  path: 'sink remove',
  summary: 'take a sink away with its secrets and its cursor; what waits for it is not forwarded',
  details: 'To stop it for a while: redoubt sink pause.',
  args: { name: argument('<sink>', 'name or id', asText) },
  options: { org: requiredOrgOption, yes: flag('--yes', 'do it without asking'), actor: actorOption },
  examples: ['redoubt sink remove splunk --org acme --yes'],
  result: z.object({ organization: z.string().describe('name'), sink: sinkSchema.describe('as it was') }),
  run: async (context, { name, org, yes, actor }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const info = await findSink(database, organization.id, name);
    if (!(await confirmRemoval(context, info, yes))) return { exitCode: EXIT.interrupted };
    await deleteSink(database, organization.id, info.sinkId, { actor: actorOf(context, actor) });
    await relayNow(context, organization.id);
    return { result: { organization: organization.name, sink: sinkJson(info) } };
  },
  render: ({ sink }, { style }) =>
    `${style.good('removed')}  ${printable(sink.name)}  ${sink.type} to ${printable(sink.target)}`,
});
