// Bound once: looking names up in Math costs more than the sums where a global object is guarded, as under test.
const { min, max, round, exp } = Math;

/** Buckets per bit and highest bits told apart. */
const PER_BIT = 8;
const MAX_BITS = 64;
export const CALIBRATOR_BUCKETS = PER_BIT * MAX_BITS;
/** A tail is counted while this much lies in it and continued by its shape beyond. */
const COUNTED_MASS = 8;
const LEAST_EXCESS_BITS = 0.5;

/**
 * Decayed histogram of an organisation's raw scores: which share of its events is at least this unusual?
 *
 * Beyond the counted part the tail falls off exponentially with the mean excess over the last counted bucket, so that
 * the most unusual event in months ranks above the most unusual of the week.
 */
export class ScoreCalibrator {
  readonly counts = new Float64Array(CALIBRATOR_BUCKETS);

  /** @param left what is left of everything learned so far */
  fade(left: number): void {
    for (let at = 0; at < CALIBRATOR_BUCKETS; at++) this.counts[at] = (this.counts[at] as number) * left;
  }

  learn(bits: number, weight: number): void {
    const at = bucketOf(bits);
    this.counts[at] = (this.counts[at] as number) + weight;
  }

  /** Share of events with at least `bits`, in (0, 1]; never rises with `bits`. */
  tail(bits: number): number {
    const own = bucketOf(bits);
    let mass = 0;
    let moment = 0;
    for (let at = CALIBRATOR_BUCKETS - 1; at > own; at--) {
      const count = this.counts[at] as number;
      mass += count;
      moment += count * at;
    }
    let below = 0;
    for (let at = 0; at < own; at++) below += this.counts[at] as number;
    const ownCount = this.counts[own] as number;
    const total = mass + ownCount + below;
    const counted = mass + ownCount / 2;
    if (counted >= COUNTED_MASS) return counted / total;
    return this.#beyond(bits, own, mass, moment, total);
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
