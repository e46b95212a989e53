import { INCIDENT_STATUSES, type Incident, type IncidentStatus } from '@redoubt/contracts';
import { listIncidents, type IncidentFilters } from '@redoubt/storage';
import { z } from 'zod';
import { incidentJson, incidentJsonSchema, renderIncidents } from '../../alerts/incident-json.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { asChoice, asInteger, asIpAddress, asSeverity, asText, BadValue, flag, option } from '../../command/inputs.ts';
import { momentHelp, rangeOf } from '../../command/moment.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';

const maxLimit = 10_000;
const pageSize = 1_000;
const openStatuses: readonly IncidentStatus[] = ['open', 'investigating'];

const asStatuses = (text: string, before: readonly IncidentStatus[] | undefined): readonly IncidentStatus[] => {
  const given = text.split(',').flatMap((word): readonly IncidentStatus[] => {
    const name = word.trim();
    if (name === 'all') return INCIDENT_STATUSES;
    const found = INCIDENT_STATUSES.filter((status) => status === name);
    if (found.length === 0) throw new BadValue(`must be all, or some of ${INCIDENT_STATUSES.join(', ')}`);
    return found;
  });
  return [...new Set([...(before ?? []), ...given])];
};

export const incidentList = defineCommand({
  path: 'incident list',
  summary: 'list incidents, the one that changed last first',
  options: {
    org: requiredOrgOption,
    status: option('--status <statuses>', `all, or some of ${INCIDENT_STATUSES.join(', ')}`, asStatuses, {
      defaultValue: openStatuses,
      defaultText: 'open, investigating',
    }),
    severity: option('--severity <severity>', 'this severe or worse', asSeverity),
    kind: option('--kind <kind>', 'alert or security', asChoice(['alert', 'security'])),
    subject: option('--subject <name>', 'about this address, user or asset', asText),
    sourceIp: option('--source-ip <address>', 'about this source address', asIpAddress),
    user: option('--user <user>', 'about this user', asText),
    asset: option('--asset <asset>', 'about this asset', asText),
    assignee: option('--assignee <user>', 'given to this user', asText),
    unassigned: flag('--unassigned', 'given to nobody'),
    text: option('--text <text>', 'part of the title, any case', asText),
    from: option('--from <time>', `changed since: ${momentHelp}`, asText),
    to: option('--to <time>', 'changed before this time', asText),
    limit: option('--limit <n>', `most to show, up to ${maxLimit}`, asInteger({ min: 1, max: maxLimit }), {
      defaultValue: 50,
    }),
    cursor: option('--cursor <cursor>', 'go on after an earlier page', asText),
  },
  examples: ['redoubt incident list --org acme', 'redoubt incident list --org acme --status all --from 7d --json'],
  result: z.object({
    organization: z.string().describe('name'),
    incidents: z.array(incidentJsonSchema),
    nextCursor: z.string().optional().describe('for --cursor; absent on the last page'),
  }),
  rowsOf: ({ incidents }) => incidents,
  run: async (context, { org, limit, cursor, from, to, status, severity, unassigned, assignee, ...same }) => {
    if (unassigned && assignee !== undefined) throw usageError('--assignee and --unassigned exclude each other');
    const { kind, subject, sourceIp, user, asset, text } = same;
    const given = {
      kind,
      subject,
      sourceIp,
      user,
      asset,
      text,
      minSeverity: severity,
      statuses: status,
      assignee: unassigned ? null : assignee,
    };
    const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const filters: IncidentFilters = { ...defined, ...rangeOf({ from, to }, context.clock.now()) };
    const database = await context.database();
    const organization = await findOrg(database, org);
    const incidents: Incident[] = [];
    let next = cursor;
    do {
      const more = next === undefined ? {} : { cursor: next };
      const size = Math.min(pageSize, limit - incidents.length);
      const page = await listIncidents(database, organization.id, filters, {
        limit: size,
        timeoutMs: context.timeoutMs,
        ...more,
      });
      incidents.push(...page.incidents);
      next = page.nextCursor;
    } while (next !== undefined && incidents.length < limit);
    if (incidents.length === 0) context.output.note('no such incidents');
    if (next !== undefined) context.output.note(`there are more: --limit up to ${maxLimit}, or --cursor ${next}`);
    const more = next === undefined ? {} : { nextCursor: next };
    return { result: { organization: organization.name, incidents: incidents.map(incidentJson), ...more } };
  },
  render: ({ incidents }, view) => renderIncidents(incidents as Incident[], view),
});
