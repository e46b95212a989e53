import type { OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import type { Session } from './session.ts';

/** Runs `work` in a read-only transaction that sees the rows of one organisation. */
export function asReader<T>(
  database: Database,
  orgId: OrgId,
  work: (session: Session) => Promise<T>,
  timeoutMs = 5_000,
): Promise<T> {
  return database.transaction(work, {
    role: 'redoubt_reader',
    orgId,
    isReadOnly: true,
    statementTimeoutMs: timeoutMs,
  });
}
