import { compareEntryIds, type OrgId } from '@redoubt/contracts';
import type { Session } from './session.ts';
import type { StoredPosition } from './stream-positions.ts';

/** Where an event or record stands in its organisation's streams. */
export interface PositionedRow {
  lane: string;
  entryId: string;
  /** Position inside the entry's frame. */
  index: number;
}

/** The part of a batch that positions are about. */
export interface PositionedBatch<R extends PositionedRow = PositionedRow> {
  orgId: OrgId;
  epoch: number;
  lane: string;
  /** In stream order. */
  events: readonly R[];
}

interface HeldRow {
  org_id: string;
  lane: string;
  epoch: string;
  ms: string;
  seq: string;
  last_index: number;
}

// Sorted, so that two writers that meet (one of them a zombie) lock in the same order and cannot deadlock.
const LOCK = `
  SELECT held.org_id, held.lane, held.epoch, held.last_entry_ms AS ms, held.last_entry_seq AS seq, held.last_index
  FROM unnest($2::uuid[], $3::text[]) AS wanted (org_id, lane)
  JOIN stream_positions held ON held.org_id = wanted.org_id AND held.consumer = $1 AND held.lane = wanted.lane
  ORDER BY held.org_id, held.lane
  FOR UPDATE OF held`;

const ADVANCE = `
  UPDATE stream_positions held
  SET last_entry_ms = done.ms, last_entry_seq = done.seq, last_index = done.index, updated_at = now()
  FROM unnest($2::uuid[], $3::text[], $4::numeric[], $5::numeric[], $6::int[]) AS done (org_id, lane, ms, seq, index)
  WHERE held.org_id = done.org_id AND held.consumer = $1 AND held.lane = done.lane`;

/** Positions of a set of batches, locked until the end of the transaction. */
export class HeldPositions {
  readonly #rows: Map<string, HeldRow>;

  constructor(rows: readonly HeldRow[]) {
    this.#rows = new Map(rows.map((row) => [`${row.org_id}${row.lane}`, row]));
  }

  /** True when the lane still carries the batch's epoch. */
  isOwnedBy(batch: PositionedBatch): boolean {
    return Number(this.#rows.get(batch.orgId + batch.lane)?.epoch) === batch.epoch;
  }

  /** Where the batch's lane stands; undefined when nothing is known of it. */
  lastOf(batch: PositionedBatch): StoredPosition | undefined {
    const row = this.#rows.get(batch.orgId + batch.lane);
    return row && { entryId: `${row.ms}-${row.seq}`, index: row.last_index };
  }

  /** The events of an owned batch that are not stored yet. */
  newRows<R extends PositionedRow>(batch: PositionedBatch<R>): readonly R[] {
    const last = this.lastOf(batch);
    if (!last) return [];
    const [first] = batch.events;
    // In stream order: when the first is new, all are. The ordinary case.
    return first && isAfter(first, last) ? batch.events : batch.events.filter((event) => isAfter(event, last));
  }
}

/** Whether an event or record lies behind a position of its lane. */
export function isAfter(event: PositionedRow, last: StoredPosition): boolean {
  const byEntry = compareEntryIds(event.entryId, last.entryId);
  return byEntry !== 0 ? byEntry > 0 : event.index > last.index;
}

/** Reads and locks the positions that the batches move. */
export async function lockPositions(
  session: Session,
  consumer: string,
  batches: readonly PositionedBatch[],
): Promise<HeldPositions> {
  const orgIds = batches.map((batch) => batch.orgId);
  const lanes = batches.map((batch) => batch.lane);
  return new HeldPositions(await session.prepared<HeldRow>('lock_positions', LOCK, [consumer, orgIds, lanes]));
}

/** Moves locked positions to the last of the new rows of each batch; a batch without new rows moves nothing. */
export async function advancePositions(
  session: Session,
  consumer: string,
  moves: readonly { orgId: OrgId; rows: readonly PositionedRow[] }[],
): Promise<void> {
  const columns: [OrgId[], string[], string[], string[], number[]] = [[], [], [], [], []];
  for (const { orgId, rows } of moves) {
    const last = rows.at(-1);
    if (!last) continue;
    const cut = last.entryId.indexOf('-');
    columns[0].push(orgId);
    columns[1].push(last.lane);
    columns[2].push(last.entryId.slice(0, cut));
    columns[3].push(last.entryId.slice(cut + 1));
    columns[4].push(last.index);
  }
  if (columns[0].length > 0) await session.prepared('advance_positions', ADVANCE, [consumer, ...columns]);
}
