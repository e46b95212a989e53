import { toError, type OrgId } from '@redoubt/contracts';
import { forgetAlerts } from './alert-retention.ts';
import { archiveAndDrop, isEmpty } from './archive/archive-and-drop.ts';
import { archiveDay } from './archive/write-archive.ts';
import type { Database } from './database.ts';
import { dayOf, partitionName, takenOffName, type Day } from './event-days.ts';
import { LOCK_SPACE, type EventPartitions } from './event-partitions.ts';
import { heldOrgs } from './legal-holds.ts';
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
  /** Folder in which a day is archived before it is dropped; none: it is gone. */
  archiveFolder?: string;
  /** Ends the run at its next batch of rows; what was not done is done by the next one. */
  signal?: AbortSignal;
}

export interface RetentionReport {
  droppedDays: Day[];
  /** Those of them that were archived, and verified, before. */
  archivedDays: Day[];
  /** Past their time, and kept for organisations under a hold. */
  heldDays: Day[];
  /** Past their time, and still there since they could not be archived or dropped. */
  failedDays: { day: Day; reason: string }[];
  deletedRows: number;
  /** Alerts and incidents, with their histories. */
  forgottenAlerts: number;
}

/**
 * Makes partitions ahead and forgets what is past its retention.
 *
 * A day goes as a whole once every organisation's retention has passed; before that, rows of organisations with a
 * shorter retention are deleted in bounded batches. A day counts from its end, so a row lives at most one day longer.
 * Nothing of an organisation under a legal hold goes: a day that has rows of it stays, without the rows of the others.
 * With a folder for archives a day is dropped only once its archive was verified; a day where that fails is tried again
 * at the next run and stops no other. Only one process does this at a time.
 *
 * Should the connection that holds the lock be lost, the run ends before its next day and tells what it did.
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
    const isLockHeld = (): Promise<boolean> =>
      session.query('SELECT 1').then(
        () => true,
        () => false,
      );
    try {
      return await forget(options, async () => options.signal?.aborted !== true && (await isLockHeld()));
    } finally {
      // The lock goes with the connection; a pool may not lend one that still holds it.
      await session
        .query('SELECT pg_advisory_unlock($1, $2)', [LOCK_SPACE, RETENTION_LOCK])
        .catch(() => session.discard());
    }
  };
  // A day alone may take hours; who lets the lock go meanwhile has two processes write one archive.
  return database.session(underLock, { timeoutMs: Infinity });
}

async function forget(options: RetentionOptions, mayGoOn: () => Promise<boolean>): Promise<RetentionReport> {
  const { database, partitions, nowMs } = options;
  const held = await heldOrgs(database);
  const restored = await restoredDays(database, nowMs);
  const all = await orgsByRetention(database);
  const byRetention = all.map(({ days, orgIds }) => ({ days, orgIds: orgIds.filter((id) => !held.includes(id)) }));
  const longestDays = all.at(-1)?.days ?? options.defaultRetentionDays ?? 30;
  const today = dayOf(nowMs);
  const report: RetentionReport = { ...emptyLists(), deletedRows: 0, forgottenAlerts: 0 };
  for (const day of await partitions.listTakenOff()) {
    if (!(await mayGoOn())) return report;
    await letGoTakenOff(options, report, day, held);
  }
  for (const day of await partitions.list()) {
    if (!(await mayGoOn())) return report;
    const back = restored.get(day);
    if (back?.isKept) continue;
    if (day < today - longestDays) {
      await letGo(options, report, day, { held, restoredRows: back?.rows });
      continue;
    }
    const expired = byRetention.filter((group) => day < today - group.days).flatMap((group) => group.orgIds);
    if (expired.length > 0) await deleteRows(options, report, day, { orgIds: expired });
  }
  if (!(await mayGoOn())) return report;
  await database.query(
    `DELETE FROM future_event_days
     WHERE day < date '1970-01-01' + $1::int AND org_id <> ALL ($2::uuid[]) AND day NOT IN (SELECT day FROM restored_days)`,
    [today - longestDays, held],
  );
  const limits = { batchRows: options.deleteBatchRows ?? 5_000, maxRows: options.deleteMaxRows ?? 500_000 };
  report.forgottenAlerts = await forgetAlerts(database, nowMs, byRetention, limits);
  await forgetScores(database, nowMs, byRetention, limits);
  await forgetLedger(database, nowMs, options.ledgerDays ?? 7);
  return report;
}

function emptyLists(): Pick<RetentionReport, 'droppedDays' | 'archivedDays' | 'heldDays' | 'failedDays'> {
  return { droppedDays: [], archivedDays: [], heldDays: [], failedDays: [] };
}

/** A day that is past everybody's retention. */
async function letGo(
  options: RetentionOptions,
  report: RetentionReport,
  day: Day,
  { held, restoredRows }: { held: readonly OrgId[]; restoredRows: number | undefined },
): Promise<void> {
  const { database, partitions, archiveFolder: folder, signal } = options;
  try {
    if (await hasRowsOf(database, partitionName(day), held)) {
      report.heldDays.push(day);
      await deleteRows(options, report, day, { exceptOrgIds: held });
      return;
    }
    if (folder === undefined) await partitions.drop(day);
    else if (await archiveAndDrop({ ...options, folder }, day, restoredRows)) report.archivedDays.push(day);
    report.droppedDays.push(day);
    await database.query("DELETE FROM restored_days WHERE day = date '1970-01-01' + $1::int", [day]);
  } catch (error) {
    if (signal?.aborted) return;
    // The next run is soon enough, and the other days need not wait for it.
    report.failedDays.push({ day, reason: toError(error).message });
  }
}

