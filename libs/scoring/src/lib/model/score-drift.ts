import { decayOf } from '../sketch/decay.ts';

/** Histogram buckets, one per bit of raw score. */
export const DRIFT_BUCKETS = 64;
const RECENT_HALF_LIFE_TICKS = 120;
const USUAL_HALF_LIFE_TICKS = 3 * 1_440;
/** With fewer scores than this in either histogram nothing is said. */
const LEAST_RECENT = 30;
const LEAST_USUAL = 300;

/**
 * How far the raw scores of the last hours are from those of the last days: the largest distance of the two
 * distributions (Kolmogorov-Smirnov). Learns what the calibrator learns, so that one flood is no drift.
 */
export class ScoreDrift {
  readonly recent = new Float64Array(DRIFT_BUCKETS);
  readonly usual = new Float64Array(DRIFT_BUCKETS);

  /** @param gap ticks since the last one */
  startTick(gap: number): void {
    const recentLeft = decayOf(RECENT_HALF_LIFE_TICKS).after(gap);
    const usualLeft = decayOf(USUAL_HALF_LIFE_TICKS).after(gap);
    for (let at = 0; at < DRIFT_BUCKETS; at++) {
      this.recent[at] = (this.recent[at] as number) * recentLeft;
      this.usual[at] = (this.usual[at] as number) * usualLeft;
    }
  }

  learn(bits: number): void {
    const at = Math.min(DRIFT_BUCKETS - 1, Math.max(0, Math.round(bits)));
    this.recent[at] = (this.recent[at] as number) + 1;
    this.usual[at] = (this.usual[at] as number) + 1;
  }

  /** 0: as ever, 1: nothing in common; 0 while too little has been seen. */
  distance(): number {
    const recentSum = this.recent.reduce((sum, count) => sum + count, 0);
    const usualSum = this.usual.reduce((sum, count) => sum + count, 0);
    if (recentSum < LEAST_RECENT || usualSum < LEAST_USUAL) return 0;
    let recent = 0;
    let usual = 0;
    let most = 0;
    for (let at = 0; at < DRIFT_BUCKETS; at++) {
      recent += (this.recent[at] as number) / recentSum;
      usual += (this.usual[at] as number) / usualSum;
      most = Math.max(most, Math.abs(recent - usual));
    }
    return most;
  }
}
