import type { Alert, Incident, IncidentChangeKind, IncidentStatus, OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { historyEntryOf, HISTORY_COLUMNS, type HistoryEntry, type HistoryRow } from './history-entry.ts';
import { readPage, type CaseFilters, type ListOptions } from './keyset-query.ts';
import { asReader } from './reader.ts';

/** All given conditions hold together. */
export interface IncidentFilters extends CaseFilters {
  statuses?: readonly IncidentStatus[];
  kind?: Incident['kind'];
}

export interface IncidentPage {
  incidents: Incident[];
  /** Absent on the last page. */
  nextCursor?: string;
}

export type IncidentHistoryEntry = HistoryEntry<IncidentChangeKind, IncidentStatus> & { alertCount: number };

/** An incident, its newest changes (oldest first) and its alerts (newest first). */
export interface IncidentDetails {
  incident: Incident;
  history: IncidentHistoryEntry[];
  alerts: Alert[];
}

/**
 * One page of an organisation's incidents, newest first.
 *
 * @throws PermanentError  a bad limit, cursor or address
 * @throws RetryableError  PostgreSQL is away or slow
 */
export async function listIncidents(
  database: Database,
  orgId: OrgId,
  filters: IncidentFilters = {},
  options: ListOptions = {},
): Promise<IncidentPage> {
  const more = (bind: (value: unknown) => string): string[] =>
    filters.kind === undefined ? [] : [`kind = ${bind(filters.kind)}`];
  const query = { table: 'incidents', id: 'incident_id', orgId, filters, options, more } as const;
  const { docs, nextCursor } = await readPage<Incident>(database, query);
  return nextCursor === undefined ? { incidents: docs } : { incidents: docs, nextCursor };
}

/**
 * One incident; undefined when there is none. Its alerts are those that say they belong to it and those it lists, at
 * most `alertLimit`.
 */
export async function getIncident(
  database: Database,
  orgId: OrgId,
  incidentId: string,
  options: { historyLimit?: number; alertLimit?: number } = {},
): Promise<IncidentDetails | undefined> {
  return asReader(database, orgId, async (session) => {
    const where = 'org_id = $1 AND incident_id = $2';
    const key = [orgId, incidentId];
    const [row] = await session.query<{ doc: Incident }>(`SELECT doc FROM incidents WHERE ${where}`, key);
    if (!row) return undefined;
    const rows = await session.query<HistoryRow & { alert_count: string }>(
      `SELECT ${HISTORY_COLUMNS}, alert_count FROM incident_history WHERE ${where}
       ORDER BY version DESC, at DESC LIMIT $3`,
      [...key, options.historyLimit ?? 1_000],
    );
    const history = rows.map((one) => ({
      ...historyEntryOf<IncidentChangeKind, IncidentStatus>(one),
      alertCount: Number(one.alert_count),
    }));
    const alerts = await session.query<{ doc: Alert }>(
      `SELECT doc FROM alerts WHERE org_id = $1 AND (incident_id = $2 OR alert_id = ANY ($3::uuid[]))
       ORDER BY last_seen DESC, alert_id DESC LIMIT $4`,
      [...key, row.doc.alertIds, options.alertLimit ?? 200],
    );
    return { incident: row.doc, history: history.reverse(), alerts: alerts.map((one) => one.doc) };
  });
}
