import type { OrgId } from '@redoubt/contracts';
import { LOCK_SPACE, RETENTION_LOCK } from './advisory-locks.ts';
import { forgetAlerts } from './alert-retention.ts';
import type { Database } from './database.ts';
import { deleteRows, forgetLedger } from './delete-rows.ts';
import { dayOf, type Day } from './event-days.ts';
import { heldOrgs, underHolds } from './legal-holds.ts';
import { letGo, letGoTakenOff, type RetentionRun } from './let-go.ts';
import type { RetentionOptions, RetentionReport } from './retention-options.ts';
import { forgetScores } from './scores/score-retention.ts';
import type { Session } from './session.ts';

export type { RetentionOptions, RetentionReport };

/**
 * Makes partitions ahead and forgets what is past its retention.
 *
 * A day goes as a whole once every organisation's retention has passed; before that, rows of organisations with a
 * shorter retention are deleted in bounded batches. A day counts from its end, so a row lives at most one day longer.
 * Nothing of an organisation under a legal hold goes: a day that has rows of it stays, without the rows of the others.
 * With a folder for archives a day is dropped only once its archive was verified; a day where that fails is tried again
 * at the next run and stops no other. Only one process does this at a time.
 *
 * Should the connection that holds the lock be lost, the run ends before its next day, or before it takes off or drops
 * the one it is at, and tells what it did.
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
      const mayGoOn = async (): Promise<boolean> => options.signal?.aborted !== true && (await isLockHeld());
      return await forget({ ...options, mayGoOn });
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

async function forget(options: RetentionRun): Promise<RetentionReport> {
  const { database, partitions, nowMs, mayGoOn } = options;
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
    if (expired.length > 0) await deleteRows(options, report, day, (orgId) => expired.includes(orgId));
  }
  if (!(await mayGoOn())) return report;
  await underHolds(database, (session, heldNow) =>
    session.query(
      `DELETE FROM future_event_days
       WHERE day < date '1970-01-01' + $1::int AND org_id <> ALL ($2::uuid[]) AND day NOT IN (SELECT day FROM restored_days)`,
      [today - longestDays, heldNow],
    ),
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
