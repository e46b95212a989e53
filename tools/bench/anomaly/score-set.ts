import { createHash } from 'node:crypto';
import { encodeModel, OrgModel, SCORING_CONFIG, SEED_BYTES, seedFrom, type ScoringConfig } from '@redoubt/scoring';
import type { LabelledSet } from './labelled-set.ts';

/** What the model says about the events of a set, in order. */
export interface ScoredSet {
  /** Raw scores: what the fusion says, comparable over the whole set. */
  bits: Float64Array;
  /** Scores 0-100 as people see them, from the tail of what came before. */
  scores: Float64Array;
  /** The highest burst alone. */
  bursts: Float64Array;
  cpuUsPerEvent: number;
  blobBytes: number;
  sizeClass: string;
}

/** Runs a set through a new model in one pass; the labels are not looked at. */
export function scoreSet(set: LabelledSet, seed: number, config: ScoringConfig = SCORING_CONFIG): ScoredSet {
  const bytes = createHash('sha256').update(String(seed)).digest().subarray(0, SEED_BYTES);
  const model = new OrgModel({ orgId: set.name, seed: seedFrom(bytes), config, reasonsFrom: 101 });
  const bits = new Float64Array(set.count);
  const scores = new Float64Array(set.count);
  const bursts = new Float64Array(set.count);
  const before = process.cpuUsage();
  for (let index = 0; index < set.count; index++) {
    const score = model.score(set.event(index));
    bits[index] = score.bits;
    scores[index] = score.anomalyScore;
    bursts[index] = model.sub.topSurge;
  }
  const { user, system } = process.cpuUsage(before);
  const blobBytes = encodeModel(model, { epoch: 0, position: {} }).length;
  return { bits, scores, bursts, cpuUsPerEvent: (user + system) / set.count, blobBytes, sizeClass: model.sizeClass };
}
