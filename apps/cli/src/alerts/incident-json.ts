import { incidentSchema, type Incident } from '@redoubt/contracts';
import { z } from 'zod';
import { formatDuration } from '../output/duration.ts';
import { formatCount } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { isoTime } from '../output/time.ts';
import { statusText, subjectText } from './alert-words.ts';
import { shortId } from './case-id.ts';

/** An incident as commands print it. */
export const incidentJsonSchema = z.object({
  ...incidentSchema.shape,
  shortId: z.string().describe('first digits of the id; commands take them where they are unique'),
  kind: z.enum(['alert', 'security']).describe('`alert`: of alerts that belong together'),
  firstSeenAt: z.string().describe('event time of the earliest event, RFC 3339'),
  lastSeenAt: z.string().describe('event time of the latest one, RFC 3339'),
  createdAt: z.string().describe('when it was opened, RFC 3339'),
  updatedAt: z.string().describe('when it last changed, RFC 3339'),
});
export type IncidentJson = z.infer<typeof incidentJsonSchema>;

export function incidentJson(incident: Incident): IncidentJson {
  return {
    ...incident,
    shortId: shortId(incident.incidentId),
    firstSeenAt: isoTime(incident.firstSeenMs),
    lastSeenAt: isoTime(incident.lastSeenMs),
    createdAt: isoTime(incident.createdAtMs),
    updatedAt: isoTime(incident.updatedAtMs),
  };
}

/** Incidents under each other, in the order given. */
export function renderIncidents(incidents: readonly Incident[], view: View): string {
  return renderTable(
    [
      { name: 'id' },
      { name: 'age', align: 'right' },
      { name: 'severity' },
      { name: 'status' },
      { name: 'risk', align: 'right' },
      { name: 'alerts', align: 'right' },
      { name: 'assignee' },
      { name: 'subject' },
      { name: 'title', isFlexible: true },
    ],
    incidents.map((incident) => [
      shortId(incident.incidentId),
      formatDuration(view.nowMs - incident.createdAtMs),
      view.style.severity(incident.severity),
      statusText(incident.status, view.style),
      String(Math.round(incident.riskScore)),
      formatCount(incident.alertCount),
      printable(incident.assignee ?? '-'),
      subjectText(incident.subject),
      printable(incident.title),
    ]),
    view,
  );
}
