import { forgetAlerts } from './alert-retention.ts';
import type { Database } from './database.ts';
import { dayOf, partitionName, type Day } from './event-days.ts';
import { LOCK_SPACE, type EventPartitions } from './event-partitions.ts';
import { forgetScores } from './scores/score-retention.ts';
import type { Session } from './session.ts';

const RETENTION_LOCK = 3;

export interface RetentionOptions {
  database: Database;
  partitions: EventPartitions;
  nowMs: number;
  /** Partitions of this many days before and after today are made. */
  daysBack?: number;
  daysAhead?: number;
  /** Rows of one DELETE. */
  deleteBatchRows?: number;
  /** Most rows deleted in one run; the next run goes on. */
  deleteMaxRows?: number;
  /** Retention of the ledger and of remembered refusals. */
  ledgerDays?: number;
  /** Applies when no organisation says otherwise. */
  defaultRetentionDays?: number;
}

export interface RetentionReport {
  droppedDays: Day[];
  deletedRows: number;
  /** Alerts and incidents, with their histories. */
  forgottenAlerts: number;
}

/**
 * Makes partitions ahead and forgets what is past its retention.
 *
 * A day goes as a whole once every organisation's retention has passed; before that, rows of organisations with a
 * shorter retention are deleted in bounded batches. A day counts from its end, so a row lives at most one day longer.
 * Only one process does this at a time.
 *
 * @returns undefined when another process is at it
 */
export async function maintainEvents(options: RetentionOptions): Promise<RetentionReport | undefined> {
  const { database, partitions, nowMs } = options;
  await partitions.ensureAround(nowMs, options.daysBack ?? 1, options.daysAhead ?? 3);
  const underLock = async (session: Session): Promise<RetentionReport | undefined> => {
    const [lock] = await session.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', [
      LOCK_SPACE,
      RETENTION_LOCK,
    ]);
    if (!lock?.held) return undefined;
    try {
      return await forget(options);
    } finally {
      await session.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_SPACE, RETENTION_LOCK]);
    }
  };
  return database.session(underLock, { timeoutMs: 3_600_000 });
}

async function forget(options: RetentionOptions): Promise<RetentionReport> {
  const { database, partitions, nowMs } = options;
  const byRetention = await orgsByRetention(database);
  const longestDays = byRetention.at(-1)?.days ?? options.defaultRetentionDays ?? 30;
  const today = dayOf(nowMs);
  const report: RetentionReport = { droppedDays: [], deletedRows: 0, forgottenAlerts: 0 };
  for (const day of await partitions.list()) {
    if (day < today - longestDays) {
      await partitions.drop(day);
      report.droppedDays.push(day);
      continue;
    }
    const expired = byRetention.filter((group) => day < today - group.days).flatMap((group) => group.orgIds);
    if (expired.length > 0) await deleteRows(options, report, day, expired);
  }
  await database.query("DELETE FROM future_event_days WHERE day < date '1970-01-01' + $1::int", [today - longestDays]);
  const limits = { batchRows: options.deleteBatchRows ?? 5_000, maxRows: options.deleteMaxRows ?? 500_000 };
  report.forgottenAlerts = await forgetAlerts(database, nowMs, byRetention, limits);
  await forgetScores(database, nowMs, byRetention, limits);
  await forgetLedger(database, nowMs, options.ledgerDays ?? 7);
  return report;
}

async function orgsByRetention(database: Database): Promise<{ days: number; orgIds: string[] }[]> {
  const rows = await database.query<{ days: number; org_ids: string[] }>(
    `SELECT retention_days AS days, array_agg(id::text) AS org_ids FROM organizations
     GROUP BY retention_days ORDER BY retention_days`,
  );
  return rows.map((row) => ({ days: row.days, orgIds: row.org_ids }));
}

async function deleteRows(
  options: RetentionOptions,
  report: RetentionReport,
  day: Day,
  orgIds: string[],
): Promise<void> {
  const batchRows = options.deleteBatchRows ?? 5_000;
  const maxRows = options.deleteMaxRows ?? 500_000;
  const table = partitionName(day);
  while (report.deletedRows < maxRows) {
    const rows = await options.database.query<{ count: number }>(
      `WITH gone AS (
         DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE org_id = ANY ($1::uuid[]) LIMIT $2))
         RETURNING 1)
       SELECT count(*)::int AS count FROM gone`,
      [orgIds, batchRows],
    );
    const count = rows[0]?.count ?? 0;
    report.deletedRows += count;
    if (count < batchRows) return;
  }
}

async function forgetLedger(database: Database, nowMs: number, days: number): Promise<void> {
  const before = (nowMs - days * 86_400_000) / 1000;
  await database.query('DELETE FROM ledger_minutes WHERE minute < to_timestamp($1)', [before]);
  await database.query('DELETE FROM refused_events WHERE refused_at < to_timestamp($1)', [before]);
}
