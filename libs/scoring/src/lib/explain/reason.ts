/** Kinds of sub-score; each has a weight that verdicts may move. */
export const REASON_FAMILIES = ['rarity', 'burst', 'fan_out', 'number', 'hour'] as const;
export type ReasonFamily = (typeof REASON_FAMILIES)[number];
/** What a reason may be about: a sub-score of this model, or an own model of the operator's, which has no weight here. */
export const REASON_CODES = [...REASON_FAMILIES, 'own_model'] as const;
export type ReasonCode = (typeof REASON_CODES)[number];
/** Positions in REASON_CODES, for where texts are too slow to compare. */
export const FAMILY = { rarity: 0, burst: 1, fan_out: 2, number: 3, hour: 4, own_model: 5 } as const satisfies Record<
  ReasonCode,
  number
>;
export type FamilyPosition = (typeof FAMILY)[ReasonCode];

/** Part of a score. The bits of all parts of an event add up to its raw score exactly; the three largest are given. */
export interface Reason {
  code: ReasonCode;
  /** Aspect code, `value`, `shape` or `own_model`. */
  aspect: string;
  /** What was looked at, by field name. */
  fields: Readonly<Record<string, string>>;
  /** burst, fan_out: count in this minute. rarity, hour: minutes (weeks) that had it. number: the value. own_model: what it says, 0-1. */
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
