import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { findSink } from '../../sinks/find-sink.ts';
import {
  renderSinks,
  sinkWithHealthSchema,
  troubleOf,
  withHealth,
  type SinkWithHealth,
} from '../../sinks/sink-json.ts';

export const sinkShow = defineCommand({
  path: 'sink show',
  summary: 'one sink: its settings without secrets, and how it is doing',
  args: { name: argument('<sink>', 'name or id', asText) },
  options: { org: requiredOrgOption },
  examples: ['redoubt sink show splunk --org acme'],
  result: z.object({ organization: z.string().describe('name'), sink: sinkWithHealthSchema }),
  run: async (context, { name, org }) => {
    const { database, redis } = await context.tenancy();
    const organization = await findOrg(database, org);
    const info = await findSink(database, organization.id, name);
    const [sink] = await withHealth(redis, organization.id, [info]);
    return { result: { organization: organization.name, sink: sink as SinkWithHealth } };
  },
  render: ({ sink }, view) =>
    [
      renderSinks([sink], view),
      `${JSON.stringify({ filter: sink.filter, mapping: sink.mapping, batch: sink.batch, ...sink.config })}`,
      ...[troubleOf(sink)].flatMap((trouble) => (trouble === undefined ? [] : [view.style.bad(trouble)])),
    ].join('\n\n'),
});
