import type { Database } from './database.ts';
import type { Session } from './session.ts';

/** Reading a full day takes its time. */
const TIMEOUT_MS = 4 * 3_600_000;

/** Rows of a table, however long it takes to count them. */
export async function countRows(database: Database, table: string): Promise<number> {
  return database.session(
    async (session) => {
      await session.query('BEGIN READ ONLY');
      try {
        return await countRowsIn(session, table);
      } finally {
        await session.query('ROLLBACK');
      }
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** The same as a transaction that is open sees them; its later statements have no time-out either. */
export async function countRowsIn(session: Session, table: string): Promise<number> {
  await session.query('SET LOCAL statement_timeout = 0');
  const [row] = await session.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  return Number(row?.count);
}
