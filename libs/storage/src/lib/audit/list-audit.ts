import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { pgSeconds } from '../pg-json.ts';
import type { Session } from '../session.ts';
import { AUDIT_COLUMNS, auditRecordOf, chainOf, type AuditRecord, type AuditRow } from './audit-entry.ts';

/** All given conditions hold together. */
export interface AuditFilters {
  actor?: string;
  /** One action, or everything of a kind: `rules.changed`, `rules`. */
  action?: string;
  targetKind?: string;
  targetId?: string;
  /** Inclusive, epoch ms. */
  fromMs?: number;
  /** Exclusive, epoch ms. */
  toMs?: number;
}

export interface AuditPage {
  entries: AuditRecord[];
  /** Absent on the last page. */
  nextCursor?: string;
}

const MAX_LIMIT = 1_000;

/** Reads in the rights of one organisation, or, for the chain of none, in the service's own. */
export function readAudit<T>(
  database: Database,
  orgId: OrgId | null,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const scope = orgId === null ? {} : { role: 'redoubt_reader' as const, orgId };
  return database.transaction(work, { ...scope, isReadOnly: true, statementTimeoutMs: 10_000 });
}

/**
 * One page of the audit log of an organisation (or of none), newest first.
 *
 * @param options limit 1 to 1,000, default 50; cursor: `nextCursor` of the page before, of the same filters
 * @throws PermanentError  a bad limit or cursor
 */
export async function listAudit(
  database: Database,
  orgId: OrgId | null,
  filters: AuditFilters = {},
  options: { limit?: number; cursor?: string } = {},
): Promise<AuditPage> {
  const limit = options.limit ?? 50;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw new PermanentError('limit is 1 to 1000');
  if (options.cursor !== undefined && !/^\d{1,15}$/.test(options.cursor)) throw new PermanentError('not a cursor');
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [`org_id = ${bind(chainOf(orgId))}`, ...conditionsOf(filters, bind)];
  if (options.cursor !== undefined) conditions.push(`seq < ${bind(options.cursor)}::bigint`);
  const text = `SELECT ${AUDIT_COLUMNS} FROM audit_log WHERE ${conditions.join(' AND ')}
    ORDER BY seq DESC LIMIT ${limit + 1}`;
  const rows = await readAudit(database, orgId, (session) => session.query<AuditRow>(text, values));
  const entries = rows.slice(0, limit).map(auditRecordOf);
  const last = entries.at(-1);
  return rows.length > limit && last ? { entries, nextCursor: String(last.seq) } : { entries };
}

function conditionsOf(filters: AuditFilters, bind: (value: unknown) => string): string[] {
  const parts: string[] = [];
  if (filters.actor !== undefined) parts.push(`actor = ${bind(filters.actor)}`);
  if (filters.action !== undefined) {
    const action = bind(filters.action);
    parts.push(`(action = ${action} OR starts_with(action, ${action} || '.'))`);
  }
  if (filters.targetKind !== undefined) parts.push(`target_kind = ${bind(filters.targetKind)}`);
  if (filters.targetId !== undefined) parts.push(`target_id = ${bind(filters.targetId)}`);
  if (filters.fromMs !== undefined) parts.push(`at >= to_timestamp(${bind(pgSeconds(filters.fromMs))}::float8)`);
  if (filters.toMs !== undefined) parts.push(`at < to_timestamp(${bind(pgSeconds(filters.toMs))}::float8)`);
  return parts;
}
