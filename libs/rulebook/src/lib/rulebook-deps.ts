import type { OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { recordSettingsChange, type Database, type Session, type SettingsChange } from '@redoubt/storage';

/** PostgreSQL holds the record of rules and settings, Redis what the services read of it. */
export interface RulebookDeps {
  database: Database;
  redis: RedisClient;
}

/** In whose name a change is made. */
export interface Author {
  actor: string;
}

/** Makes a change and its outbox row in one transaction that can reach the rows of this organisation only. */
export async function changeSettings<T>(
  database: Database,
  change: SettingsChange,
  work: (session: Session, version: number) => Promise<T>,
): Promise<T> {
  return database.transaction(
    async (session) => {
      const version = await recordSettingsChange(session, change);
      return work(session, version);
    },
    { role: 'redoubt_writer', orgId: change.orgId },
  );
}

/** Reads the rows of one organisation. */
export async function readSettings<T>(
  database: Database,
  orgId: OrgId,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return database.transaction(work, { role: 'redoubt_reader', orgId, isReadOnly: true, statementTimeoutMs: 5_000 });
}
