import type { OrgId } from '@redoubt/contracts';
import type { EventRow } from './event-row.ts';
import type { Database } from './database.ts';
import type { RefusedEvent } from './refused-events.ts';
import type { Session } from './session.ts';

const MINUTE_MS = 60_000;
/** Year 9999; a later accept time counts in that minute. */
const LAST_MINUTE_MS = 253_402_300_740_000;

interface StoredRows {
  batch: { orgId: OrgId };
  rows: readonly EventRow[];
  refused: readonly RefusedEvent[];
}

// Sorted for the same reason as the positions: a zombie and the owner must lock in one order.
const ADD = `
  INSERT INTO ledger_minutes AS l (org_id, minute, stored)
  SELECT org_id, to_timestamp(minute), sum(stored)
  FROM unnest($1::uuid[], $2::float8[], $3::bigint[]) AS added (org_id, minute, stored)
  GROUP BY org_id, minute ORDER BY org_id, minute
  ON CONFLICT (org_id, minute) DO UPDATE SET stored = l.stored + excluded.stored`;

/** Counts the stored rows per organisation and accept minute, in the transaction that stores them. */
export async function addStored(session: Session, batches: readonly StoredRows[]): Promise<void> {
  const columns: [string[], number[], number[]] = [[], [], []];
  for (const one of batches) {
    for (const [minuteMs, count] of storedPerMinute(one)) {
      columns[0].push(one.batch.orgId);
      columns[1].push(minuteMs / 1000);
      columns[2].push(count);
    }
  }
  if (columns[0].length > 0) await session.prepared('ledger_add', ADD, columns);
}

function storedPerMinute(one: StoredRows): Map<number, number> {
  const refusedIds = new Set(one.refused.map((event) => event.eventId));
  const minutes = new Map<number, number>();
  let run = 0;
  for (const [index, row] of one.rows.entries()) {
    if (refusedIds.size === 0 || !refusedIds.has(row.eventId)) run += 1;
    // The events of a frame share their accept time, so the map is touched once per run of equal times.
    if (one.rows[index + 1]?.acceptedAtMs === row.acceptedAtMs) continue;
    const minuteMs = minuteOf(row.acceptedAtMs);
    if (run > 0) minutes.set(minuteMs, (minutes.get(minuteMs) ?? 0) + run);
    run = 0;
  }
  return minutes;
}

function minuteOf(acceptedAtMs: number): number {
  return Math.min(Math.max(acceptedAtMs - (acceptedAtMs % MINUTE_MS), 0), LAST_MINUTE_MS);
}

/** Events of one organisation stored per accept minute. */
export interface LedgerMinute {
  /** Start of the minute, epoch ms. */
  minuteMs: number;
  stored: number;
}

/** @returns minutes with at least one stored event in [fromMs, toMs), oldest first */
export async function readStoredLedger(
  database: Database,
  of: { orgId: OrgId; fromMs: number; toMs: number },
): Promise<LedgerMinute[]> {
  const rows = await database.query<{ minute_s: number; stored: string }>(
    `SELECT extract(epoch FROM minute)::float8 AS minute_s, stored FROM ledger_minutes
     WHERE org_id = $1 AND minute >= to_timestamp($2) AND minute < to_timestamp($3) ORDER BY minute`,
    [of.orgId, of.fromMs / 1000, of.toMs / 1000],
  );
  return rows.map((row) => ({ minuteMs: row.minute_s * 1000, stored: Number(row.stored) }));
}
