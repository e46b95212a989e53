import type { Reason } from '../explain/reason.ts';

/** What an analyst says about a score. Keep verdicts as events: applied again in order they rebuild the same marks. */
export interface Verdict {
  /** Repeats of an id change nothing. */
  verdictId: string;
  analyst: string;
  /** Epoch ms. */
  atMs: number;
  kind: 'false_positive' | 'true_positive';
  /** As the score gave them. */
  reasons: readonly Pick<Reason, 'code' | 'aspect' | 'fields' | 'share'>[];
}

export interface VerdictResult {
  kind: 'applied' | 'duplicate' | 'over_limit';
  /** Keys allowed or frozen by it. */
  marked: number;
  /** True when it moved the weights of the kinds of sub-score. */
  isWeighed: boolean;
}
