import { toError, type Alert, type Incident } from '@redoubt/contracts';
import {
  findEvents,
  getAlert,
  getIncident,
  type AlertHistoryEntry,
  type Database,
  type StoredEvent,
} from '@redoubt/storage';
import { alertJson } from '../../alerts/alert-json.ts';
import { renderAlert } from '../../alerts/render-alert.ts';
import { sampleSchema, showSchema, type ShownAlert } from '../../alerts/shown-alert.ts';
import { asCaseId, resolveIds } from '../../alerts/case-id.ts';
import { historyJson } from '../../alerts/history.ts';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asInteger, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { isoTime } from '../../output/time.ts';

export const alertsShow = defineCommand({
  path: 'alerts show',
  summary: 'show one alert: why it fired, the events that counted, and what became of it',
  args: { id: argument('<id>', 'id or its first digits', asCaseId) },
  options: {
    org: requiredOrgOption,
    history: option('--history <n>', 'newest changes to show', asInteger({ min: 0, max: 1_000 }), {
      defaultValue: 100,
    }),
  },
  examples: [
    'redoubt alerts show 3f2a9c01 --org acme',
    "redoubt alerts show 3f2a9c01 --org acme --json | jq '.samples[].payload | fromjson'",
  ],
  result: showSchema,
  run: async (context, { id, org, history }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const [alertId = ''] = await resolveIds(database, organization.id, 'alerts', [id]);
    const found = await getAlert(database, organization.id, alertId, { historyLimit: history });
    if (!found) throw usageError(`the alert ${id} is gone: it was past its retention`);
    const { alert } = found;
    const [samples, incident] = [await samplesOf(context, database, alert), await incidentOf(database, alert)];
    return { result: shown(organization.name, alert, { history: found.history, samples, incident }) };
  },
  render: (result, view) => renderAlert(result, view),
});

/** The alert is worth showing without its events. */
async function samplesOf(context: Context, database: Database, alert: Alert): Promise<StoredEvent[]> {
  const within = { fromMs: alert.firstSeenMs, toMs: alert.lastSeenMs, timeoutMs: context.timeoutMs };
  try {
    return await findEvents(database, alert.orgId as StoredEvent['orgId'], alert.sampleEventIds, within);
  } catch (error) {
    context.output.warn(`the events that counted could not be read: ${toError(error).message}`);
    return [];
  }
}

async function incidentOf(database: Database, alert: Alert): Promise<Incident | undefined> {
  if (alert.incidentId === undefined) return undefined;
  const limits = { historyLimit: 0, alertLimit: 0 };
  return (await getIncident(database, alert.orgId as StoredEvent['orgId'], alert.incidentId, limits))?.incident;
}

function shown(
  organization: string,
  alert: Alert,
  found: { history: AlertHistoryEntry[]; samples: StoredEvent[]; incident: Incident | undefined },
): ShownAlert {
  const { history, samples, incident } = found;
  return {
    organization,
    alert: alertJson(alert),
    ...(incident === undefined ? {} : { incident: incidentHead(incident) }),
    samples: samples.map((event) => ({ ...sampleSchema.parse({ ...event, eventTime: isoTime(event.eventTimeMs) }) })),
    history: history.map(historyJson),
  };
}

function incidentHead({ incidentId, title, status, severity }: Incident): NonNullable<ShownAlert['incident']> {
  return { incidentId, title, status, severity };
}