/** A day that an earlier run took off `events` and did not drop. */
async function letGoTakenOff(
  options: RetentionOptions,
  report: RetentionReport,
  day: Day,
  held: readonly OrgId[],
): Promise<void> {
  const { database, partitions, archiveFolder: folder, signal } = options;
  const table = takenOffName(day);
  try {
    if (await hasRowsOf(database, table, held)) {
      report.heldDays.push(day);
      return;
    }
    if (folder !== undefined && !(await isEmpty(database, table))) {
      await archiveDay({ ...options, folder }, day, table);
      report.archivedDays.push(day);
    }
    await partitions.dropTakenOff(day);
    report.droppedDays.push(day);
  } catch (error) {
    if (signal?.aborted) return;
    report.failedDays.push({ day, reason: toError(error).message });
  }
}

async function hasRowsOf(database: Database, table: string, orgIds: readonly OrgId[]): Promise<boolean> {
  if (orgIds.length === 0) return false;
  const rows = await database.query(`SELECT 1 FROM ${table} WHERE org_id = ANY ($1::uuid[]) LIMIT 1`, [orgIds]);
  return rows.length > 0;
}

/** Days that were brought back from the archive. */
async function restoredDays(database: Database, nowMs: number): Promise<Map<Day, { isKept: boolean; rows: number }>> {
  const rows = await database.query<{ day: number; is_kept: boolean; rows: string }>(
    "SELECT day - date '1970-01-01' AS day, keep_until > to_timestamp($1) AS is_kept, rows FROM restored_days",
    [nowMs / 1_000],
  );
  return new Map(rows.map((row) => [row.day, { isKept: row.is_kept, rows: Number(row.rows) }]));
}

async function orgsByRetention(database: Database): Promise<{ days: number; orgIds: OrgId[] }[]> {
  const rows = await database.query<{ days: number; org_ids: OrgId[] }>(
    `SELECT retention_days AS days, array_agg(id::text) AS org_ids FROM organizations
     GROUP BY retention_days ORDER BY retention_days`,
  );
  return rows.map((row) => ({ days: row.days, orgIds: row.org_ids }));
}

async function deleteRows(
  options: RetentionOptions,
  report: RetentionReport,
  day: Day,
  whose: { orgIds: readonly OrgId[] } | { exceptOrgIds: readonly OrgId[] },
): Promise<void> {
  const batchRows = options.deleteBatchRows ?? 5_000;
  const maxRows = options.deleteMaxRows ?? 500_000;
  const table = partitionName(day);
  const [condition, orgIds] =
    'orgIds' in whose
      ? ['org_id = ANY ($1::uuid[])', whose.orgIds]
      : ['org_id <> ALL ($1::uuid[])', whose.exceptOrgIds];
  while (report.deletedRows < maxRows && !options.signal?.aborted) {
    const rows = await options.database.query<{ count: number }>(
      `WITH gone AS (
         DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT $2))
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
