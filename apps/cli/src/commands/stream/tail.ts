import { z } from 'zod';
import { eventFieldsSchema, LANES } from '@redoubt/contracts';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { asInteger, asSeverity, asText, flag, option } from '../../command/inputs.ts';
import { selectOrgs, type KnownOrg } from '../../orgs/org-directory.ts';
import { orgOption } from '../../orgs/org-option.ts';
import { BellListener } from './bell-listener.ts';
import { laneMeaning, laneOptions, lanesOf } from './lanes.ts';
import { readNew, readNewest, type TailedEntry, type WatchedLane } from './tail-entries.ts';
import { renderTailRow, rowsOfEntry, type TailFilter, type TailRow } from './tail-rows.ts';

const maxOrgs = 500;
/** Most entries read at the start; one may have more than 64 KiB. */
const maxEntries = 2_000;
/** The doorbell says at once that there is something new; this is for rings that got lost. */
const pollMs = 1_000;

const tailSchema = z.object({
  ...eventFieldsSchema.partial().shape,
  organization: z.string().describe('name'),
  orgId: z.string(),
  lane: z.enum(LANES).describe(laneMeaning),
  entryId: z.string(),
  eventId: z.string().optional(),
  eventTimeMs: z.number().int().optional().describe('epoch ms'),
  receivedAtMs: z.number().int().optional().describe('epoch ms'),
  isFuture: z.boolean().optional(),
  recordId: z.string().optional().describe('of a record: a command, a detection, a change of an alert'),
  record: z.record(z.string(), z.unknown()).optional().describe('its JSON'),
  replayOf: z.string().optional().describe('of a dead letter that was put back: its first event id'),
  error: z.string().optional().describe('instead of an event: why it cannot be read'),
});

export const streamTail = defineCommand({
  path: 'stream tail',
  summary: 'print the newest events or records of the streams, one per line',
  details:
    'Shows what is in Redis: events stay there until every group has handled them. With --lane commands or alerts: what people asked for, and what became of alerts. With --json every line is one object.',
  options: {
    org: orgOption,
    follow: flag('-f, --follow', 'go on with new events until stopped'),
    lines: option('-n, --lines <n>', 'how many events to begin with', asInteger({ min: 0, max: 10_000 }), {
      defaultValue: 20,
    }),
    ...laneOptions,
    type: option('--type <type>', 'only events or records of this type', asText),
    minSeverity: option('--min-severity <severity>', 'only what is this severe or worse', asSeverity),
  },
  examples: [
    'redoubt stream tail --org acme --follow',
    'redoubt stream tail --org acme --lane commands,alerts --follow',
    "redoubt stream tail -n 1000 --json | jq -r '.sourceIp'",
  ],
  result: tailSchema,
  isEndless: ({ follow }) => follow,
  render: () => '',
  run: async (context, { org, follow, lines, lane, all, ...filter }) => {
    const redis = await context.redis();
    const orgs = await selectOrgs(redis, org);
    if (orgs.length > maxOrgs) {
      throw usageError(`${orgs.length} organisations are too many to follow at once`, 'choose one with --org');
    }
    const perLane = Math.min(Math.max(1, lines), Math.ceil(maxEntries / Math.max(1, orgs.length)));
    const { lanes, entries } = await readNewest(redis, orgs, perLane, lanesOf({ lane, all }));
    const newest = lines === 0 ? [] : rowsOf(entries, filter).slice(-lines);
    print(context, newest);
    if (newest.length === 0 && !follow)
      context.output.note('nothing in the streams; stored events: redoubt events search');
    if (follow) await followLanes(context, lanes, orgs, filter);
    return {};
  },
});

async function followLanes(
  context: Context,
  lanes: readonly WatchedLane[],
  orgs: readonly KnownOrg[],
  filter: TailFilter,
): Promise<void> {
  const redis = await context.redis();
  const bell = new BellListener();
  await bell.listen(redis, orgs);
  try {
    while (!context.signal.aborted) {
      const { entries, isMore } = await readNew(redis, lanes);
      print(context, rowsOf(entries, filter));
      if (!isMore) await bell.wait(pollMs, context.signal);
    }
  } finally {
    bell.close();
  }
}

function rowsOf(entries: readonly TailedEntry[], filter: TailFilter): TailRow[] {
  return entries.flatMap((entry) => rowsOfEntry(entry, filter));
}

function print({ output, clock }: Context, rows: readonly TailRow[]): void {
  const view = output.view(clock.now());
  for (const row of rows) output.row(row, () => renderTailRow(row, view));
}
