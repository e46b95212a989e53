import { randomUUID } from 'node:crypto';
import { PermanentError, type OrgId } from '@redoubt/contracts';
import { appendAudit } from '../audit/append-audit.ts';
import type { AuditActor } from '../audit/audit-entry.ts';
import type { Database } from '../database.ts';
import { asReader } from '../reader.ts';
import type { Session } from '../session.ts';

/** One indicator of a list, as it is stored; what it names is in one spelling. */
export interface IntelRow {
  kind: string;
  value: string;
  threat?: string;
  /** 0 to 100. */
  confidence?: number;
  /** Epoch ms. */
  validUntilMs?: number;
}

/** A list without its indicators. */
export interface IntelList {
  listId: string;
  name: string;
  format: string;
  /** Where it came from: a file name or an address. */
  source: string;
  indicators: number;
  importedAtMs: number;
  importedBy: string;
}

export interface NewIntelList {
  orgId: OrgId;
  name: string;
  format: string;
  source: string;
  indicators: readonly IntelRow[];
  actor: AuditActor;
}

/** Most lists of one organisation. */
export const MAX_INTEL_LISTS = 100;
const CHUNK = 5_000;
const READ_TIMEOUT_MS = 60_000;

/**
 * Stores a list, in place of the one of the same name, in one transaction; audited.
 *
 * @throws PermanentError when there are too many lists
 */
export async function saveIntelList(
  database: Database,
  list: NewIntelList,
): Promise<{ listId: string; isNew: boolean }> {
  const { orgId, name, actor } = list;
  return asWriter(database, orgId, async (session) => {
    // One import of an organisation after the other: a list is never half of one and half of another.
    await session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 17))', [orgId]);
    const [known] = await session.query<{ list_id: string; indicators: number }>(
      'DELETE FROM intel_lists WHERE org_id = $1 AND name = $2 RETURNING list_id, indicators',
      [orgId, name],
    );
    const listId = known?.list_id ?? randomUUID();
    await insertList(session, listId, list);
    for (let at = 0; at < list.indicators.length; at += CHUNK) {
      await insertIndicators(session, orgId, listId, list.indicators.slice(at, at + CHUNK));
    }
    const after = { name, format: list.format, source: list.source, indicators: list.indicators.length };
    const before = known === undefined ? {} : { before: { name, indicators: known.indicators } };
    const target = { kind: 'intel_list', id: listId };
    await appendAudit(session, { orgId, actor, action: 'intel.imported', target, ...before, after });
    await raiseVersion(session, orgId);
    return { listId, isNew: known === undefined };
  });
}

/** @returns false when there is no such list */
export async function removeIntelList(
  database: Database,
  { orgId, name, actor }: { orgId: OrgId; name: string; actor: AuditActor },
): Promise<boolean> {
  return asWriter(database, orgId, async (session) => {
    const [row] = await session.query<{ list_id: string; indicators: number }>(
      'DELETE FROM intel_lists WHERE org_id = $1 AND name = $2 RETURNING list_id, indicators',
      [orgId, name],
    );
    if (row === undefined) return false;
    const target = { kind: 'intel_list', id: row.list_id };
    const before = { name, indicators: row.indicators };
    await appendAudit(session, { orgId, actor, action: 'intel.removed', target, before });
    await raiseVersion(session, orgId);
    return true;
  });
}

interface ListRow {
  list_id: string;
  name: string;
  format: string;
  source: string;
  indicators: number;
  imported_at: Date;
  imported_by: string;
}

/** Lists of an organisation by name. */
export async function listIntelLists(database: Database, orgId: OrgId): Promise<IntelList[]> {
  const rows = await asReader(database, orgId, (session) =>
    session.query<ListRow>(
      `SELECT list_id, name, format, source, indicators, imported_at, imported_by FROM intel_lists
       WHERE org_id = $1 ORDER BY name`,
      [orgId],
    ),
  );
  return rows.map((row) => ({
    listId: row.list_id,
    name: row.name,
    format: row.format,
    source: row.source,
    indicators: row.indicators,
    importedAtMs: row.imported_at.getTime(),
    importedBy: row.imported_by,
  }));
}

function asWriter<T>(database: Database, orgId: OrgId, work: (session: Session) => Promise<T>): Promise<T> {
  return database.transaction(work, { role: 'redoubt_writer', orgId, statementTimeoutMs: READ_TIMEOUT_MS });
}

/** Whoever matches events against the lists sees by it that they changed. */
export async function raiseVersion(session: Session, orgId: OrgId): Promise<void> {
  await session.query(
    `INSERT INTO intel_versions (org_id, version) VALUES ($1, 1)
     ON CONFLICT (org_id) DO UPDATE SET version = intel_versions.version + 1`,
    [orgId],
  );
}

async function insertList(session: Session, listId: string, list: NewIntelList): Promise<void> {
  const { orgId, name, format, source, indicators, actor } = list;
  const [count] = await session.query<{ lists: string }>(
    'SELECT count(*) AS lists FROM intel_lists WHERE org_id = $1',
    [orgId],
  );
  if (Number(count?.lists) >= MAX_INTEL_LISTS) throw new PermanentError(`there are ${MAX_INTEL_LISTS} lists already`);
  await session.query(
    `INSERT INTO intel_lists (org_id, list_id, name, format, source, indicators, imported_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [orgId, listId, name, format, source, indicators.length, `${actor.kind}:${actor.name}`],
  );
}

export async function insertIndicators(
  session: Session,
  orgId: OrgId,
  listId: string,
  rows: readonly IntelRow[],
): Promise<void> {
  await session.query(
    `INSERT INTO intel_indicators (org_id, list_id, kind, value, threat, confidence, valid_until)
     SELECT $1, $2, kind, value, threat, confidence, to_timestamp(valid_until / 1000)
     FROM unnest($3::text[], $4::text[], $5::text[], $6::smallint[], $7::float8[])
       AS given (kind, value, threat, confidence, valid_until)`,
    [
      ...[orgId, listId, rows.map(({ kind }) => kind), rows.map(({ value }) => value)],
      rows.map(({ threat }) => threat?.replaceAll('\0', '') ?? null),
      rows.map(({ confidence }) => confidence ?? null),
      rows.map(({ validUntilMs }) => validUntilMs ?? null),
    ],
  );
}
