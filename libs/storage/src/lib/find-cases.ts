import type { OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { historyEntryOf, HISTORY_COLUMNS, type HistoryEntry, type HistoryRow } from './history-entry.ts';
import { asReader } from './reader.ts';

/** What is looked at: alerts, or incidents. */
export type CaseTable = 'alerts' | 'incidents';

const COLUMNS = {
  alerts: { id: 'alert_id', history: 'alert_history' },
  incidents: { id: 'incident_id', history: 'incident_history' },
} as const;

/** Ids of an organisation's alerts or incidents that begin with `prefix` (hex digits and dashes), in their order. */
export async function findCaseIds(
  database: Database,
  orgId: OrgId,
  table: CaseTable,
  prefix: string,
  limit = 10,
): Promise<string[]> {
  const digits = prefix.toLowerCase().replaceAll('-', '');
  if (!/^[0-9a-f]{1,32}$/.test(digits)) return [];
  const { id } = COLUMNS[table];
  const rows = await asReader(database, orgId, (session) =>
    session.query<{ id: string }>(
      `SELECT ${id} AS id FROM ${table} WHERE org_id = $1 AND ${id} BETWEEN $2::uuid AND $3::uuid ORDER BY ${id} LIMIT $4`,
      [orgId, digits.padEnd(32, '0'), digits.padEnd(32, 'f'), limit],
    ),
  );
  return rows.map((row) => row.id);
}

/** The change that a command made, by the command's id; commands that made none are not there. */
export async function findCommandChanges(
  database: Database,
  orgId: OrgId,
  table: CaseTable,
  commands: readonly { caseId: string; commandId: string }[],
): Promise<Map<string, HistoryEntry<string, string>>> {
  const { id, history } = COLUMNS[table];
  const rows = await asReader(database, orgId, (session) =>
    session.query<HistoryRow>(
      `SELECT ${HISTORY_COLUMNS} FROM ${history}
       WHERE org_id = $1 AND ${id} = ANY ($2::uuid[]) AND command_id = ANY ($3::uuid[]) ORDER BY version`,
      [orgId, commands.map(({ caseId }) => caseId), commands.map(({ commandId }) => commandId)],
    ),
  );
  return new Map(rows.map((row) => [row.command_id ?? '', historyEntryOf(row)]));
}
