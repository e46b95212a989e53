import type { OrgId } from '@redoubt/contracts';
import { FUTURE_TOLERANCE_MS } from '@redoubt/contracts';
import type { SearchPlace } from './search-cursor.ts';
import type { EventFilters } from './search-events.ts';

const SELECTED =
  'event_id, event_type, severity, (extract(epoch FROM event_time) * 1000)::float8 AS event_time_ms, ' +
  '(extract(epoch FROM received_at) * 1000)::float8 AS received_at_ms, is_future, host(source_ip) AS source_ip, ' +
  'host(destination_ip) AS destination_ip, "user", asset, action, outcome, external_id, message, payload';

/** Collects conditions and their numbered values. */
class Conditions {
  readonly values: unknown[] = [];
  readonly #parts: string[] = [];

  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  add(part: string): void {
    this.#parts.push(part);
  }

  text(extra: readonly string[]): string {
    return [...this.#parts, ...extra].join(' AND ');
  }
}

/**
 * Builds the search over the day partitions.
 *
 * Partitions go by accept time, the search by event time. An event that is not future-dated was accepted at most
 * FUTURE_TOLERANCE_MS before its event time, so `fromMs` also rules out all older partitions. Future-dated events have
 * a branch of their own over the older partitions, served by a partial index that holds nothing else.
 */
export function buildSearch(
  orgId: OrgId,
  filters: EventFilters,
  minSeverityRank: number | undefined,
  rowCount: number,
  place: SearchPlace | undefined,
): { text: string; values: unknown[] } {
  const where = new Conditions();
  where.add(`org_id = ${where.value(orgId)}`);
  addFilters(where, filters, minSeverityRank);
  if (place) {
    const time = `to_timestamp(${where.value(place.eventTimeMs)}::float8 / 1000)`;
    where.add(`event_time <= ${time}`);
    where.add(`(event_time < ${time} OR event_id < ${where.value(place.eventId)})`);
  }
  const order = `ORDER BY event_time DESC, event_id DESC LIMIT ${Math.trunc(rowCount)}`;
  if (filters.fromMs === undefined) {
    return { text: `SELECT ${SELECTED} FROM events WHERE ${where.text([])} ${order}`, values: where.values };
  }
  const oldest = literal(filters.fromMs - FUTURE_TOLERANCE_MS);
  const branch = (extra: string[]) => `(SELECT * FROM events WHERE ${where.text(extra)} ${order})`;
  return {
    text: `SELECT ${SELECTED} FROM (${branch([`received_at >= ${oldest}`])} UNION ALL ${branch([
      `received_at < ${oldest}`,
      'is_future',
    ])}) AS found ${order}`,
    values: where.values,
  };
}

function addFilters(where: Conditions, filters: EventFilters, minSeverityRank: number | undefined): void {
  if (filters.type !== undefined) where.add(`event_type = ${where.value(filters.type)}`);
  if (minSeverityRank !== undefined) where.add(`severity >= ${where.value(minSeverityRank)}`);
  if (filters.sourceIp !== undefined) where.add(`source_ip = ${where.value(filters.sourceIp)}::inet`);
  if (filters.user !== undefined) where.add(`"user" = ${where.value(filters.user)}`);
  if (filters.asset !== undefined) where.add(`asset = ${where.value(filters.asset)}`);
  if (filters.fromMs !== undefined) where.add(`event_time >= ${literal(filters.fromMs)}`);
  if (filters.toMs !== undefined) where.add(`event_time < ${literal(filters.toMs)}`);
  if (filters.text !== undefined) {
    const pattern = where.value(`%${filters.text.replace(/[\\%_]/g, '\\$&')}%`);
    where.add(`(message ILIKE ${pattern} OR payload ILIKE ${pattern})`);
  }
}

/** A time as a literal, which the planner can compare with partition bounds; made of digits only. */
function literal(epochMs: number): string {
  return `'${new Date(Math.min(Math.max(epochMs, -62_135_596_800_000), 253_402_300_799_999)).toISOString()}'::timestamptz`;
}
