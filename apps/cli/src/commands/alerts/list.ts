import { ALERT_STATUSES, SEVERITIES, type Alert, type OrgId } from '@redoubt/contracts';
import { alertCounts, listAlerts, type AlertFilters } from '@redoubt/storage';
import { z } from 'zod';
import { alertJson, alertJsonSchema } from '../../alerts/alert-json.ts';
import { renderAlerts } from '../../alerts/alert-table.ts';
import { asCaseId, resolveIds } from '../../alerts/case-id.ts';
import { countLine } from '../../alerts/count-line.ts';
import { asStatuses, filterOptions, filtersOf, OPEN_STATUSES } from '../../alerts/filters.ts';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { asDuration, asInteger, asText, flag, option } from '../../command/inputs.ts';
import { momentHelp, rangeOf } from '../../command/moment.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import type { View } from '../../output/output.ts';
import { formatSecond } from '../../output/time.ts';

const maxLimit = 10_000;
const pageSize = 1_000;

const bySeverity = z.object(Object.fromEntries(SEVERITIES.map((severity) => [severity, z.number().int()])));
const listSchema = z.object({
  organization: z.string().describe('name'),
  alerts: z.array(alertJsonSchema),
  counts: z
    .object(Object.fromEntries(ALERT_STATUSES.map((status) => [status, bySeverity])))
    .describe('all alerts of the organisation by status and severity, whatever the filters'),
  nextCursor: z.string().optional().describe('for --cursor; absent on the last page'),
});
type ListJson = z.infer<typeof listSchema>;

export const alertsList = defineCommand({
  path: 'alerts list',
  summary: 'list alerts, the one that changed last first',
  details:
    'All conditions hold together. Ids may be given to other commands by their first digits. Alerts that a suppression or another alert keeps quiet are left out unless --hidden.',
  options: {
    org: requiredOrgOption,
    status: option('--status <statuses>', `open, all, or some of ${ALERT_STATUSES.join(', ')}`, asStatuses, {
      defaultValue: OPEN_STATUSES,
      defaultText: 'open',
    }),
    ...filterOptions,
    assignee: option('--assignee <user>', 'given to this user', asText),
    unassigned: flag('--unassigned', 'given to nobody'),
    incident: option('--incident <id>', 'of this incident, by its id or first digits', asCaseId),
    from: option('--from <time>', `changed since: ${momentHelp}`, asText),
    to: option('--to <time>', 'changed before this time', asText),
    hidden: flag('--hidden', 'also those that a suppression or another alert keeps quiet'),
    limit: option('--limit <n>', `most to show, up to ${maxLimit}`, asInteger({ min: 1, max: maxLimit }), {
      defaultValue: 50,
    }),
    cursor: option('--cursor <cursor>', 'go on after an earlier page', asText),
    watch: flag('--watch', 'go on until stopped; with --output json one line per look'),
    interval: option('--interval <duration>', 'time between two looks', asDuration, {
      defaultValue: 2_000,
      defaultText: '2s',
    }),
  },
  examples: [
    'redoubt alerts list --org acme',
    'redoubt alerts list --org acme --severity high --unassigned --watch',
    'redoubt alerts list --org acme --status all --from 24h --output ndjson | jq -r .ruleId | sort | uniq -c',
  ],
  result: listSchema,
  rowsOf: ({ alerts }) => alerts,
  isEndless: ({ watch }) => watch,
  run: async (context, { org, limit, cursor, watch, interval, ...given }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const typed = given.incident === undefined ? [] : [given.incident];
    const [incident] = await resolveIds(database, organization.id, 'incidents', typed);
    const read = (): Promise<ListJson> =>
      look(context, organization, filtersFor({ ...given, incident }, context.clock.now()), { limit, cursor });
    if (watch) {
      await watchList(context, read, interval);
      return {};
    }
    const result = await read();
    if (result.alerts.length === 0) context.output.note('no such alerts');
    if (result.nextCursor !== undefined) {
      context.output.note(`there are more: --limit up to ${maxLimit}, or --cursor ${result.nextCursor}`);
    }
    return { result };
  },
  render: (result, view) => renderList(result, view),
});

type Given = Parameters<typeof filtersOf>[0] & {
  status: readonly Alert['status'][];
  assignee: string | undefined;
  unassigned: boolean;
  incident: string | undefined;
  from: string | undefined;
  to: string | undefined;
  hidden: boolean;
};

function filtersFor(given: Given, nowMs: number): AlertFilters {
  const { status, assignee, unassigned, incident, hidden } = given;
  if (unassigned && assignee !== undefined) throw usageError('--assignee and --unassigned exclude each other');
  return {
    ...filtersOf(given),
    ...rangeOf(given, nowMs),
    statuses: status,
    ...(incident === undefined ? {} : { incidentId: incident }),
    ...(unassigned ? { assignee: null } : assignee === undefined ? {} : { assignee }),
    ...(hidden ? {} : { isHidden: false }),
  };
}

async function look(
  context: Context,
  { id, name }: { id: OrgId; name: string },
  filters: AlertFilters,
  { limit, cursor }: { limit: number; cursor: string | undefined },
): Promise<ListJson> {
  const database = await context.database();
  const alerts: Alert[] = [];
  let next = cursor;
  do {
    const page = await listAlerts(database, id, filters, {
      limit: Math.min(pageSize, limit - alerts.length),
      timeoutMs: context.timeoutMs,
      ...(next === undefined ? {} : { cursor: next }),
    });
    alerts.push(...page.alerts);
    next = page.nextCursor;
  } while (next !== undefined && alerts.length < limit);
  const counts = await alertCounts(database, id);
  const more = next === undefined ? {} : { nextCursor: next };
  return { organization: name, alerts: alerts.map(alertJson), counts, ...more };
}

async function watchList(context: Context, read: () => Promise<ListJson>, intervalMs: number): Promise<void> {
  while (!context.signal.aborted) {
    const seen = await read();
    const view = context.output.view(context.clock.now());
    const clear = context.output.isTerminal ? '\x1b[2J\x1b[H' : '';
    context.output.row(seen, () => `${clear}${view.style.dim(formatSecond(view.nowMs))}\n${renderList(seen, view)}`);
    await context.pause(Math.max(500, intervalMs));
  }
}

function renderList({ alerts, counts }: ListJson, view: View): string {
  return `${renderAlerts(alerts, view)}\n\n${countLine(counts as Parameters<typeof countLine>[0], view.style)}`;
}
