import type { OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { partitionName, type Day } from './event-days.ts';
import { underHolds } from './legal-holds.ts';
import type { RetentionOptions, RetentionReport } from './retention-options.ts';

/**
 * Deletes a day's rows of some organisations in bounded batches, nothing of those under a hold. Which organisations have
 * rows, and the rows of each, come from the index: a day that is kept for others is never read from end to end.
 */
export async function deleteRows(
  options: RetentionOptions,
  report: RetentionReport,
  day: Day,
  isPast: (orgId: OrgId) => boolean,
): Promise<void> {
  const { database, signal, deleteBatchRows: batchRows = 5_000, deleteMaxRows: maxRows = 500_000 } = options;
  const table = partitionName(day);
  for (const orgId of (await orgsIn(database, table)).filter(isPast)) {
    for (let count = batchRows; count === batchRows;) {
      if (report.deletedRows >= maxRows || signal?.aborted === true) return;
      count = await deleteBatch(database, table, orgId, batchRows);
      report.deletedRows += count;
    }
  }
}

async function deleteBatch(database: Database, table: string, orgId: OrgId, batchRows: number): Promise<number> {
  return underHolds(database, async (session, held) => {
    if (held.includes(orgId)) return 0;
    const [row] = await session.query<{ count: number }>(
      `WITH gone AS (
         DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM ${table} WHERE org_id = $1 ORDER BY event_time LIMIT $2))
         RETURNING 1)
       SELECT count(*)::int AS count FROM gone`,
      [orgId, batchRows],
    );
    return row?.count ?? 0;
  });
}

/** Organisations with rows in a table of events: one look into the index for each. */
async function orgsIn(database: Database, table: string): Promise<OrgId[]> {
  const rows = await database.query<{ org_id: OrgId }>(
    `WITH RECURSIVE found AS (
       (SELECT org_id FROM ${table} ORDER BY org_id LIMIT 1)
       UNION ALL
       SELECT (SELECT org_id FROM ${table} WHERE org_id > found.org_id ORDER BY org_id LIMIT 1)
       FROM found WHERE found.org_id IS NOT NULL)
     SELECT org_id FROM found WHERE org_id IS NOT NULL`,
  );
  return rows.map((row) => row.org_id);
}

/** The ledger, and what is remembered of refused events, from before some days ago. */
export async function forgetLedger(database: Database, nowMs: number, days: number): Promise<void> {
  const before = (nowMs - days * 86_400_000) / 1000;
  await underHolds(database, async (session, held) => {
    const values = [before, held];
    await session.query(
      'DELETE FROM ledger_minutes WHERE minute < to_timestamp($1) AND org_id <> ALL ($2::uuid[])',
      values,
    );
    await session.query(
      'DELETE FROM refused_events WHERE refused_at < to_timestamp($1) AND org_id <> ALL ($2::uuid[])',
      values,
    );
  });
}
