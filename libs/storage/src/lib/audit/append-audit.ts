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

/** Rows of one statement. */
const CHUNK = 500;

interface Head {
  seq: string;
  hash: Buffer;
}

/** When an entry is written, and its address as PostgreSQL writes it. */
interface Moment {
  at_ms: number;
  addresses: (string | null)[];
}

/**
 * Adds an entry at the end of its chain, in the transaction that makes the change: both happen or neither. It locks
 * the chain, so it comes last in a transaction, and entries of several chains come in one order everywhere: that of
 * no organisation first, then by organisation id.
 *
 * @throws RetryableError or PermanentError of the statement; the change must then not be made
 */
export async function appendAudit(session: Session, entry: AuditEntry): Promise<AuditRecord> {
  const [record] = await appendAuditAll(session, [entry]);
  return record as AuditRecord;
}

/** The same for several entries of one chain, in their order, with the price of few statements. */
export async function appendAuditAll(session: Session, entries: readonly AuditEntry[]): Promise<AuditRecord[]> {
  const [first] = entries;
  if (!first) return [];
  if (entries.some(({ orgId }) => orgId !== first.orgId))
    throw new TypeError('entries of one chain are added together');
  const chain = chainOf(first.orgId);
  const head = await lockHead(session, chain);
  const moment = await readMoment(session, entries);
  let last = { seq: Number(head.seq), hash: head.hash.toString('hex') };
  const records = entries.map((entry, index) => {
    const record = recordOf(entry, last, { atMs: moment.at_ms, address: moment.addresses[index] ?? null });
    last = record;
    return record;
  });
  for (let at = 0; at < records.length; at += CHUNK) await insert(session, chain, records.slice(at, at + CHUNK));
  const hash = Buffer.from(last.hash, 'hex');
  await session.query('UPDATE audit_heads SET seq = $2, hash = $3 WHERE org_id = $1', [chain, last.seq, hash]);
  return records;
}

async function lockHead(session: Session, chain: string): Promise<Head> {
  await session.query(
    'INSERT INTO audit_heads (org_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT (org_id) DO NOTHING',
    [chain, Buffer.from(FIRST_PREV_HASH, 'hex')],
  );
  const rows = await session.query<Head>('SELECT seq, hash FROM audit_heads WHERE org_id = $1 FOR UPDATE', [chain]);
  return rows[0] as Head;
}

/** Taken under the lock, so that time never runs backwards within a chain while the server's clock does not. */
async function readMoment(session: Session, entries: readonly AuditEntry[]): Promise<Moment> {
  const given = entries.map(({ actor: { address } }) =>
    address !== undefined && isIpAddress(address) ? address : null,
  );
  const [moment] = await session.query<Moment>(
    `SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at_ms, ARRAY(
       SELECT host(address::inet) FROM unnest($1::text[]) WITH ORDINALITY AS given (address, place) ORDER BY place
     ) AS addresses`,
    [given],
  );
  return moment as Moment;
}

function recordOf(
  entry: AuditEntry,
  last: { seq: number; hash: string },
  { atMs, address }: { atMs: number; address: string | null },
): AuditRecord {
  const { orgId, actor, action, target } = entry;
  const said = {
    ...{ orgId, seq: last.seq + 1, atMs, address, action },
    ...{ actorKind: actor.kind, actor: short(actor.name, MAX_NAME) },
    ...{ targetKind: target.kind, targetId: short(target.id, MAX_NAME) },
    reason: actor.reason === undefined ? null : short(actor.reason, MAX_REASON),
    ...{ before: stateOf(entry.before), after: stateOf(entry.after) },
    prevHash: last.hash,
  };
  return { ...said, hash: auditHash(said) };
}

async function insert(session: Session, chain: string, records: readonly AuditRecord[]): Promise<void> {
  await session.query(
    `INSERT INTO audit_log (org_id, seq, at, actor_kind, actor, address, action, target_kind, target_id, reason,
       before, after, prev_hash, hash)
     SELECT $1, seq, to_timestamp("atMs" / 1000), "actorKind", actor, address, action, "targetKind", "targetId", reason,
       before, after, decode("prevHash", 'hex'), decode(hash, 'hex')
     FROM jsonb_to_recordset($2::jsonb) AS given (seq bigint, "atMs" float8, "actorKind" text, actor text, address inet,
       action text, "targetKind" text, "targetId" text, reason text, before jsonb, after jsonb, "prevHash" text, hash text)
     ORDER BY seq`,
    [chain, JSON.stringify(records)],
  );
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
