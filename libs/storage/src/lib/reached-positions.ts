import { isAfter, type HeldPositions, type PositionedBatch, type PositionedRow } from './position-rows.ts';
import type { StoredPosition } from './stream-positions.ts';

interface Reached {
  epoch: number;
  last: PositionedRow;
}

/** Lanes remembered; those written longest ago are forgotten, and with them only what tells a restore at once. */
const MAX_LANES = 200_000;

/**
 * What this process has committed last per organisation and lane. PostgreSQL that holds less was restored from a backup
 * while this process lived: going on would leave the time between out.
 */
export class ReachedPositions {
  readonly #lanes = new Map<string, Reached>();

  /**
   * True when the batch's lane stands before what was committed in the same ownership. To be asked of an owned batch,
   * with the lock held: where the lane stands then was committed, and is kept, since the answer to that COMMIT may have
   * been lost.
   */
  isSetBack(batch: PositionedBatch, held: HeldPositions): boolean {
    const reached = this.#lanes.get(batch.orgId + batch.lane);
    const isSameOwnership = reached?.epoch === batch.epoch;
    const last = held.lastOf(batch);
    if (last === undefined) return isSameOwnership;
    if (isSameOwnership && isAfter(reached.last, last)) return true;
    this.#keep(batch, last);
    return false;
  }

  /** To be called after the commit. */
  note(batch: PositionedBatch, rows: readonly PositionedRow[]): void {
    const last = rows.at(-1);
    if (last !== undefined) this.#keep(batch, last);
  }

  #keep({ orgId, epoch, lane }: PositionedBatch, { entryId, index }: StoredPosition): void {
    const key = orgId + lane;
    this.#lanes.delete(key);
    this.#lanes.set(key, { epoch, last: { lane, entryId, index } });
    if (this.#lanes.size > MAX_LANES) this.#lanes.delete(this.#lanes.keys().next().value as string);
  }
}
