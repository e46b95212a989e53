import {
  ALERT_STATUSES,
  SEVERITIES,
  type Alert,
  type AlertChangeKind,
  type AlertStatus,
  type Disposition,
  type OrgId,
  type Severity,
} from '@redoubt/contracts';
import type { Database } from './database.ts';
import { historyEntryOf, HISTORY_COLUMNS, type HistoryEntry, type HistoryRow } from './history-entry.ts';
import { readPage, type CaseFilters, type ListOptions } from './keyset-query.ts';
import { pgSeconds } from './pg-json.ts';
import { asReader } from './reader.ts';

/** All given conditions hold together. */
export interface AlertFilters extends CaseFilters {
  statuses?: readonly AlertStatus[];
  ruleId?: string;
  disposition?: Disposition;
  incidentId?: string;
  /** Only those that a suppression or another alert hides, or only those that none does. */
  isHidden?: boolean;
}

export interface AlertPage {
  alerts: Alert[];
  /** Absent on the last page. */
  nextCursor?: string;
}

export type AlertHistoryEntry = HistoryEntry<AlertChangeKind, AlertStatus> & { count: number };

/** Number of alerts by status and severity; every status and severity is there. */
export type AlertCounts = Record<AlertStatus, Record<Severity, number>>;

/**
 * One page of an organisation's alerts, newest first. An alert that changes while pages are read may move to a page
 * already seen; none that stays as it is is left out.
 *
 * @throws PermanentError  a bad limit, cursor or address
 * @throws RetryableError  PostgreSQL is away or slow
 */
export async function listAlerts(
  database: Database,
  orgId: OrgId,
  filters: AlertFilters = {},
  options: ListOptions = {},
): Promise<AlertPage> {
  const more = (bind: (value: unknown) => string): string[] => {
    const parts: string[] = [];
    if (filters.ruleId !== undefined) parts.push(`rule_id = ${bind(filters.ruleId)}`);
    if (filters.disposition !== undefined) parts.push(`disposition = ${bind(filters.disposition)}`);
    if (filters.incidentId !== undefined) parts.push(`incident_id = ${bind(filters.incidentId)}::uuid`);
    if (filters.isHidden === true) parts.push('(suppressed_by IS NOT NULL OR inhibited_by IS NOT NULL)');
    if (filters.isHidden === false) parts.push('suppressed_by IS NULL AND inhibited_by IS NULL');
    return parts;
  };
  const page = await readPage<Alert>(database, { table: 'alerts', id: 'alert_id', orgId, filters, options, more });
  return page.nextCursor === undefined ? { alerts: page.docs } : { alerts: page.docs, nextCursor: page.nextCursor };
}

/** An alert with its newest `historyLimit` changes, oldest first; undefined when there is none. */
export async function getAlert(
  database: Database,
  orgId: OrgId,
  alertId: string,
  options: { historyLimit?: number } = {},
): Promise<{ alert: Alert; history: AlertHistoryEntry[] } | undefined> {
  return asReader(database, orgId, async (session) => {
    const where = 'org_id = $1 AND alert_id = $2';
    const [row] = await session.query<{ doc: Alert }>(`SELECT doc FROM alerts WHERE ${where}`, [orgId, alertId]);
    if (!row) return undefined;
    const rows = await session.query<HistoryRow & { count: string }>(
      `SELECT ${HISTORY_COLUMNS}, count FROM alert_history WHERE ${where} ORDER BY version DESC, at DESC LIMIT $3`,
      [orgId, alertId, options.historyLimit ?? 1_000],
    );
    const history = rows.map((one) => ({
      ...historyEntryOf<AlertChangeKind, AlertStatus>(one),
      count: Number(one.count),
    }));
    return { alert: row.doc, history: history.reverse() };
  });
}

/** How many alerts stand where; with `sinceMs` only those that changed since then. */
export async function alertCounts(
  database: Database,
  orgId: OrgId,
  options: { sinceMs?: number } = {},
): Promise<AlertCounts> {
  const counts = Object.fromEntries(
    ALERT_STATUSES.map((status) => [status, Object.fromEntries(SEVERITIES.map((severity) => [severity, 0]))]),
  ) as AlertCounts;
  const since = options.sinceMs === undefined ? null : pgSeconds(options.sinceMs);
  const rows = await asReader(database, orgId, (session) =>
    session.query<{ status: AlertStatus; severity: number; count: string }>(
      `SELECT status, severity, count(*) AS count FROM alerts
       WHERE org_id = $1 AND ($2::float8 IS NULL OR updated_at >= to_timestamp($2)) GROUP BY status, severity`,
      [orgId, since],
    ),
  );
  for (const row of rows) counts[row.status][SEVERITIES[row.severity] ?? 'informational'] = Number(row.count);
  return counts;
}
