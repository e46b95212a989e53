import type { PostureCheck, SecurityPosture } from '@redoubt/contracts';
import type { CheckDefinition } from './check.ts';

/** What a check counts for. */
export const WEIGHTS: Readonly<Record<CheckDefinition['rank'], number>> = { critical: 10, high: 6, medium: 3, low: 1 };

/** Highest score while something critical fails. */
const CAP = 59;

/**
 * 100 × Σ weight(pass) / Σ weight(pass or fail): what was not measured is no pass, but shown beside, as the measured
 * share of what applies. A critical failure holds the score at 59.
 */
export function scoreOf(checks: readonly PostureCheck[]): SecurityPosture['score'] {
  const weight = (...statuses: readonly PostureCheck['status'][]): number =>
    checks.filter(({ status }) => statuses.includes(status)).reduce((sum, check) => sum + check.weight, 0);
  const [passed, measured] = [weight('pass'), weight('pass', 'fail')];
  const applicable = measured + weight('not_measured');
  const measuredShare = applicable === 0 ? 0 : Math.round((measured / applicable) * 1_000) / 1_000;
  if (measured === 0) return { value: null, measuredShare, formula: 'nothing was measured', isCapped: false };
  const raw = Math.round((100 * passed) / measured);
  const isCapped = checks.some(({ status, isCritical }) => status === 'fail' && isCritical) && raw > CAP;
  const formula =
    `100 × ${passed} (weight of checks passed) / ${measured} (weight of checks measured) = ${raw}` +
    (isCapped ? `, held at ${CAP} by a critical failure` : '');
  return { value: isCapped ? CAP : raw, measuredShare, formula, isCapped };
}
