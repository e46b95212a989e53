import { LANES, type Lane, type OrgId } from '@redoubt/contracts';
import { readGroupStates, type GroupState } from '@redoubt/stream';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asGroup, option } from '../../command/inputs.ts';
import { findOrgs, labelOf } from '../../orgs/org-directory.ts';
import { orgOption } from '../../orgs/org-option.ts';
import { formatDuration } from '../../output/duration.ts';
import { formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { entryTimeMs, formatSecond, isoTime } from '../../output/time.ts';
import { LANE_NAMES, laneMeaning, laneOptions, lanesOf } from './lanes.ts';

const groupSchema = z.object({
  organization: z.string().describe('name'),
  orgId: z.string(),
  group: z.string(),
  lane: z.enum(LANES).describe(laneMeaning),
  state: z.enum(['present', 'missing']).describe('`missing`: expected and not there, so nobody reads for it'),
  lagEntries: z.number().int().nullable().describe('entries not delivered yet; null when Redis cannot say'),
  pendingEntries: z.number().int().describe('entries delivered and not acknowledged'),
  oldestPendingAt: z.string().nullable().describe('RFC 3339'),
  lastDeliveredId: z.string(),
  lastDeliveredAt: z.string().nullable().describe('RFC 3339; null before the first'),
});

type GroupJson = z.infer<typeof groupSchema>;

export const streamGroups = defineCommand({
  path: 'stream groups',
  summary: 'show how far each group is on each stream',
  details: 'Lag and pending are counted in entries; one entry holds up to 100 events or records.',
  options: { org: orgOption, group: option('--group <group>', 'one group (default: all)', asGroup), ...laneOptions },
  examples: [
    'redoubt stream groups --org acme',
    'redoubt stream groups --org acme --all',
    'redoubt stream groups --group db_writer --json',
  ],
  result: z.object({
    groups: z.array(groupSchema),
    unreadable: z.number().int().describe('streams that could not be read'),
  }),
  rowsOf: ({ groups }) => groups,
  run: async (context, { org, group, ...which }) => {
    const redis = await context.redis();
    const { orgs, failure } = await findOrgs(redis, org);
    const names = new Map<OrgId, string>(orgs.map((known) => [known.orgId, labelOf(known)]));
    const { states, failures } = await readGroupStates(redis, orgs, lanesOf(which));
    const groups = states
      .filter((state) => group === undefined || state.group === group)
      .map((state) => groupJson(state, names.get(state.orgId) ?? state.orgId));
    if (failure) context.output.warn(`organisations may be missing: ${failure.message}`);
    else if (orgs.length === 0) context.output.note('no organisations yet: redoubt org create <name>');
    for (const { orgId, lane, error } of failures) {
      context.output.warn(`${names.get(orgId) ?? orgId}, ${LANE_NAMES[lane]} stream: not read: ${error.message}`);
    }
    warnOfMissing(groups, (text) => context.output.warn(text));
    const isIncomplete = failures.length > 0 || failure !== undefined;
    return { result: { groups, unreadable: failures.length }, exitCode: isIncomplete ? EXIT.incomplete : EXIT.ok };
  },
  render: ({ groups }, view) => renderGroups(groups, view),
});

function warnOfMissing(groups: readonly GroupJson[], warn: (text: string) => void): void {
  const missing = groups.filter((one) => one.state === 'missing').length;
  if (missing > 0) {
    warn(`${missing} expected and not there: their streams are neither read for them nor trimmed`);
  }
}

function groupJson(state: GroupState<Lane>, organization: string): GroupJson {
  const { orgId, group, lane, lagEntries, pendingEntries, lastDeliveredId, oldestPendingId } = state;
  const deliveredMs = entryTimeMs(lastDeliveredId);
  return {
    ...{ organization, orgId, group, lane },
    state: state.isPresent ? 'present' : 'missing',
    ...{ lagEntries, pendingEntries },
    oldestPendingAt: oldestPendingId === undefined ? null : isoTime(entryTimeMs(oldestPendingId)),
    lastDeliveredId,
    lastDeliveredAt: deliveredMs === 0 ? null : isoTime(deliveredMs),
  };
}

function renderGroups(groups: readonly GroupJson[], view: View): string {
  const { style, nowMs } = view;
  return renderTable(
    [
      { name: 'org' },
      { name: 'group' },
      { name: 'stream' },
      { name: 'lag', align: 'right' },
      { name: 'pending', align: 'right' },
      { name: 'oldest pending', align: 'right' },
      { name: 'last delivered' },
    ],
    groups.map((one) => {
      const start = [printable(one.organization), one.group, LANE_NAMES[one.lane]];
      if (one.state === 'missing') return [...start, style.bad('missing'), '-', '-', '-'];
      return [
        ...start,
        one.lagEntries === null ? style.warn('unknown') : formatCount(one.lagEntries),
        formatCount(one.pendingEntries),
        one.oldestPendingAt === null ? '-' : formatDuration(nowMs - Date.parse(one.oldestPendingAt)),
        one.lastDeliveredAt === null ? 'nothing yet' : formatSecond(Date.parse(one.lastDeliveredAt)),
      ];
    }),
    view,
  );
}
