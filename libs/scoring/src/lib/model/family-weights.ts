import { REASON_FAMILIES, type ReasonFamily } from '../explain/reason.ts';

/** How much each kind of sub-score counts, 0.5..2; verdicts move it. */
export class FamilyWeights {
  readonly values = new Float64Array(REASON_FAMILIES.length).fill(1);

  of(family: ReasonFamily): number {
    return this.values[REASON_FAMILIES.indexOf(family)] as number;
  }
}
