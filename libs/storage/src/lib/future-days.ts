import type { OrgId } from '@redoubt/contracts';
import type { PreparedRows } from './copy-rows.ts';
import { DAY_MS, dayOf, startOfDayMs, storedReceiveTime, type Day } from './event-days.ts';
import { eventTimeOf, isFutureDated } from './event-row.ts';
import type { Session } from './session.ts';

const RECORD = `
  INSERT INTO future_event_days AS known (org_id, day, max_event_time)
  SELECT org_id, date '1970-01-01' + day, to_timestamp(max(time_s))
  FROM unnest($1::uuid[], $2::int[], $3::float8[]) AS seen (org_id, day, time_s)
  GROUP BY org_id, day ORDER BY org_id, day
  ON CONFLICT (org_id, day) DO UPDATE SET max_event_time = excluded.max_event_time
    WHERE known.max_event_time < excluded.max_event_time`;

/** Notes the days that get future-dated rows, in the transaction that stores them; does nothing in the ordinary case. */
export async function recordFutureDays(session: Session, batches: readonly PreparedRows[]): Promise<void> {
  const columns: [string[], Day[], number[]] = [[], [], []];
  for (const batch of batches) {
    for (const [day, latestMs] of latestPerDay(batch)) {
      columns[0].push(batch.orgId);
      columns[1].push(day);
      // A minute more than the truth costs a search nothing and saves an update per commit while a fast clock runs on.
      columns[2].push(Math.min(Math.ceil(latestMs / 60_000) * 60, 253_402_300_800));
    }
  }
  if (columns[0].length > 0) await session.prepared('future_days', RECORD, columns);
}

function latestPerDay(batch: PreparedRows): Map<Day, number> {
  const latest = new Map<Day, number>();
  for (const row of batch.rows) {
    const receivedAtMs = storedReceiveTime(row.acceptedAtMs, batch.nowMs);
    if (!isFutureDated(row, receivedAtMs)) continue;
    const day = dayOf(receivedAtMs);
    latest.set(day, Math.max(latest.get(day) ?? -Infinity, eventTimeOf(row)));
  }
  return latest;
}

/**
 * Range of accept times before `receivedBeforeMs` in which future-dated events with an event time of `fromMs` or later
 * lie, or undefined when there are none.
 */
export async function findFutureRange(
  session: Session,
  of: { orgId: OrgId; fromMs: number; receivedBeforeMs: number },
): Promise<{ fromMs: number; toMs: number } | undefined> {
  const [row] = await session.prepared<{ first: number | null; last: number | null }>(
    'find_future_days',
    `SELECT min(day) - date '1970-01-01' AS first, max(day) - date '1970-01-01' AS last FROM future_event_days
     WHERE org_id = $1 AND max_event_time >= to_timestamp($2) AND day <= date '1970-01-01' + $3::int`,
    [of.orgId, of.fromMs / 1000, dayOf(of.receivedBeforeMs)],
  );
  if (row?.first == null || row.last == null) return undefined;
  return { fromMs: startOfDayMs(row.first), toMs: Math.min(startOfDayMs(row.last) + DAY_MS, of.receivedBeforeMs) };
}
