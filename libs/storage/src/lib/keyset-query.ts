import { isIpAddress, PermanentError, severityRank, type OrgId, type Severity } from '@redoubt/contracts';
import { decodeCursor, encodeCursor, type SearchPlace } from './search-cursor.ts';
import type { Database } from './database.ts';
import { pgSeconds } from './pg-json.ts';

/** Filters that alerts and incidents share; all given ones hold together. */
export interface CaseFilters {
  /** Any of these. */
  statuses?: readonly string[];
  /** This severity or worse. */
  minSeverity?: Severity;
  sourceIp?: string;
  user?: string;
  asset?: string;
  /** Address, user or asset, whichever it is. */
  subject?: string;
  /** Null: nobody's. */
  assignee?: string | null;
  /** Part of the title, any case. */
  text?: string;
  /** Inclusive, epoch ms, of the time that is sorted by. */
  fromMs?: number;
  /** Exclusive, epoch ms. */
  toMs?: number;
}

export interface ListOptions {
  /** Newest first by time of the last change or of the latest event. @default 'updated' */
  sort?: 'updated' | 'lastSeen';
  /** 1 to 1,000; default 50. */
  limit?: number;
  /** `nextCursor` of the page before, of the same filters and sort. */
  cursor?: string;
  /** Default 5,000 ms. */
  timeoutMs?: number;
}

/** One page of a table with `org_id`, `doc` and the columns that CaseFilters name. */
export interface KeysetQuery {
  table: 'alerts' | 'incidents';
  id: 'alert_id' | 'incident_id';
  orgId: OrgId;
  filters: CaseFilters;
  options: ListOptions;
  /** Further conditions; `bind` turns a value into its placeholder. */
  more?: (bind: (value: unknown) => string) => string[];
}

const MAX_LIMIT = 1000;
const SORT_COLUMN = { updated: 'updated_at', lastSeen: 'last_seen' } as const;

/**
 * Reads one page, newest first, under row security of the organisation.
 *
 * @throws PermanentError  a bad limit, cursor or address
 * @throws RetryableError  PostgreSQL is away or slower than `timeoutMs`
 */
export async function readPage<T>(database: Database, query: KeysetQuery): Promise<{ docs: T[]; nextCursor?: string }> {
  const { options } = query;
  const limit = options.limit ?? 50;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw new PermanentError('limit is 1 to 1000');
  const { text, values } = buildPage(query, limit + 1);
  const rows = await database.transaction(
    (session) => session.query<{ doc: T; id: string; at_ms: number }>(text, values),
    { role: 'redoubt_reader', orgId: query.orgId, isReadOnly: true, statementTimeoutMs: options.timeoutMs ?? 5_000 },
  );
  const docs = rows.slice(0, limit).map((row) => row.doc);
  const last = rows[limit - 1];
  if (rows.length <= limit || !last) return { docs };
  return { docs, nextCursor: encodeCursor({ eventTimeMs: last.at_ms, eventId: last.id }) };
}

function buildPage(query: KeysetQuery, rowCount: number): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const column = SORT_COLUMN[query.options.sort ?? 'updated'];
  const place = query.options.cursor === undefined ? undefined : decodeCursor(query.options.cursor);
  const conditions = [
    `org_id = ${bind(query.orgId)}`,
    ...filterConditions(query.filters, column, bind),
    ...(query.more?.(bind) ?? []),
    ...placeConditions(place, column, query.id, bind),
  ];
  const text = `SELECT doc, ${query.id} AS id, round(extract(epoch FROM ${column}) * 1000)::float8 AS at_ms
    FROM ${query.table} WHERE ${conditions.join(' AND ')}
    ORDER BY ${column} DESC, ${query.id} DESC LIMIT ${Math.trunc(rowCount)}`;
  return { text, values };
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function placeConditions(
  place: SearchPlace | undefined,
  column: string,
  id: string,
  bind: (value: unknown) => string,
): string[] {
  if (!place) return [];
  if (!UUID.test(place.eventId)) throw new PermanentError('not a search cursor');
  return [`(${column}, ${id}) < (${timeOf(place.eventTimeMs, bind)}, ${bind(place.eventId)}::uuid)`];
}

function filterConditions(filters: CaseFilters, column: string, bind: (value: unknown) => string): string[] {
  const parts: string[] = [];
  if (filters.statuses !== undefined) parts.push(`status = ANY (${bind(filters.statuses)}::text[])`);
  if (filters.minSeverity !== undefined) parts.push(`severity >= ${bind(severityRank(filters.minSeverity))}`);
  if (filters.sourceIp !== undefined) {
    if (!isIpAddress(filters.sourceIp)) throw new PermanentError('not an IP address');
    parts.push(`source_ip = ${bind(filters.sourceIp)}::inet`);
  }
  if (filters.user !== undefined) parts.push(`"user" = ${bind(filters.user)}`);
  if (filters.asset !== undefined) parts.push(`asset = ${bind(filters.asset)}`);
  if (filters.subject !== undefined) parts.push(subjectCondition(filters.subject, bind));
  if (filters.assignee === null) parts.push('assignee IS NULL');
  else if (filters.assignee !== undefined) parts.push(`assignee = ${bind(filters.assignee)}`);
  if (filters.text !== undefined) parts.push(`title ILIKE ${bind(`%${filters.text.replace(/[\\%_]/g, '\\$&')}%`)}`);
  if (filters.fromMs !== undefined) parts.push(`${column} >= ${timeOf(filters.fromMs, bind)}`);
  if (filters.toMs !== undefined) parts.push(`${column} < ${timeOf(filters.toMs, bind)}`);
  return parts;
}

function subjectCondition(subject: string, bind: (value: unknown) => string): string {
  const name = bind(subject);
  const isAddress = isIpAddress(subject) ? `source_ip = ${bind(subject)}::inet OR ` : '';
  return `(${isAddress}"user" = ${name} OR asset = ${name})`;
}

function timeOf(epochMs: number, bind: (value: unknown) => string): string {
  return `to_timestamp(${bind(pgSeconds(epochMs))}::float8)`;
}
