/** Kinds of sub-score; each has a weight that verdicts may move. */
export const REASON_FAMILIES = ['rarity', 'burst', 'fan_out', 'number', 'hour'] as const;
export type ReasonFamily = (typeof REASON_FAMILIES)[number];
/** Positions in REASON_FAMILIES, for where texts are too slow to compare. */
export const FAMILY = { rarity: 0, burst: 1, fan_out: 2, number: 3, hour: 4 } as const satisfies Record<
  ReasonFamily,
  number
>;
export type FamilyPosition = (typeof FAMILY)[ReasonFamily];

/** Part of a score. The bits of all parts of an event add up to its raw score exactly; the three largest are given. */
export interface Reason {
  code: ReasonFamily;
  /** Aspect code, `value`, or `shape`. */
  aspect: string;
  /** What was looked at, by field name. */
  fields: Readonly<Record<string, string>>;
  /** burst, fan_out: count in this minute. rarity, hour: minutes (weeks) that had it. number: the value. */
  observed: number;
  /** burst, fan_out: usual count. rarity, hour: earlier minutes (weeks). number: share of values this far out. */
  expected: number;
  /** Part of the raw score. */
  bits: number;
  /** `bits` over the raw score, 0..1. */
  share: number;
  /** The same in words. */
  text: string;
}
