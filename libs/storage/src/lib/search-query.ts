import type { OrgId } from '@redoubt/contracts';
import type { SearchPlace } from './search-cursor.ts';
import type { EventFilters } from './search-events.ts';

/** Columns of a found event, as `eventOf` reads them. */
export const SELECTED =
  'event_id, event_type, severity, (extract(epoch FROM event_time) * 1000)::float8 AS event_time_ms, ' +
  '(extract(epoch FROM received_at) * 1000)::float8 AS received_at_ms, is_future, host(source_ip) AS source_ip, ' +
  'host(destination_ip) AS destination_ip, "user", asset, action, outcome, external_id, message, payload, intel, places';

/** Partitions that a search has to look at, told by accept time (epoch ms, end exclusive). */
export interface AcceptRange {
  fromMs?: number;
  toMs?: number;
  isFutureOnly?: boolean;
}

export interface SearchInput {
  orgId: OrgId;
  filters: EventFilters;
  minSeverityRank: number | undefined;
  rowCount: number;
  place: SearchPlace | undefined;
  /** Ranges that do not overlap; together they hold every match. */
  ranges: readonly AcceptRange[];
}

/** Builds the statement: one ordered branch per range of partitions, merged. */
export function buildSearch(input: SearchInput): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [`org_id = ${bind(input.orgId)}`, ...filterConditions(input, bind)];
  if (input.place) {
    const time = `to_timestamp(${bind(input.place.eventTimeMs)}::float8 / 1000)`;
    conditions.push(`event_time <= ${time}`, `(event_time < ${time} OR event_id < ${bind(input.place.eventId)})`);
  }
  const order = `ORDER BY event_time DESC, event_id DESC LIMIT ${Math.trunc(input.rowCount)}`;
  const branches = input.ranges.map(
    (range) => `(SELECT * FROM events WHERE ${[...conditions, ...rangeConditions(range)].join(' AND ')} ${order})`,
  );
  return { text: `SELECT ${SELECTED} FROM (${branches.join(' UNION ALL ')}) AS found ${order}`, values };
}

function filterConditions(input: SearchInput, bind: (value: unknown) => string): string[] {
  const { filters } = input;
  const parts: string[] = [];
  if (filters.type !== undefined) parts.push(`event_type = ${bind(filters.type)}`);
  if (input.minSeverityRank !== undefined) parts.push(`severity >= ${bind(input.minSeverityRank)}`);
  if (filters.sourceIp !== undefined) parts.push(`source_ip = ${bind(filters.sourceIp)}::inet`);
  if (filters.user !== undefined) parts.push(`"user" = ${bind(filters.user)}`);
  if (filters.asset !== undefined) parts.push(`asset = ${bind(filters.asset)}`);
  if (filters.isListed) parts.push('intel IS NOT NULL');
  if (filters.fromMs !== undefined) parts.push(`event_time >= ${literal(filters.fromMs)}`);
  if (filters.toMs !== undefined) parts.push(`event_time < ${literal(filters.toMs)}`);
  if (filters.text !== undefined) {
    const pattern = bind(`%${filters.text.replace(/[\\%_]/g, '\\$&')}%`);
    parts.push(`(message ILIKE ${pattern} OR payload ILIKE ${pattern})`);
  }
  return parts;
}

function rangeConditions(range: AcceptRange): string[] {
  const parts: string[] = [];
  if (range.fromMs !== undefined) parts.push(`received_at >= ${literal(range.fromMs)}`);
  if (range.toMs !== undefined) parts.push(`received_at < ${literal(range.toMs)}`);
  if (range.isFutureOnly) parts.push('is_future');
  return parts;
}

/** A time as a literal, which the planner compares with partition bounds; made of digits only. */
function literal(epochMs: number): string {
  return `'${new Date(Math.min(Math.max(epochMs, -62_135_596_800_000), 253_402_300_799_999)).toISOString()}'::timestamptz`;
}
