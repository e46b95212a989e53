import type { IncidentStatus } from '@redoubt/contracts';
import { searchOf, textField, wordField, wordsField, type RawSearch } from '../../router/search-fields.ts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';

export const INCIDENT_STATUSES = ['open', 'investigating', 'closed'] as const satisfies IncidentStatus[];

/** The incidents' address: filters, and the incident whose details are open. */
export function incidentsSearch(raw: RawSearch) {
  return searchOf({
    status: wordsField(raw.status, INCIDENT_STATUSES),
    severity: wordField(raw.severity, SEVERITIES_DOWN),
    assignee: textField(raw.assignee),
    text: textField(raw.text),
    incident: textField(raw.incident),
  });
}

export type IncidentsSearch = ReturnType<typeof incidentsSearch>;
