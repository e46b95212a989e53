import { PermanentError, RetryableError, type OrgId } from '@redoubt/contracts';
import { appendAudit } from './audit/append-audit.ts';
import type { AuditActor } from './audit/audit-entry.ts';
import { HOLD_LOCK, LOCK_SPACE } from './advisory-locks.ts';
import type { Database, TransactionOptions } from './database.ts';
import type { Session } from './session.ts';

/** A decision that what an organisation has may not be forgotten. */
export interface LegalHold {
  holdId: string;
  orgId: OrgId;
  reason: string;
  placedBy: string;
  placedAtMs: number;
  /** Absent while it is in force. */
  released?: { by: string; atMs: number; reason: string };
}

const MAX_LISTED = 1_000;

/**
 * Binds whatever forgets from the moment it resolves, a run under way included: it waits for the step that such a run is at.
 *
 * @throws PermanentError when one is in force already, or there is no such organisation
 */
export async function placeHold(
  database: Database,
  orgId: OrgId,
  by: AuditActor & { reason: string },
): Promise<LegalHold> {
  return database.transaction(async (session) => {
    await session.query(`SET LOCAL lock_timeout = '30s'`);
    await session.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_SPACE, HOLD_LOCK]);
    const [org] = await session.query('SELECT 1 FROM organizations WHERE id = $1 FOR UPDATE', [orgId]);
    if (!org) throw new PermanentError(`there is no organisation ${orgId}`);
    const [row] = await session.query<HoldRow>(
      `INSERT INTO legal_holds (org_id, reason, placed_by) VALUES ($1, $2, $3)
       ON CONFLICT (org_id) WHERE released_at IS NULL DO NOTHING RETURNING ${COLUMNS}`,
      [orgId, by.reason, by.name],
    );
    if (!row) throw new PermanentError('a hold is in force already');
    await audit(session, orgId, by, 'retention.held', row.hold_id);
    return holdOf(row);
  });
}

/** From the next run of retention on, what is past its time is forgotten. @throws PermanentError when none is in force */
export async function releaseHold(
  database: Database,
  orgId: OrgId,
  by: AuditActor & { reason: string },
): Promise<LegalHold> {
  return database.transaction(async (session) => {
    const [row] = await session.query<HoldRow>(
      `UPDATE legal_holds SET released_at = now(), released_by = $2, release_reason = $3
       WHERE org_id = $1 AND released_at IS NULL RETURNING ${COLUMNS}`,
      [orgId, by.name, by.reason],
    );
    if (!row) throw new PermanentError('no hold is in force');
    await audit(session, orgId, by, 'retention.released', row.hold_id);
    return holdOf(row);
  });
}

/** Holds, those in force first, then the newest; of one organisation when named. */
export async function listHolds(database: Database, orgId?: OrgId): Promise<LegalHold[]> {
  const rows = await database.query<HoldRow>(
    `SELECT ${COLUMNS} FROM legal_holds WHERE $1::uuid IS NULL OR org_id = $1
     ORDER BY released_at IS NOT NULL, placed_at DESC LIMIT ${MAX_LISTED}`,
    [orgId ?? null],
  );
  return rows.map(holdOf);
}

/** Organisations of which nothing may be forgotten now. */
export async function heldOrgs(database: Pick<Database, 'query'>): Promise<OrgId[]> {
  const rows = await database.query<{ org_id: OrgId }>('SELECT org_id FROM legal_holds WHERE released_at IS NULL');
  return rows.map((row) => row.org_id);
}

/**
 * Runs one step of forgetting in a transaction: no hold comes into force before it has ended.
 *
 * @param work  gets the organisations under a hold
 */
export async function underHolds<T>(
  database: Database,
  work: (session: Session, held: readonly OrgId[]) => Promise<T>,
  { role }: Pick<TransactionOptions, 'role'> = {},
): Promise<T> {
  return database.transaction(async (session) => {
    await session.query('SELECT pg_advisory_xact_lock_shared($1, $2)', [LOCK_SPACE, HOLD_LOCK]);
    const held = await heldOrgs(session);
    if (role !== undefined) await session.query(`SET LOCAL ROLE ${role}`);
    return work(session, held);
  });
}

/** @throws RetryableError when a table of events has rows of one of the organisations */
export async function refuseHeld(session: Session, table: string, held: readonly OrgId[]): Promise<void> {
  if (!(await hasRowsOf(session, table, held))) return;
  throw new RetryableError('an organisation in it has come under a hold');
}

/** Looks a table of events up in its index. */
export async function hasRowsOf(
  database: Pick<Database, 'query'>,
  table: string,
  orgIds: readonly OrgId[],
): Promise<boolean> {
  if (orgIds.length === 0) return false;
  const rows = await database.query(`SELECT 1 FROM ${table} WHERE org_id = ANY ($1::uuid[]) LIMIT 1`, [orgIds]);
  return rows.length > 0;
}

const COLUMNS = 'hold_id, org_id, reason, placed_by, placed_at, released_by, released_at, release_reason';

interface HoldRow {
  hold_id: string;
  org_id: OrgId;
  reason: string;
  placed_by: string;
  placed_at: Date;
  released_by: string | null;
  released_at: Date | null;
  release_reason: string | null;
}

function holdOf(row: HoldRow): LegalHold {
  return {
    ...{ holdId: row.hold_id, orgId: row.org_id, reason: row.reason },
    ...{ placedBy: row.placed_by, placedAtMs: row.placed_at.getTime() },
    ...(row.released_at === null
      ? {}
      : { released: { by: row.released_by ?? '', atMs: row.released_at.getTime(), reason: row.release_reason ?? '' } }),
  };
}

async function audit(
  session: Session,
  orgId: OrgId,
  actor: AuditActor & { reason: string },
  action: string,
  holdId: string,
): Promise<void> {
  await appendAudit(session, {
    orgId,
    actor,
    action,
    target: { kind: 'hold', id: holdId },
    after: { reason: actor.reason },
  });
}
