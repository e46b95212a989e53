import type { ScoreStep } from '@redoubt/storage';

/** Scores of both stretches below which nothing is said about drift. */
const LEAST_SCORES = 1_000;

/** Adds up what the steps counted by range. */
export function sumOfSteps(steps: readonly ScoreStep[], ranges: number): number[] {
  const sum = new Array<number>(ranges).fill(0);
  for (const { counts } of steps) counts.forEach((count, range) => (sum[range] = (sum[range] as number) + count));
  return sum;
}

/**
 * How far scores have moved: the largest difference between the shares of two histograms up to any score
 * (Kolmogorov-Smirnov), 0 to 1. Null when either holds too few.
 */
export function driftOf(now: readonly number[], before: readonly number[]): number | null {
  const [nowTotal, beforeTotal] = [totalOf(now), totalOf(before)];
  if (nowTotal < LEAST_SCORES || beforeTotal < LEAST_SCORES) return null;
  let [nowSum, beforeSum, widest] = [0, 0, 0];
  now.forEach((count, range) => {
    nowSum += count;
    beforeSum += before[range] ?? 0;
    widest = Math.max(widest, Math.abs(nowSum / nowTotal - beforeSum / beforeTotal));
  });
  return widest;
}

function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
