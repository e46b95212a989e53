import type { EventIntel, EventPlaces, OrgId, Severity } from '@redoubt/contracts';
import { FUTURE_TOLERANCE_MS, isIpAddress, PermanentError, SEVERITIES, severityRank } from '@redoubt/contracts';
import type { Database, Row } from './database.ts';
import { DAY_MS } from './event-days.ts';
import { findFutureRange } from './future-days.ts';
import { buildSearch, type AcceptRange, type SearchInput } from './search-query.ts';
import { decodeCursor, encodeCursor } from './search-cursor.ts';
import type { Session } from './session.ts';

/** All given conditions hold together. Times are event times. */
export interface EventFilters {
  type?: string;
  /** This severity or worse. */
  minSeverity?: Severity;
  sourceIp?: string;
  user?: string;
  asset?: string;
  /** Only what threat-intelligence lists named when it was stored. */
  isListed?: boolean;
  /** Inclusive, epoch ms. */
  fromMs?: number;
  /** Exclusive, epoch ms. */
  toMs?: number;
  /** Part of the message or of the event's JSON, any case. */
  text?: string;
}

export interface SearchOptions {
  /** 1 to 1,000; default 50. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
  /** Default 5,000 ms. */
  timeoutMs?: number;
}

export interface StoredEvent {
  eventId: string;
  orgId: OrgId;
  eventType: string;
  severity: Severity;
  eventTimeMs: number;
  receivedAtMs: number;
  isFuture: boolean;
  sourceIp?: string;
  destinationIp?: string;
  user?: string;
  asset?: string;
  action?: string;
  outcome?: string;
  externalId?: string;
  message?: string;
  /** The event's JSON as it was accepted. */
  payload: string;
  intel?: EventIntel[];
  places?: EventPlaces;
}

export interface SearchPage {
  events: StoredEvent[];
  /** Absent on the last page. */
  nextCursor?: string;
}

const MAX_LIMIT = 1000;

/**
 * Finds events of one organisation, newest event time first. Runs as `redoubt_reader` under row security, so no
 * condition can reach another organisation's rows.
 *
 * `text` is a filter over the rows that the other conditions leave: give it a time range.
 * @throws PermanentError  a bad limit, cursor or address
 * @throws RetryableError  PostgreSQL is away, or the search took longer than `timeoutMs`: narrow it
 */
export async function searchEvents(
  database: Database,
  orgId: OrgId,
  filters: EventFilters,
  options: SearchOptions = {},
): Promise<SearchPage> {
  const limit = options.limit ?? 50;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw new PermanentError('limit is 1 to 1000');
  if (filters.sourceIp !== undefined && !isIpAddress(filters.sourceIp)) throw new PermanentError('not an IP address');
  const place = options.cursor === undefined ? undefined : decodeCursor(options.cursor);
  const search = { orgId, filters, minSeverityRank: severityFloor(filters), rowCount: limit + 1, place };
  const rows = await database.transaction((session) => findRows(session, search), {
    role: 'redoubt_reader',
    orgId,
    isReadOnly: true,
    statementTimeoutMs: options.timeoutMs ?? 5_000,
  });
  const events = rows.slice(0, limit).map((row) => eventOf(row, orgId));
  const last = events.at(-1);
  return rows.length > limit && last ? { events, nextCursor: encodeCursor(last) } : { events };
}

/** Reach of the tries of a search without `fromMs`: planning and probing every kept day costs more than most answers. */
const WIDENING_MS = [DAY_MS, 8 * DAY_MS];

async function findRows(session: Session, search: Omit<SearchInput, 'ranges'>): Promise<Row[]> {
  const { filters, place, rowCount } = search;
  if (filters.fromMs !== undefined) return findFrom(session, search, filters.fromMs);
  const newestMs = Math.min(place?.eventTimeMs ?? Date.now(), filters.toMs ?? Infinity);
  for (const reachMs of WIDENING_MS) {
    // Newest first: a full page of a shorter range is the page of the whole.
    const rows = await findFrom(session, search, newestMs - reachMs);
    if (rows.length === rowCount) return rows;
  }
  const { text, values } = buildSearch({ ...search, ranges: [{}] });
  return session.query(text, values);
}

/**
 * Partitions go by accept time, the search by event time. An event that is not future-dated was accepted at most
 * FUTURE_TOLERANCE_MS before its event time, so `fromMs` rules out all older partitions but those known to hold
 * future-dated events.
 */
async function findFrom(session: Session, search: Omit<SearchInput, 'ranges'>, fromMs: number): Promise<Row[]> {
  const { text, values } = await statementFrom(session, search, fromMs);
  return session.query(text, values);
}

/** The statement of a search that begins somewhere. */
export async function statementFrom(
  session: Session,
  search: Omit<SearchInput, 'ranges'>,
  fromMs: number,
): Promise<{ text: string; values: unknown[] }> {
  const receivedFromMs = fromMs - FUTURE_TOLERANCE_MS;
  const future = await findFutureRange(session, { orgId: search.orgId, fromMs, receivedBeforeMs: receivedFromMs });
  const ranges: AcceptRange[] = [{ fromMs: receivedFromMs }];
  if (future) ranges.push({ ...future, isFutureOnly: true });
  return buildSearch({ ...search, filters: { ...search.filters, fromMs }, ranges });
}

function severityFloor(filters: EventFilters): number | undefined {
  return filters.minSeverity === undefined ? undefined : severityRank(filters.minSeverity);
}

const optionalColumns = {
  source_ip: 'sourceIp',
  destination_ip: 'destinationIp',
  user: 'user',
  asset: 'asset',
  action: 'action',
  outcome: 'outcome',
  external_id: 'externalId',
  message: 'message',
} as const;

/** A row of the selected columns as an event. */
export function eventOf(row: Row, orgId: OrgId): StoredEvent {
  const event: StoredEvent = {
    eventId: row.event_id as string,
    orgId,
    eventType: row.event_type as string,
    severity: SEVERITIES[row.severity as number] ?? 'informational',
    eventTimeMs: row.event_time_ms as number,
    receivedAtMs: row.received_at_ms as number,
    isFuture: row.is_future as boolean,
    payload: row.payload as string,
  };
  for (const [column, name] of Object.entries(optionalColumns) as [
    string,
    (typeof optionalColumns)[keyof typeof optionalColumns],
  ][]) {
    const value = row[column];
    if (typeof value === 'string') event[name] = value;
  }
  if (typeof row.intel === 'string') event.intel = JSON.parse(row.intel) as EventIntel[];
  if (typeof row.places === 'string') event.places = JSON.parse(row.places) as EventPlaces;
  return event;
}
