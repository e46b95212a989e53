import { isAfter, type HeldPositions, type PositionedBatch, type PositionedRow } from './position-rows.ts';

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

  /** True when the batch's lane stands before what was committed in the same ownership. */
  isSetBack(batch: PositionedBatch, held: HeldPositions): boolean {
    const reached = this.#lanes.get(batch.orgId + batch.lane);
    if (reached?.epoch !== batch.epoch) return false;
    const last = held.lastOf(batch);
    return last === undefined || isAfter(reached.last, last);
  }

  /** To be called after the commit. */
  note(batch: PositionedBatch, rows: readonly PositionedRow[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    const key = batch.orgId + batch.lane;
    this.#lanes.delete(key);
    const { lane, entryId, index } = last;
    this.#lanes.set(key, { epoch: batch.epoch, last: { lane, entryId, index } });
    if (this.#lanes.size > MAX_LANES) this.#lanes.delete(this.#lanes.keys().next().value as string);
  }
}
