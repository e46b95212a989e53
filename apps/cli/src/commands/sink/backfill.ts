import { createSecretBox } from '@redoubt/encryption';
import { openSink } from '@redoubt/rulebook';
import { readEventRange } from '@redoubt/storage';
import {
  BackfillTakenOverError,
  fillGroup,
  pendingRanges,
  type BackfillSource,
  type StreamEvent,
} from '@redoubt/stream';
import { z } from 'zod';
import { CliError, usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText, flag } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { formatCount } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { findSink } from '../../sinks/find-sink.ts';

const REQUEST_TIMEOUT_MS = 8_000;

export const sinkBackfill = defineCommand({
  path: 'sink backfill',
  summary: 'send a sink the stored events that left the streams while it was taken off',
  details:
    'Resume the sink first. What it missed is read from storage, oldest first, filtered and mapped as the sink says, and sent from this machine under the same ids: a receiver that takes ids has nothing twice. It goes on where it was stopped, and ends when another is begun, or when the receiver takes nothing or refuses everything. Alerts are not stored as they were sent; they are not filled in.',
  args: { name: argument('<sink>', 'name or id', asText) },
  options: { org: requiredOrgOption, private: flag('--private', 'lets the sink lie in a private network') },
  examples: ['redoubt sink resume splunk --org acme && redoubt sink backfill splunk --org acme'],
  isEndless: () => true,
  result: z.object({
    organization: z.string().describe('name'),
    sink: z.string().describe('name'),
    events: z.number().int().describe('stored events looked at'),
    delivered: z.number().int(),
    duplicates: z.number().int().describe('of the delivered, what the receiver had already'),
    filtered: z.number().int().describe('events the sink is not given'),
    dead: z.record(z.string(), z.number().int()).describe('refused for good or impossible to map, by reason'),
  }),
  run: async (context, { name, org, private: isPrivateAllowed }) => {
    const { database, redis } = await context.tenancy();
    const organization = await findOrg(database, org);
    const info = await findSink(database, organization.id, name);
    if (info.type === 'file') throw usageError('files are written where siem-forwarder runs');
    const secretBox = info.hasSecret ? createSecretBox(context.settings.secretKeys()) : undefined;
    const sink = await openSink(database, organization.id, { sinkId: info.sinkId, secretBox });
    if (!sink) throw usageError('the sink was taken away meanwhile');
    // Loaded here: it brings every kind of receiver.
    const { createItemFilter, createWriter, mapEvents, newTally, sendAll } = await import('@redoubt/sinks');
    const filter = createItemFilter(sink.filter);
    const writer = createWriter(sink, { isPrivateAllowed, timeoutMs: REQUEST_TIMEOUT_MS });
    const tally = newTally();
    let filtered = 0;
    const deliver = async (events: readonly StreamEvent[]): Promise<void> => {
      const wanted = events.filter(({ fields }) => filter.takesEvent(fields));
      filtered += events.length - wanted.length;
      const items = mapEvents(sink.mapping, organization.id, wanted, tally);
      await sendAll(writer, items, tally, { maxEvents: sink.batch.maxEvents, signal: context.signal });
    };
    const source: BackfillSource = {
      readRange: (orgId, lane, range, { events, sizeBytes }) =>
        readEventRange(database, orgId, lane, range, events, { sizeBytes }),
    };
    try {
      if ((await pendingRanges(redis, organization.id, info.group)).length === 0)
        context.output.note('nothing is missing');
      const events = await fillGroup({ redis, source }, organization.id, info.group, deliver);
      const { delivered, duplicates, dead } = tally;
      const head = { organization: organization.name, sink: info.name };
      const result = { ...head, events, delivered, duplicates, filtered, dead: Object.fromEntries(dead) };
      return { result, ...(dead.size > 0 ? { exitCode: EXIT.checksFailed } : {}) };
    } catch (error) {
      if (!(error instanceof BackfillTakenOverError)) throw error;
      throw new CliError(EXIT.conflict, `${info.name} is being filled by another command since; that one goes on`);
    } finally {
      await writer.close();
    }
  },
  render: ({ sink, delivered, duplicates, filtered, dead }, { style }) =>
    [
      `${style.good('filled')}  ${printable(sink)}  ${formatCount(delivered)} sent, ${formatCount(duplicates)} of them there already, ${formatCount(filtered)} not for it`,
      ...Object.entries(dead).map(
        ([detail, count]) => `${style.bad('dead')}  ${formatCount(count)}: ${printable(detail)}`,
      ),
    ].join('\n'),
});
