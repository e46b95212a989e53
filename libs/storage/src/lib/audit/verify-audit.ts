import { RetryableError, type OrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { AUDIT_COLUMNS, auditRecordOf, chainOf, type AuditRecord, type AuditRow } from './audit-entry.ts';
import { auditHash, FIRST_PREV_HASH } from './audit-hash.ts';
import { readAudit } from './list-audit.ts';

/** Where a chain ended at some time; kept elsewhere, it proves that nothing before it was rewritten since. */
export interface AuditAnchor {
  seq: number;
  /** Hex. */
  hash: string;
}

/**
 * `missing`: no row has the number. `changed`: the row is not what was hashed. `relinked`: it does not follow the row
 * before it. `cut_off`: the chain ends before its recorded end. `rewritten`: sound in itself, yet not the chain of the
 * recorded end or of the anchor.
 */
export type AuditFault = 'missing' | 'changed' | 'relinked' | 'cut_off' | 'rewritten';

export type AuditVerdict =
  | { isSound: true; entries: number; head: AuditAnchor }
  | { isSound: false; entries: number; fault: AuditFault; seq: number };

const PAGE = 1_000;
const START: AuditAnchor = { seq: 0, hash: FIRST_PREV_HASH };

/**
 * Recomputes a chain from its beginning and names the first row at fault. Entries added meanwhile are not looked at.
 *
 * A chain proves nothing against somebody who can rewrite all of it and its recorded end: keep `head` elsewhere from
 * time to time and give it as `anchor`.
 *
 * @throws RetryableError  PostgreSQL is away, or `signal` was aborted
 */
export async function verifyAudit(
  database: Database,
  orgId: OrgId | null,
  options: { anchor?: AuditAnchor; signal?: AbortSignal } = {},
): Promise<AuditVerdict> {
  const { anchor } = options;
  const head = await readHead(database, orgId);
  if (head === 'lost') return { isSound: false, entries: 0, fault: 'rewritten', seq: 1 };
  if (anchor && anchor.seq === head.seq && anchor.hash !== head.hash) {
    return { isSound: false, entries: 0, fault: 'rewritten', seq: head.seq };
  }
  const known = new Map([...(anchor ? [anchor] : []), head].map((one) => [one.seq, one.hash]));
  let last: AuditAnchor = START;
  for (;;) {
    if (options.signal?.aborted) throw new RetryableError('the check was given up');
    const rows = await readAfter(database, orgId, last.seq, head.seq);
    for (const row of rows) {
      const fault = faultOf(row, last, known.get(row.seq));
      if (fault) return { isSound: false, entries: last.seq, fault, seq: fault === 'missing' ? last.seq + 1 : row.seq };
      last = { seq: row.seq, hash: row.hash };
    }
    if (rows.length === PAGE) continue;
    if (last.seq < Math.max(head.seq, anchor?.seq ?? 0)) {
      return { isSound: false, entries: last.seq, fault: 'cut_off', seq: last.seq + 1 };
    }
    return { isSound: true, entries: last.seq, head: last };
  }
}

function faultOf(row: AuditRecord, last: AuditAnchor, knownHash: string | undefined): AuditFault | undefined {
  if (row.seq !== last.seq + 1) return 'missing';
  if (row.prevHash !== last.hash) return 'relinked';
  if (auditHash(row) !== row.hash) return 'changed';
  return knownHash !== undefined && knownHash !== row.hash ? 'rewritten' : undefined;
}

/** The recorded end; `lost` when rows are there and it is not. */
async function readHead(database: Database, orgId: OrgId | null): Promise<AuditAnchor | 'lost'> {
  const chain = [chainOf(orgId)];
  return readAudit(database, orgId, async (session) => {
    const [row] = await session.query<{ seq: string; hash: Buffer }>(
      'SELECT seq, hash FROM audit_heads WHERE org_id = $1',
      chain,
    );
    if (row) return { seq: Number(row.seq), hash: row.hash.toString('hex') };
    const rows = await session.query('SELECT 1 FROM audit_log WHERE org_id = $1 LIMIT 1', chain);
    return rows.length > 0 ? 'lost' : START;
  });
}

async function readAfter(
  database: Database,
  orgId: OrgId | null,
  afterSeq: number,
  toSeq: number,
): Promise<AuditRecord[]> {
  const rows = await readAudit(database, orgId, (session) =>
    session.query<AuditRow>(
      `SELECT ${AUDIT_COLUMNS} FROM audit_log WHERE org_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT ${PAGE}`,
      [chainOf(orgId), afterSeq, toSeq],
    ),
  );
  return rows.map(auditRecordOf);
}
