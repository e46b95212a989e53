import type { Alert } from '@redoubt/contracts';
import { getIncident } from '@redoubt/storage';
import { z } from 'zod';
import { alertJson, alertJsonSchema } from '../../alerts/alert-json.ts';
import { renderAlerts } from '../../alerts/alert-table.ts';
import { statusText, subjectText } from '../../alerts/alert-words.ts';
import { asCaseId, resolveIds } from '../../alerts/case-id.ts';
import { historyJson, historySchema, renderHistory } from '../../alerts/history.ts';
import { incidentJson, incidentJsonSchema } from '../../alerts/incident-json.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asInteger, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { formatDuration } from '../../output/duration.ts';
import { renderFacts } from '../../output/facts.ts';
import { formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { formatSecond } from '../../output/time.ts';

const showSchema = z.object({
  organization: z.string().describe('name'),
  incident: incidentJsonSchema,
  alerts: z.array(alertJsonSchema).describe('newest first; at most 200'),
  history: z.array(historySchema).describe('oldest first'),
});
type ShowJson = z.infer<typeof showSchema>;

export const incidentShow = defineCommand({
  path: 'incident show',
  summary: 'show one incident with its alerts and its history',
  args: { id: argument('<id>', 'id or its first digits', asCaseId) },
  options: {
    org: requiredOrgOption,
    history: option('--history <n>', 'newest changes to show', asInteger({ min: 0, max: 1_000 }), {
      defaultValue: 100,
    }),
  },
  examples: ['redoubt incident show 81d2f0aa --org acme'],
  result: showSchema,
  run: async (context, { id, org, history }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const [incidentId = ''] = await resolveIds(database, organization.id, 'incidents', [id]);
    const found = await getIncident(database, organization.id, incidentId, { historyLimit: history });
    if (!found) throw usageError(`the incident ${id} is gone: it was past its retention`);
    const result: ShowJson = {
      organization: organization.name,
      incident: incidentJson(found.incident),
      alerts: found.alerts.map(alertJson),
      history: found.history.map(historyJson),
    };
    return { result };
  },
  render: (result, view) => renderIncident(result, view),
});

function renderIncident({ incident, alerts, history }: ShowJson, view: View): string {
  const { style, nowMs } = view;
  const left = incident.alertCount > alerts.length ? `, ${alerts.length} shown` : '';
  const optional = [
    ['assignee', incident.assignee ?? 'nobody'],
    ['closed because', incident.closeReason],
  ] as const;
  return [
    `${style.severity(incident.severity)}  ${statusText(incident.status, style)}  ${style.head(printable(incident.title))}`,
    renderFacts(
      [
        ['id', incident.incidentId],
        ['about', subjectText(incident.subject)],
        ['kind', incident.kind],
        ['risk', `${Math.round(incident.riskScore)} of 100`],
        ['first seen', formatSecond(incident.firstSeenMs)],
        ['last seen', formatSecond(incident.lastSeenMs)],
        ['opened', `${formatSecond(incident.createdAtMs)} (${formatDuration(nowMs - incident.createdAtMs)} ago)`],
        ...optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
      ],
      style,
    ),
    style.head(`Alerts (${formatCount(incident.alertCount)}${left})`),
    alerts.length === 0 ? style.dim('none') : renderAlerts(alerts as Alert[], view),
    style.head('History'),
    renderHistory(history, view),
  ].join('\n\n');
}
