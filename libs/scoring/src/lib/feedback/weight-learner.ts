import { REASON_FAMILIES, type ReasonFamily } from '../explain/reason.ts';
import type { FamilyWeights } from '../model/family-weights.ts';

const RATE = 0.1;
const SMOOTHING = 1;
const L1 = 0.1;
const L2 = 1;
/** Verdicts before the weights move. */
export const LEAST_VERDICTS = 20;
const LEAST_WEIGHT = 0.5;
const MOST_WEIGHT = 2;

/**
 * Learns from verdicts which kinds of sub-score to trust: FTRL-Proximal (McMahan et al., KDD 2013) logistic regression on
 * the share that each kind had in the score. A weight is 2^theta, within 0.5 and 2.
 */
export class WeightLearner {
  readonly z = new Float64Array(REASON_FAMILIES.length);
  readonly n = new Float64Array(REASON_FAMILIES.length);

  /**
   * @param mostMove by which the sum of the weights' changes is limited
   * @returns by how much weights moved in all
   */
  learn(
    weights: FamilyWeights,
    shares: Readonly<Partial<Record<ReasonFamily, number>>>,
    isTrue: boolean,
    mostMove: number,
  ): number {
    const inputs = REASON_FAMILIES.map((family) => shares[family] ?? 0);
    const margin = inputs.reduce((sum, input, at) => sum + input * this.#theta(at), 0);
    const error = 1 / (1 + Math.exp(-margin)) - (isTrue ? 1 : 0);
    const wanted = inputs.map((input, at) => {
      const gradient = error * input;
      const before = this.n[at] as number;
      const sigma = (Math.sqrt(before + gradient * gradient) - Math.sqrt(before)) / RATE;
      this.z[at] = (this.z[at] as number) + gradient - sigma * this.#theta(at);
      this.n[at] = before + gradient * gradient;
      return Math.min(MOST_WEIGHT, Math.max(LEAST_WEIGHT, 2 ** this.#theta(at)));
    });
    const asked = wanted.reduce((sum, weight, at) => sum + Math.abs(weight - (weights.values[at] as number)), 0);
    const part = asked > mostMove ? mostMove / asked : 1;
    wanted.forEach((weight, at) => {
      const old = weights.values[at] as number;
      weights.values[at] = old + (weight - old) * part;
    });
    return asked * part;
  }

  #theta(at: number): number {
    const z = this.z[at] as number;
    if (Math.abs(z) <= L1) return 0;
    return -(z - Math.sign(z) * L1) / ((SMOOTHING + Math.sqrt(this.n[at] as number)) / RATE + L2);
  }
}
