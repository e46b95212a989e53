import type { EntryId, Lane, OrgId } from '@redoubt/contracts';
import type { Database, Row } from './database.ts';

/** One stored event by its place in its stream. */
export interface StoredLine {
  entryId: EntryId;
  index: number;
  /** The event's JSON as it was accepted. */
  line: Buffer;
  /** Epoch ms. */
  acceptedAtMs: number;
}

/** Widest difference believed between a gateway's clock (accept time) and a Redis master's (entry id), ms. */
const MAX_SKEW_MS = 10 * 60_000;
const FIRST_WINDOW_MS = 60_000;

interface RangeRow extends Row {
  event_id: string;
  payload: string;
  received_ms: string;
}

/**
 * Reads stored events with `from ≤ entry id < before` of one lane, in stream order, whole entries only.
 *
 * @param limit number of events after which it stops at the end of an entry; fewer mean the range is exhausted
 * @param options.sizeBytes of events, after which it stops at the end of an entry too: then none mean that
 */
export async function readEventRange(
  database: Database,
  orgId: OrgId,
  lane: Lane,
  range: { from: EntryId; before: EntryId },
  limit: number,
  { sizeBytes = Number.MAX_SAFE_INTEGER }: { sizeBytes?: number } = {},
): Promise<StoredLine[]> {
  const [endMs] = partsOf(range.before);
  const rows: StoredLine[] = [];
  let heldBytes = 0;
  let { from } = range;
  // Windows of entry ids, so that order is exact; wider where little is stored.
  for (let widthMs = FIRST_WINDOW_MS; ; widthMs *= 4) {
    const [startMs] = partsOf(from);
    const isLast = startMs + widthMs > endMs;
    const before = isLast ? range.before : `${startMs + widthMs}-0`;
    const most = { events: limit - rows.length, sizeBytes: sizeBytes - heldBytes };
    const found = await readWindow(database, orgId, lane, { from, before }, most);
    for (const row of found) {
      rows.push(row);
      heldBytes += row.line.length;
    }
    if (rows.length >= limit || heldBytes >= sizeBytes || isLast) return rows;
    from = before;
  }
}

async function readWindow(
  database: Database,
  orgId: OrgId,
  lane: Lane,
  { from, before }: { from: EntryId; before: EntryId },
  most: { events: number; sizeBytes: number },
): Promise<StoredLine[]> {
  const [fromMs, fromSequence] = partsOf(from);
  const [beforeMs, beforeSequence] = partsOf(before);
  const values = [orgId, fromMs - MAX_SKEW_MS, beforeMs + MAX_SKEW_MS, `${lane}-`, `${lane}.`];
  const rows = await database.query<RangeRow>(RANGE_SQL, [
    ...values,
    ...[fromMs, fromSequence, beforeMs, beforeSequence, most.events, most.sizeBytes],
  ]);
  return rows.map(readRow).sort((a, b) => (a.entryId === b.entryId ? a.index - b.index : 0));
}

const RANGE_SQL = `
  SELECT event_id, payload, (extract(epoch FROM received_at) * 1000)::bigint::text AS received_ms
  FROM (
    SELECT *, sum(size) OVER (ORDER BY entry_ms, entry_sequence)
            - sum(size) OVER (PARTITION BY entry_ms, entry_sequence) AS size_before
    FROM (
      SELECT *, octet_length(payload) AS size
      FROM (
        SELECT event_id, payload, received_at,
               split_part(event_id, '-', 2)::bigint AS entry_ms, split_part(event_id, '-', 3)::numeric AS entry_sequence
        FROM events
        WHERE org_id = $1 AND received_at >= to_timestamp($2::float8 / 1000)
          AND received_at < to_timestamp($3::float8 / 1000) AND event_id >= $4 AND event_id < $5
      ) AS lane_events
      WHERE (entry_ms, entry_sequence) >= ($6::bigint, $7::numeric)
        AND (entry_ms, entry_sequence) < ($8::bigint, $9::numeric)
      ORDER BY entry_ms, entry_sequence
      FETCH FIRST $10 ROWS WITH TIES
    ) AS counted
  ) AS sized
  WHERE size_before < $11::bigint
  ORDER BY entry_ms, entry_sequence`;

function readRow(row: RangeRow): StoredLine {
  const [, ms = '', sequence = '', index = ''] = row.event_id.split('-');
  return {
    entryId: `${ms}-${sequence}`,
    index: Number(index),
    line: Buffer.from(row.payload),
    acceptedAtMs: Number(row.received_ms),
  };
}

function partsOf(entryId: EntryId): [number, string] {
  const cut = entryId.indexOf('-');
  return [Number(entryId.slice(0, cut)), entryId.slice(cut + 1)];
}
