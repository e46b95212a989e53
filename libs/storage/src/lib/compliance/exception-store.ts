import { randomUUID } from 'node:crypto';
import type { Session } from '../session.ts';
import type { Database } from '../database.ts';

/** `waiver`: somebody answers for a check that fails; `attestation`: somebody vouches for what cannot be measured. */
export interface ComplianceException {
  exceptionId: string;
  kind: 'waiver' | 'attestation';
  checkId: string;
  owner: string;
  reason: string;
  createdBy: string;
  /** Epoch ms. */
  createdAtMs: number;
  expiresAtMs: number;
}

interface ExceptionRow {
  exception_id: string;
  kind: ComplianceException['kind'];
  check_id: string;
  owner: string;
  reason: string;
  created_by: string;
  created_ms: number;
  expires_ms: number;
}

const role = 'redoubt_compliance';
const columns = `exception_id, kind, check_id, owner, reason, created_by,
  floor(extract(epoch FROM created_at) * 1000)::float8 AS created_ms,
  floor(extract(epoch FROM expires_at) * 1000)::float8 AS expires_ms`;

/** Those that have neither expired nor been ended. */
export async function openExceptions(database: Database): Promise<ComplianceException[]> {
  const rows = await database.transaction(
    (session) =>
      session.query<ExceptionRow>(
        `SELECT ${columns} FROM compliance_exceptions WHERE ended_at IS NULL AND expires_at > now() ORDER BY created_at DESC LIMIT 500`,
      ),
    { role, isReadOnly: true },
  );
  return rows.map((row) => ({
    ...{ exceptionId: row.exception_id, kind: row.kind, checkId: row.check_id, owner: row.owner, reason: row.reason },
    ...{ createdBy: row.created_by, createdAtMs: row.created_ms, expiresAtMs: row.expires_ms },
  }));
}

/** Adds one, in the transaction that records it (role `redoubt_compliance`). @returns its id */
export async function addException(
  session: Session,
  one: Omit<ComplianceException, 'exceptionId' | 'createdAtMs'>,
): Promise<string> {
  const exceptionId = randomUUID();
  await session.query(
    `INSERT INTO compliance_exceptions (exception_id, kind, check_id, owner, reason, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000))`,
    [exceptionId, one.kind, one.checkId, one.owner, one.reason, one.createdBy, one.expiresAtMs],
  );
  return exceptionId;
}

/** Ends one before its time. @returns its check; undefined when there was none open */
export async function endException(session: Session, exceptionId: string, by: string): Promise<string | undefined> {
  const [row] = await session.query<{ check_id: string }>(
    `UPDATE compliance_exceptions SET ended_at = now(), ended_by = $2
     WHERE exception_id = $1 AND ended_at IS NULL RETURNING check_id`,
    [exceptionId, by],
  );
  return row?.check_id;
}
