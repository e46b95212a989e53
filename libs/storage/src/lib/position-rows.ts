import type { EntryId, Lane, OrgId } from '@redoubt/contracts';
import { compareEntryIds, RetryableError } from '@redoubt/contracts';
import type { EventRow } from './event-row.ts';
import type { Session } from './session.ts';

/** The part of a batch that positions are about. */
export interface PositionedBatch {
  orgId: OrgId;
  epoch: number;
  events: readonly EventRow[];
  positions: readonly { lane: Lane; lastEntryId: EntryId }[];
}

interface HeldRow {
  org_id: string;
  lane: Lane;
  epoch: string;
  ms: string;
  seq: string;
}

// Sorted, so that two writers that meet (one of them a zombie) lock in the same order and cannot deadlock.
const LOCK = `
  SELECT held.org_id, held.lane, held.epoch, held.last_entry_ms AS ms, held.last_entry_seq AS seq
  FROM unnest($2::uuid[], $3::text[]) AS wanted (org_id, lane)
  JOIN stream_positions held ON held.org_id = wanted.org_id AND held.consumer = $1 AND held.lane = wanted.lane
  ORDER BY held.org_id, held.lane
  FOR UPDATE OF held`;

const ADVANCE = `
  UPDATE stream_positions held
  SET last_entry_ms = done.ms, last_entry_seq = done.seq, updated_at = now()
  FROM unnest($2::uuid[], $3::text[], $4::numeric[], $5::numeric[]) AS done (org_id, lane, ms, seq)
  WHERE held.org_id = done.org_id AND held.consumer = $1 AND held.lane = done.lane
    AND (held.last_entry_ms, held.last_entry_seq) < (done.ms, done.seq)`;

/** Positions of a set of batches, locked until the end of the transaction. */
export class HeldPositions {
  readonly #rows: Map<string, HeldRow>;

  constructor(rows: readonly HeldRow[]) {
    this.#rows = new Map(rows.map((row) => [`${row.org_id}${row.lane}`, row]));
  }

  /** True when every lane of the batch still carries the batch's epoch. */
  isOwnedBy(batch: PositionedBatch): boolean {
    return batch.positions.every(({ lane }) => Number(this.#rows.get(batch.orgId + lane)?.epoch) === batch.epoch);
  }

  /** The events of the batch that are not stored yet. */
  newRows(batch: PositionedBatch): readonly EventRow[] {
    const isOld = (event: EventRow) => compareEntryIds(event.entryId, this.#last(batch.orgId, event.lane)) <= 0;
    // Entries come in order per lane, so if the first of each lane is new, all are: the ordinary case.
    const firsts = batch.positions.map(({ lane }) => batch.events.find((event) => event.lane === lane));
    const hasOld = firsts.some((event) => event !== undefined && isOld(event));
    return hasOld ? batch.events.filter((event) => !isOld(event)) : batch.events;
  }

  #last(orgId: OrgId, lane: Lane): EntryId {
    const row = this.#rows.get(orgId + lane);
    // A lane without a locked row is a lane that the batch did not declare: its events must not pass unchecked.
    if (!row) throw new RetryableError(`lane ${lane} has events but no position in the batch`);
    return `${row.ms}-${row.seq}`;
  }
}

/** Reads and locks the positions that the batches move. */
export async function lockPositions(
  session: Session,
  consumer: string,
  batches: readonly PositionedBatch[],
): Promise<HeldPositions> {
  const orgIds: string[] = [];
  const lanes: Lane[] = [];
  for (const batch of batches) {
    for (const { lane } of batch.positions) {
      orgIds.push(batch.orgId);
      lanes.push(lane);
    }
  }
  return new HeldPositions(await session.prepared<HeldRow>('lock_positions', LOCK, [consumer, orgIds, lanes]));
}

/** Moves the locked positions forward; one that is already further stays. */
export async function advancePositions(
  session: Session,
  consumer: string,
  batches: readonly PositionedBatch[],
): Promise<void> {
  const columns: [string[], Lane[], string[], string[]] = [[], [], [], []];
  for (const batch of batches) {
    for (const { lane, lastEntryId } of batch.positions) {
      const cut = lastEntryId.indexOf('-');
      columns[0].push(batch.orgId);
      columns[1].push(lane);
      columns[2].push(lastEntryId.slice(0, cut));
      columns[3].push(lastEntryId.slice(cut + 1));
    }
  }
  if (columns[0].length > 0) await session.prepared('advance_positions', ADVANCE, [consumer, ...columns]);
}
