import { FAMILY } from '../explain/reason.ts';
import type { Findings } from './findings.ts';

/** What a model that the organisation's operator brought along says about an event. */
export interface OwnModelScore {
  /** The model's name, as reasons tell it. */
  model: string;
  /** 0: ordinary, 1: as unusual as it gets. */
  score: number;
}

/** Most that an own model adds to a raw score: about half of what an event nobody has ever seen the like of has. */
export const OWN_MODEL_MOST_BITS = 12;

/** Bits of surprise of a score, read as a share: 0.5 is 1 bit, 0.99 is 6.6. */
export function ownModelBits(score: number): number {
  return Math.min(OWN_MODEL_MOST_BITS, Math.log2(1 / (1 - Math.min(1, Math.max(0, score)))));
}

/** Adds what an own model says to the findings of an event. Its part of the raw score is its bits as they are. */
export function addOwnModel(findings: Findings, { score }: OwnModelScore): void {
  const finding = findings.add(FAMILY.own_model, 'own_model', -1, ownModelBits(score));
  finding.observed = score;
  finding.expected = 0;
}
