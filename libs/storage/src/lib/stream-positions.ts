import type { EntryId, OrgId } from '@redoubt/contracts';
import { LeaseLostError } from '@redoubt/contracts';
import type { Database } from './database.ts';

/** Last stored event or record of a lane; `0-0` and -1 when nothing was stored yet. */
export interface StoredPosition {
  entryId: EntryId;
  /** Position inside the entry's frame. */
  index: number;
}

/** By lane; the event lanes are always there. */
export type LanePositions = Record<'s' | 'p', StoredPosition> & Record<string, StoredPosition>;

interface PositionRow {
  lane: string;
  ms: string;
  seq: string;
  last_index: number;
}

const EVENT_LANES: readonly string[] = ['s', 'p'];
const NOTHING: StoredPosition = { entryId: '0-0', index: -1 };

const CLAIM = `
  INSERT INTO stream_positions AS held (org_id, consumer, lane, epoch)
  SELECT $1::uuid, $2::text, lane, $3::bigint FROM unnest($4::text[]) AS wanted (lane) ORDER BY lane
  ON CONFLICT (org_id, consumer, lane) DO UPDATE SET epoch = excluded.epoch, updated_at = now()
    WHERE held.epoch <= excluded.epoch
  RETURNING lane, last_entry_ms AS ms, last_entry_seq AS seq, last_index`;

/**
 * Makes `epoch` the only one that may store for this organisation and tells how far its predecessors came.
 *
 * One transaction of its own: an older owner's open transaction either commits first, and its position is in the
 * answer, or meets the new epoch and is refused. An older owner that stands still inside a transaction (a stopped
 * process) would keep the row locked; after `patienceMs` its session is ended.
 *
 * @param claim  `epoch`: fencing number of the lease, at most 2^53; `lanes`: all that this consumer stores, the event
 *   lanes by default
 * @throws LeaseLostError  the row already carries a higher epoch
 * @throws RetryableError  PostgreSQL is away
 */
export async function claimPositions(
  database: Database,
  claim: { orgId: OrgId; consumer: string; epoch: number; lanes?: readonly string[]; patienceMs?: number },
): Promise<LanePositions> {
  const lanes = claim.lanes ?? EVENT_LANES;
  const rows = await database.session(async (session) => {
    const timer = setInterval(
      () => void endBlockers(database, session.processId).catch(() => undefined),
      claim.patienceMs ?? 2_000,
    );
    try {
      const values = [claim.orgId, claim.consumer, claim.epoch, lanes];
      return await session.prepared<PositionRow>('claim_positions', CLAIM, values);
    } finally {
      clearInterval(timer);
    }
  });
  if (rows.length < lanes.length) {
    const { epoch: seenEpoch } = await readPositions(database, claim);
    throw new LeaseLostError(`epoch ${claim.epoch} is older than the one that owns the positions`, { seenEpoch });
  }
  return positionsOf(rows);
}

function positionsOf(rows: readonly PositionRow[]): LanePositions {
  const positions: LanePositions = { s: NOTHING, p: NOTHING };
  for (const row of rows) positions[row.lane] = { entryId: `${row.ms}-${row.seq}`, index: row.last_index };
  return positions;
}

/** Ends the sessions that a waiting claim stands behind, if they are writers of the same application and user. */
async function endBlockers(database: Database, waitingProcessId: number): Promise<void> {
  await database.query(
    `SELECT pg_terminate_backend(blocker.pid)
     FROM pg_stat_activity waiting
     JOIN pg_stat_activity blocker ON blocker.pid = ANY (pg_blocking_pids(waiting.pid))
     WHERE waiting.pid = $1 AND waiting.wait_event_type = 'Lock' AND blocker.application_name = waiting.application_name
       AND blocker.usename = waiting.usename`,
    [waitingProcessId],
  );
}

/** Positions of a consumer as they stand, without claiming them; for operators. */
export async function readPositions(
  database: Database,
  of: { orgId: OrgId; consumer: string },
): Promise<{ positions: LanePositions; epoch: number }> {
  const rows = await database.query<PositionRow & { epoch: string }>(
    `SELECT lane, last_entry_ms AS ms, last_entry_seq AS seq, last_index, epoch FROM stream_positions
     WHERE org_id = $1 AND consumer = $2`,
    [of.orgId, of.consumer],
  );
  return { positions: positionsOf(rows), epoch: Math.max(0, ...rows.map((row) => Number(row.epoch))) };
}
