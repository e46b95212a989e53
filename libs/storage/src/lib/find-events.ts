import { parseEventId, type OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { asReader } from './reader.ts';
import { eventOf, type StoredEvent } from './search-events.ts';
import { SELECTED } from './search-query.ts';

/** Widest difference believed between a gateway's clock (accept time) and a Redis master's (entry id), ms. */
const MAX_SKEW_MS = 10 * 60_000;
const MAX_IDS = 1_000;

/**
 * Reads events by their ids, oldest first; those that are not stored (yet, or any more) are left out.
 *
 * @param within event times they lie in, inclusive, epoch ms: ids have no index of their own
 * @throws RangeError for more than 1,000 ids; RetryableError when PostgreSQL is away or slower than `timeoutMs`
 */
export async function findEvents(
  database: Database,
  orgId: OrgId,
  eventIds: readonly string[],
  within: { fromMs: number; toMs: number; timeoutMs?: number },
): Promise<StoredEvent[]> {
  if (eventIds.length > MAX_IDS) throw new RangeError(`at most ${MAX_IDS} events can be looked up at once`);
  const acceptedMs = eventIds.flatMap((id) => {
    const entryId = parseEventId(id)?.entryId;
    return entryId === undefined ? [] : [Number(entryId.split('-')[0])];
  });
  if (acceptedMs.length === 0) return [];
  const [first, last] = [Math.min(...acceptedMs) - MAX_SKEW_MS, Math.max(...acceptedMs) + MAX_SKEW_MS];
  const rows = await asReader(
    database,
    orgId,
    (session) => session.query(FIND_SQL, [orgId, eventIds, first, last, within.fromMs - 1, within.toMs + 1]),
    within.timeoutMs,
  );
  return rows.map((row) => eventOf(row, orgId));
}

/** What claims to be from the future counts at its accept time, so its event time lies elsewhere. */
const FIND_SQL = `
  SELECT ${SELECTED} FROM events
  WHERE org_id = $1 AND event_id = ANY ($2::text[])
    AND received_at >= to_timestamp($3::float8 / 1000) AND received_at <= to_timestamp($4::float8 / 1000)
    AND (is_future OR (event_time >= to_timestamp($5::float8 / 1000) AND event_time <= to_timestamp($6::float8 / 1000)))
  ORDER BY event_time, event_id`;
