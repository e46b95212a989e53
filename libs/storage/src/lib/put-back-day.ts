import type { Database } from './database.ts';
import { partitionName, takenOffName, type Day } from './event-days.ts';
import { boundsOf, lockPartitions } from './event-partitions.ts';
import type { Session } from './session.ts';

/** Reading a full day takes its time. */
const TIMEOUT_MS = 4 * 3_600_000;
const CHECK = 'rows_of_the_day';

/**
 * Makes a day that was taken off `events` a partition again; where a new one came into being meanwhile, its rows go into
 * it first, those that are there already left out. Writers of the day wait while rows of a new partition are copied.
 *
 * @throws RetryableError when readers or writers do not leave the tables within 2 s; the day is as it was then
 */
export async function putBackDay(database: Database, day: Day): Promise<void> {
  const { from, to } = boundsOf(day);
  const [table, takenOff] = [partitionName(day), takenOffName(day)];
  await inTransaction(database, async (session) => {
    // With it ATTACH need not read the table, while `events` is locked.
    await session.query(`ALTER TABLE ${takenOff} DROP CONSTRAINT IF EXISTS ${CHECK}`);
    await session.query(
      `ALTER TABLE ${takenOff} ADD CONSTRAINT ${CHECK}
       CHECK (received_at IS NOT NULL AND received_at >= '${from}' AND received_at < '${to}')`,
    );
  });
  await inTransaction(database, async (session) => {
    await session.query("SET LOCAL lock_timeout = '2s'");
    const [found] = await session.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [table]);
    if (found?.exists) await moveRows(session, table, takenOff);
    await lockPartitions(session);
    if (found?.exists) {
      await session.query(`ALTER TABLE events DETACH PARTITION ${table}`);
      await session.query(`DROP TABLE ${table}`);
    }
    await session.query(`ALTER TABLE ${takenOff} RENAME TO ${table}`);
    await session.query(`ALTER TABLE events ATTACH PARTITION ${table} FOR VALUES FROM ('${from}') TO ('${to}')`);
    await session.query(`ALTER TABLE ${table} DROP CONSTRAINT ${CHECK}`);
  });
}

/** What was brought back from an archive may be in both. */
async function moveRows(session: Session, from: string, to: string): Promise<void> {
  await session.query(`LOCK TABLE ${from} IN SHARE MODE`);
  await session.query(
    `INSERT INTO ${to} SELECT * FROM ${from} AS one WHERE NOT EXISTS (
       SELECT 1 FROM ${to} AS held
       WHERE held.org_id = one.org_id AND held.event_time = one.event_time AND held.event_id = one.event_id)`,
  );
}

async function inTransaction(database: Database, work: (session: Session) => Promise<void>): Promise<void> {
  await database.session(
    async (session) => {
      await session.query('BEGIN');
      try {
        await session.query('SET LOCAL statement_timeout = 0');
        await work(session);
        await session.query('COMMIT');
      } catch (error) {
        await session.query('ROLLBACK');
        throw error;
      }
    },
    { timeoutMs: TIMEOUT_MS },
  );
}
