/** Bucket of 0 in a histogram of numbers. */
export const ZERO_BUCKET = 24;
/** Buckets of a histogram of numbers. */
export const NUMBER_BUCKETS = 96;
const MOST = NUMBER_BUCKETS - 1 - ZERO_BUCKET;

/**
 * Logarithmic bucket of a number, 0..95: `perDoubling` buckets for each doubling above one, five between zero and one,
 * zero and negative numbers apart. What is too large or small shares the outermost bucket; NaN counts as zero.
 */
export function numberBucket(value: number, perDoubling = 1): number {
  if (!(value > 0)) return value < 0 ? Math.max(0, ZERO_BUCKET - 1 - Math.round(Math.log2(1 - value))) : ZERO_BUCKET;
  if (value <= 1) return ZERO_BUCKET + Math.max(1, Math.round(value * 5));
  return ZERO_BUCKET + Math.min(MOST, 6 + Math.round(Math.log2(value) * perDoubling));
}
