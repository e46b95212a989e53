import type { OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import {
  appendAudit,
  parseActor,
  recordSettingsChange,
  type AuditActor,
  type AuditEntry,
  type Database,
  type Session,
  type SettingsChange,
} from '@redoubt/storage';

/** PostgreSQL holds the record of rules and settings, Redis what the services read of it. */
export interface RulebookDeps {
  database: Database;
  redis: RedisClient;
}

/** In whose name a change is made. */
export interface Author {
  /** `user:<id>`, `api_key:<id>`, or the name of an operator. */
  actor: string;
  /** Where the change was asked for from. */
  address?: string;
  reason?: string;
}

/** Adds what was changed to the audit log; the last step of the transaction that changes it. */
export async function auditChange(
  session: Session,
  by: Author & { orgId: OrgId | null },
  change: Pick<AuditEntry, 'action' | 'target' | 'before' | 'after'>,
): Promise<void> {
  await appendAudit(session, { orgId: by.orgId, actor: auditActorOf(by), ...change });
}

function auditActorOf({ actor, address, reason }: Author): AuditActor {
  return {
    ...parseActor(actor),
    ...(address === undefined ? {} : { address }),
    ...(reason === undefined ? {} : { reason }),
  };
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
