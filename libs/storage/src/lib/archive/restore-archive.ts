import type { OrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { dayOf, partitionName } from '../event-days.ts';
import { EventPartitions } from '../event-partitions.ts';
import type { Session } from '../session.ts';
import type { ArchiveManifest } from './archive-manifest.ts';
import { archivedLines, verifyArchive } from './verify-archive.ts';

/** Rows go back together up to either bound; one that is larger than the second goes alone. */
const BATCH_ROWS = 2_000;
const BATCH_CHARS = 4 * 1024 * 1024;
const TIMEOUT_MS = 4 * 3_600_000;

export interface RestoreOptions {
  database: Database;
  folder: string;
  /** Of this organisation alone. */
  orgId?: OrgId;
  /** Retention leaves the day alone until then, epoch ms. */
  keepUntilMs: number;
  /** Who brings it back. */
  by: string;
}

/**
 * Brings the rows of a day's archives back into its partition, all or none, after every archive was verified. Rows that
 * are there already stay and are not added again, so it may be repeated.
 *
 * @returns number of rows that came back
 * @throws PermanentError when an archive is not as it was written
 */
export async function restoreArchives(options: RestoreOptions, manifests: readonly ArchiveManifest[]): Promise<number> {
  const { database, folder, orgId, keepUntilMs, by } = options;
  for (const manifest of manifests) await verifyArchive(folder, manifest);
  const [first] = manifests;
  if (first === undefined) return 0;
  const day = dayOf(Date.parse(`${first.day}T00:00:00Z`));
  const table = partitionName(day);
  return database.session(
    async (session) => {
      // Before the partition comes back: retention may run at any moment.
      await session.query(
        `INSERT INTO restored_days (day, keep_until, restored_by) VALUES ($1, to_timestamp($2), $3)
         ON CONFLICT (day) DO UPDATE SET keep_until = greatest(restored_days.keep_until, excluded.keep_until),
           restored_by = excluded.restored_by, restored_at = now()`,
        [first.day, keepUntilMs / 1_000, by],
      );
      await new EventPartitions(database).ensure([day]);
      await session.query('BEGIN');
      try {
        // Nobody else may bring the same rows back meanwhile.
        await session.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
        let rows = 0;
        for (const manifest of manifests) {
          if (orgId !== undefined && manifest.organizations[orgId] === undefined) continue;
          rows += await insertAll(session, table, archivedLines(folder, manifest), orgId);
        }
        await session.query('UPDATE restored_days SET rows = rows + $2 WHERE day = $1', [first.day, rows]);
        await session.query('COMMIT');
        return rows;
      } catch (error) {
        await session.query('ROLLBACK');
        throw error;
      }
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

async function insertAll(
  session: Session,
  table: string,
  lines: AsyncIterable<string>,
  orgId: OrgId | undefined,
): Promise<number> {
  let rows = 0;
  let batch: string[] = [];
  let batchChars = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const [done] = await session.query<{ count: number }>(
      `WITH added AS (
         INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::events, $1::json) AS one
         WHERE ($2::uuid IS NULL OR one.org_id = $2) AND NOT EXISTS (
           SELECT 1 FROM ${table} AS held
           WHERE held.org_id = one.org_id AND held.event_time = one.event_time AND held.event_id = one.event_id)
         RETURNING 1)
       SELECT count(*)::int AS count FROM added`,
      [`[${batch.join(',')}]`, orgId ?? null],
    );
    rows += done?.count ?? 0;
    [batch, batchChars] = [[], 0];
  };
  for await (const line of lines) {
    if (batchChars + line.length > BATCH_CHARS) await flush();
    batchChars += line.length;
    if (batch.push(line) === BATCH_ROWS) await flush();
  }
  await flush();
  return rows;
}
