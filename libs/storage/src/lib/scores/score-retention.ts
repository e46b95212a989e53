import type { Database } from '../database.ts';
import { DAY_MS } from '../event-days.ts';
import { pgSeconds } from '../pg-json.ts';

/** Counts by minute are kept this long: what drift is told by. */
const MINUTES_DAYS = 35;

/**
 * Forgets scores of events that are past their organisation's retention, counted from acceptance, and old counts.
 * Batch by batch, each a transaction.
 *
 * @returns number of scores forgotten
 */
export async function forgetScores(
  database: Database,
  nowMs: number,
  groups: readonly { days: number; orgIds: readonly string[] }[],
  { batchRows, maxRows }: { batchRows: number; maxRows: number },
): Promise<number> {
  let forgotten = 0;
  for (const { days, orgIds } of groups) {
    const before = pgSeconds(nowMs - days * DAY_MS);
    for (let count = batchRows; count === batchRows && forgotten < maxRows; forgotten += count) {
      count = await forgetOnce(database, 'event_scores', 'received_at', [orgIds, before, batchRows]);
    }
    await forgetOnce(database, 'score_minutes', 'minute', [
      orgIds,
      pgSeconds(nowMs - MINUTES_DAYS * DAY_MS),
      batchRows,
    ]);
  }
  return forgotten;
}

async function forgetOnce(
  database: Database,
  table: 'event_scores' | 'score_minutes',
  column: 'received_at' | 'minute',
  values: readonly unknown[],
): Promise<number> {
  const rows = await database.transaction(
    (session) =>
      session.query<{ count: number }>(
        `WITH gone AS (
           DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM ${table} WHERE org_id = ANY ($1::uuid[]) AND ${column} < to_timestamp($2::float8) LIMIT $3))
           RETURNING 1)
         SELECT count(*)::int AS count FROM gone`,
        values,
      ),
    { role: 'redoubt_writer' },
  );
  return rows[0]?.count ?? 0;
}
