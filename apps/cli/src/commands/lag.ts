import type { Lane } from '@redoubt/contracts';
import { readGroupStates } from '@redoubt/stream';
import { z } from 'zod';
import type { Context } from '../command/context.ts';
import { defineCommand } from '../command/definition.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { asDuration, asGroup, flag, option } from '../command/inputs.ts';
import { findOrgs } from '../orgs/org-directory.ts';
import { orgOption } from '../orgs/org-option.ts';
import { formatDuration } from '../output/duration.ts';
import { counted, formatCount } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { renderTable } from '../output/table.ts';
import { formatSecond, isoTime } from '../output/time.ts';
import { sumLag } from './lag-sums.ts';
import { laneOptions, lanesOf } from './stream/lanes.ts';

const lagSchema = z.object({
  at: z.string().describe('RFC 3339'),
  groups: z.array(
    z.object({
      group: z.string(),
      organizations: z.number().int(),
      lagEntries: z.number().int().describe('entries not delivered yet, where Redis can say'),
      unknownLags: z.number().int().describe('streams whose lag Redis cannot say; their lag is not in the sum'),
      pendingEntries: z.number().int().describe('entries delivered and not acknowledged'),
      oldestPendingMs: z.number().int().nullable().describe('age of the oldest of them'),
      behindOrganizations: z.number().int().describe('organisations with lag or pending entries'),
      missing: z.number().int().describe('streams on which the group is expected and does not exist'),
    }),
  ),
  unreadable: z.number().int().describe('streams that could not be read'),
  isComplete: z.boolean().describe('false when streams or organisations could not be read: the sums are too low'),
});

export type LagJson = z.infer<typeof lagSchema>;

export const lag = defineCommand({
  path: 'lag',
  summary: 'sum up what each group still has to do',
  details:
    'Counted in entries; one entry holds up to 100 events. Streams of events only, unless --all or --lane. A lag that Redis cannot say is shown as unknown.',
  options: {
    group: option('--group <group>', 'one group (default: all)', asGroup),
    org: orgOption,
    ...laneOptions,
    watch: flag('--watch', 'go on until stopped; with --output json one line per look'),
    interval: option('--interval <duration>', 'time between two looks', asDuration, {
      defaultValue: 2_000,
      defaultText: '2s',
    }),
  },
  examples: ['redoubt lag', 'redoubt lag --all --org acme', 'redoubt lag --group db_writer --watch'],
  result: lagSchema,
  rowsOf: ({ groups }) => groups,
  isEndless: ({ watch }) => watch,
  run: async (context, { group, org, watch, interval, lane, all }) => {
    const what = { org, group, lanes: lanesOf({ lane, all }) };
    const first = await look(context, what);
    if (!watch) return { result: first, exitCode: exitCodeOf(first) };
    for (let seen = first; !context.signal.aborted; seen = await look(context, what)) {
      const view = context.output.view(context.clock.now());
      const clear = context.output.isTerminal ? '\x1b[2J\x1b[H' : '';
      context.output.row(seen, () => `${clear}${view.style.dim(formatSecond(view.nowMs))}\n${renderLag(seen, view)}`);
      await context.pause(Math.max(200, interval));
    }
    return {};
  },
  render: (result, view) => renderLag(result, view),
});

interface Watched {
  org: string | undefined;
  group: string | undefined;
  lanes: readonly Lane[];
}

async function look(context: Context, { org, group, lanes }: Watched): Promise<LagJson> {
  const redis = await context.redis();
  const { orgs, failure } = await findOrgs(redis, org);
  const { states, failures } = await readGroupStates(redis, orgs, lanes);
  const reason = failure ?? failures[0]?.error;
  if (reason) context.output.warn(`not everything could be read, so the sums are too low: ${reason.message}`);
  const now = context.clock.now();
  const groups = sumLag(states, now).filter((sum) => group === undefined || sum.group === group);
  return { at: isoTime(now), groups, unreadable: failures.length, isComplete: reason === undefined };
}

function exitCodeOf({ isComplete }: LagJson): ExitCode {
  return isComplete ? EXIT.ok : EXIT.incomplete;
}

function renderLag({ groups }: LagJson, view: View): string {
  const { style } = view;
  return renderTable(
    [
      { name: 'group' },
      { name: 'orgs', align: 'right' },
      { name: 'behind', align: 'right' },
      { name: 'lag', align: 'right' },
      { name: 'pending', align: 'right' },
      { name: 'oldest pending', align: 'right' },
      { name: 'trouble' },
    ],
    groups.map((sum) => [
      sum.group,
      formatCount(sum.organizations),
      formatCount(sum.behindOrganizations),
      sum.unknownLags > 0 ? style.warn(`≥ ${formatCount(sum.lagEntries)}`) : formatCount(sum.lagEntries),
      formatCount(sum.pendingEntries),
      sum.oldestPendingMs === null ? '-' : formatDuration(sum.oldestPendingMs),
      [
        ...(sum.unknownLags > 0 ? [style.warn(`lag unknown on ${counted(sum.unknownLags, 'stream')}`)] : []),
        ...(sum.missing > 0 ? [style.bad(`missing on ${counted(sum.missing, 'stream')}`)] : []),
      ].join(', ') || '-',
    ]),
    view,
  );
}
