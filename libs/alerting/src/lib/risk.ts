import type { Severity } from '@redoubt/contracts';
import { decayed } from './decay.ts';
import type { EntityHit } from './model/stored.ts';

/** What an alert is worth when nothing like it was seen of its entity. */
export const RISK_WEIGHT: Record<Severity, number> = { informational: 5, low: 15, medium: 40, high: 65, critical: 90 };

/**
 * How new a rule is to an entity: 1 / (1 + k), k = its earlier alerts of that rule, each counting 2^(-age / halfLife).
 * The second alert at once counts a half, the third a third; a day later the second counts two thirds.
 */
export function noveltyOf(hits: readonly EntityHit[], ruleId: string, atMs: number, halfLifeMs: number): number {
  let earlier = 0;
  for (const hit of hits) if (hit.ruleId === ruleId) earlier += decayed(1, atMs - hit.atMs, halfLifeMs);
  return 1 / (1 + earlier);
}

/** An alert's own score, 0-100: weight * (0.5 + 0.5 * novelty), to one decimal. */
export function riskScoreOf(severity: Severity, novelty: number): number {
  return Math.round(RISK_WEIGHT[severity] * (0.5 + 0.5 * novelty) * 10) / 10;
}
