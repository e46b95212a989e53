/** What feedback keeps beside marks and weights. */
export interface FeedbackState {
  /** Hashes of the newest verdict ids. */
  verdicts: number[];
  /** Verdicts ever applied. */
  count: number;
  /** Sums of FTRL-Proximal per kind of sub-score. */
  z: number[];
  n: number[];
  /** Per analyst (hashed) and day what of the allowance is used. */
  analysts: [analyst: number, day: number, marks: number, moved: number][];
}
