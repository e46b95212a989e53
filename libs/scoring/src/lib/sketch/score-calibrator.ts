// Bound once: looking names up in Math costs more than the sums where a global object is guarded, as under test.
const { min, max, round, exp } = Math;

/** Buckets per bit and highest bits told apart. */
const PER_BIT = 8;
const MAX_BITS = 128;
export const CALIBRATOR_BUCKETS = PER_BIT * MAX_BITS;
/** A tail is counted while this much lies in it and continued by its shape beyond. */
const COUNTED_MASS = 8;
const LEAST_EXCESS_BITS = 0.5;
const BLOCK = 32;

/**
 * Decayed histogram of an organisation's raw scores: which share of its events is at least this unusual?
 *
 * Beyond the counted part the tail falls off exponentially with the mean excess over the last counted bucket, so that
 * the most unusual event in months ranks above the most unusual of the week.
 */
export class ScoreCalibrator {
  readonly counts = new Float64Array(CALIBRATOR_BUCKETS);
  /** Sums of BLOCK buckets each, and of the buckets weighed by their position; worked out from `counts` alone. */
  readonly #sums = new Float64Array(CALIBRATOR_BUCKETS / BLOCK);
  readonly #moments = new Float64Array(CALIBRATOR_BUCKETS / BLOCK);

  /** @param left what is left of everything learned so far */
  fade(left: number): void {
    for (let at = 0; at < CALIBRATOR_BUCKETS; at++) this.counts[at] = (this.counts[at] as number) * left;
    this.refresh();
  }

  learn(bits: number, weight: number): void {
    const at = bucketOf(bits);
    this.counts[at] = (this.counts[at] as number) + weight;
    this.#refreshBlock(Math.floor(at / BLOCK));
  }

  /** To be called when `counts` were set from outside. */
  refresh(): void {
    for (let block = 0; block < this.#sums.length; block++) this.#refreshBlock(block);
  }

  /** Share of events with at least `bits`, in (0, 1]; never rises with `bits`. */
  tail(bits: number): number {
    const own = bucketOf(bits);
    const ownBlock = Math.floor(own / BLOCK);
    let mass = 0;
    let moment = 0;
    let below = 0;
    for (let block = this.#sums.length - 1; block > ownBlock; block--) {
      mass += this.#sums[block] as number;
      moment += this.#moments[block] as number;
    }
    for (let at = (ownBlock + 1) * BLOCK - 1; at > own; at--) {
      const count = this.counts[at] as number;
      mass += count;
      moment += count * at;
    }
    for (let at = ownBlock * BLOCK; at < own; at++) below += this.counts[at] as number;
    for (let block = 0; block < ownBlock; block++) below += this.#sums[block] as number;
    const ownCount = this.counts[own] as number;
    const total = mass + ownCount + below;
    const counted = mass + ownCount / 2;
    if (counted >= COUNTED_MASS) return counted / total;
    return this.#beyond(bits, own, mass, moment, total);
  }

  #refreshBlock(block: number): void {
    let sum = 0;
    let moment = 0;
    for (let at = block * BLOCK; at < (block + 1) * BLOCK; at++) {
      const count = this.counts[at] as number;
      sum += count;
      moment += count * at;
    }
    this.#sums[block] = sum;
    this.#moments[block] = moment;
  }

  #beyond(bits: number, own: number, above: number, aboveMoment: number, total: number): number {
    let mass = above;
    let moment = aboveMoment;
    for (let at = own; at >= 0; at--) {
      const count = this.counts[at] as number;
      if (mass + count / 2 >= COUNTED_MASS) {
        const excess = mass > 0 ? (moment / mass - at) / PER_BIT : 0;
        const start = at / PER_BIT;
        const share = (mass + count / 2) / total;
        return share * exp(-max(0, bits - start) / max(LEAST_EXCESS_BITS, excess));
      }
      mass += count;
      moment += count * at;
    }
    // Too little seen to say: the more bits, the rarer, from one half on.
    return min(1, (COUNTED_MASS / (total + COUNTED_MASS)) * exp(-bits / 4));
  }
}

function bucketOf(bits: number): number {
  return min(CALIBRATOR_BUCKETS - 1, max(0, round(bits * PER_BIT)));
}
