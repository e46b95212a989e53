import type { Reason } from '../explain/reason.ts';

/** What the model says about one event. */
export interface Score {
  /** 0-100 by the share of the organisation's events that are at least as unusual; unusual is not malicious. */
  anomalyScore: number;
  /** Share of the organisation's events at least as unusual, (0, 1]. */
  tail: number;
  /** 0-1: how much has been seen to base the score on. */
  confidence: number;
  /** Raw score; the bits of all reasons add up to it. */
  bits: number;
  /** Part of the recent events that belongs to floods, 0-1. */
  floodShare: number;
  /** True in the first day of an organisation: the score is capped. */
  isWarmingUp: boolean;
  /** True for an event too old to be learned. */
  isLate: boolean;
  /** The largest parts first, at most three; empty below the score from which reasons are given. */
  reasons: readonly Reason[];
}
