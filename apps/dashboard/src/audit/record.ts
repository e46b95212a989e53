import { appendAudit, type AuditEntry, type Database } from '@redoubt/storage';

/** Writes an entry for something that changes nothing else. @throws RetryableError when it cannot be kept */
export async function recordAudit(database: Pick<Database, 'transaction'>, entry: AuditEntry): Promise<void> {
  await database.transaction((session) => appendAudit(session, entry));
}
