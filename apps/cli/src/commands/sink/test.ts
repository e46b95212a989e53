import { createSecretBox } from '@redoubt/encryption';
import { openSink } from '@redoubt/rulebook';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText, flag } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { findSink } from '../../sinks/find-sink.ts';

const TIMEOUT_MS = 8_000;

export const sinkTest = defineCommand({
  path: 'sink test',
  summary: 'send a trial event to a sink from here and say what it said',
  details:
    'One try, past its cursor and filter; also to a sink that is paused. It is sent from this machine, which may reach what siem-forwarder cannot, and the other way round.',
  args: { name: argument('<sink>', 'name or id', asText) },
  options: { org: requiredOrgOption, private: flag('--private', 'lets the sink lie in a private network') },
  examples: ['redoubt sink test splunk --org acme'],
  result: z.object({
    organization: z.string().describe('name'),
    sink: z.string().describe('name'),
    type: z.string(),
    target: z.string(),
    ok: z.boolean(),
    detail: z.string().describe('what the receiver said, or why it failed'),
  }),
  run: async (context, { name, org, private: isPrivateAllowed }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const info = await findSink(database, organization.id, name);
    if (info.type === 'file') throw usageError('files are written where siem-forwarder runs: try it on the page');
    const secretBox = info.hasSecret ? createSecretBox(context.settings.secretKeys()) : undefined;
    const sink = await openSink(database, organization.id, { sinkId: info.sinkId, secretBox });
    if (!sink) throw usageError('the sink was taken away meanwhile');
    // Loaded here: it brings every kind of receiver.
    const { SinkTester } = await import('@redoubt/sinks');
    const tester = new SinkTester({ isPrivateAllowed, timeoutMs: Math.min(TIMEOUT_MS, context.timeoutMs) });
    const { ok, detail } = await tester.run(organization.id, sink, context.signal);
    const head = { organization: organization.name, sink: info.name, type: info.type, target: info.target };
    return { result: { ...head, ok, detail }, ...(ok ? {} : { exitCode: EXIT.checksFailed }) };
  },
  render: ({ sink, type, target, ok, detail }, { style }) =>
    `${ok ? style.good('sent') : style.bad('failed')}  ${printable(sink)} (${type} to ${printable(target)}): ${printable(detail)}`,
});
