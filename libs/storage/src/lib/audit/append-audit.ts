import { createHash } from 'node:crypto';
import { isIpAddress } from '@redoubt/contracts';
import { cleanText, jsonbText } from '../pg-json.ts';
import type { Session } from '../session.ts';
import { chainOf, type AuditEntry, type AuditRecord } from './audit-entry.ts';
import { auditHash, FIRST_PREV_HASH } from './audit-hash.ts';

/** Longer states are not kept but named by size and hash. */
export const MAX_AUDIT_STATE_BYTES = 64 * 1024;
const MAX_REASON = 1_000;
const MAX_NAME = 512;

interface Head {
  seq: string;
  hash: Buffer;
  at_ms: number;
  address: string | null;
}

/**
 * Adds an entry at the end of its chain, in the transaction that makes the change: both happen or neither. It locks
 * the chain, so it comes last in a transaction, and entries of several chains come in one order everywhere: that of
 * no organisation first, then by organisation id.
 *
 * @throws RetryableError or PermanentError of the statement; the change must then not be made
 */
export async function appendAudit(session: Session, entry: AuditEntry): Promise<AuditRecord> {
  const chain = chainOf(entry.orgId);
  const head = await lockHead(session, chain, entry.actor.address);
  const said = {
    orgId: entry.orgId,
    seq: Number(head.seq) + 1,
    atMs: head.at_ms,
    actorKind: entry.actor.kind,
    actor: short(entry.actor.name, MAX_NAME),
    address: head.address,
    action: entry.action,
    targetKind: entry.target.kind,
    targetId: short(entry.target.id, MAX_NAME),
    reason: entry.actor.reason === undefined ? null : short(entry.actor.reason, MAX_REASON),
    before: stateOf(entry.before),
    after: stateOf(entry.after),
    prevHash: head.hash.toString('hex'),
  };
  const record = { ...said, hash: auditHash(said) };
  await insert(session, chain, record);
  return record;
}

async function lockHead(session: Session, chain: string, address: string | undefined): Promise<Head> {
  await session.query(
    'INSERT INTO audit_heads (org_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT (org_id) DO NOTHING',
    [chain, Buffer.from(FIRST_PREV_HASH, 'hex')],
  );
  const isAddress = address !== undefined && isIpAddress(address);
  // The time is taken under the lock, so that it never runs backwards within a chain while the server's clock does not.
  const rows = await session.query<Head>('SELECT seq, hash FROM audit_heads WHERE org_id = $1 FOR UPDATE', [chain]);
  const [now] = await session.query<Pick<Head, 'at_ms' | 'address'>>(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at_ms, host($1::inet) AS address',
    [isAddress ? address : null],
  );
  return { ...(rows[0] as Head), ...(now as Pick<Head, 'at_ms' | 'address'>) };
}

async function insert(session: Session, chain: string, record: AuditRecord): Promise<void> {
  const hash = Buffer.from(record.hash, 'hex');
  await session.query(
    `INSERT INTO audit_log (org_id, seq, at, actor_kind, actor, address, action, target_kind, target_id, reason,
       before, after, prev_hash, hash)
     VALUES ($1, $2, to_timestamp($3::float8 / 1000), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[chain, record.seq, record.atMs, record.actorKind, record.actor, record.address, record.action],
      ...[record.targetKind, record.targetId, record.reason, jsonOf(record.before), jsonOf(record.after)],
      ...[Buffer.from(record.prevHash, 'hex'), hash],
    ],
  );
  await session.query('UPDATE audit_heads SET seq = $2, hash = $3 WHERE org_id = $1', [chain, record.seq, hash]);
}

function short(text: string, most: number): string {
  return cleanText(text.length > most ? `${text.slice(0, most - 1)}…` : text);
}

/** The state as PostgreSQL will give it back, so that it hashes the same then. */
function stateOf(state: unknown): unknown {
  if (state === undefined || state === null) return null;
  const json = jsonbText(state);
  const sizeBytes = Buffer.byteLength(json);
  if (sizeBytes <= MAX_AUDIT_STATE_BYTES) return JSON.parse(json);
  return { isLeftOut: true, sizeBytes, sha256: createHash('sha256').update(json).digest('hex') };
}

function jsonOf(state: unknown): string | null {
  return state === null ? null : JSON.stringify(state);
}
