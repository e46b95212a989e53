import { REASON_FAMILIES } from '../explain/reason.ts';

/** How much each kind of sub-score counts, 0.5..2, by position in REASON_FAMILIES; verdicts move it. */
export class FamilyWeights {
  readonly values = new Float64Array(REASON_FAMILIES.length).fill(1);
}
