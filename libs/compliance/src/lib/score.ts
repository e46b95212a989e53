import { CHECK_STATUSES, WEIGHTS, type CheckResult, type CheckStatus } from './check.ts';

/** Highest score while something critical fails. */
const CAP = 59;

export interface Score {
  /** 0 to 100; null when nothing was measured. */
  value: number | null;
  /** Part of the applicable weight that was measured, 0 to 1. */
  measuredShare: number;
  isCapped: boolean;
  /** The formula with its numbers, for people. */
  formula: string;
}

/** What the score is made of, whatever a check is called. */
export type Scored = Pick<CheckResult, 'status' | 'rank'>;

/**
 * 100 × Σ weight(pass) / Σ weight(pass or fail). What was not measured, attested by a person or waived is no pass; it
 * shows in the measured share. A critical failure holds the score at 59.
 */
export function scoreOf(checks: readonly Scored[]): Score {
  const weight = (...statuses: readonly CheckStatus[]): number =>
    checks.filter(({ status }) => statuses.includes(status)).reduce((sum, { rank }) => sum + WEIGHTS[rank], 0);
  const [passed, measured] = [weight('pass'), weight('pass', 'fail')];
  const applicable = measured + weight('not-measured', 'manual', 'waived');
  const measuredShare = applicable === 0 ? 0 : Math.floor((measured / applicable) * 1_000) / 1_000;
  if (measured === 0) return { value: null, measuredShare, isCapped: false, formula: 'nothing was measured' };
  // Rounded down: 100 is for what has no failure.
  const raw = Math.floor((100 * passed) / measured);
  const isCapped = raw > CAP && checks.some(({ status, rank }) => status === 'fail' && rank === 'critical');
  const formula =
    `100 × ${passed} (weight of checks passed) / ${measured} (weight of checks measured) = ${raw}` +
    (isCapped ? `, held at ${CAP} by a critical failure` : '');
  return { value: isCapped ? CAP : raw, measuredShare, isCapped, formula };
}

/** Number of checks by status; every status is there. */
export type StatusCounts = Readonly<Record<CheckStatus, number>>;

export function countStatuses(checks: readonly { status: CheckStatus }[]): StatusCounts {
  const counts = Object.fromEntries(CHECK_STATUSES.map((status) => [status, 0])) as Record<CheckStatus, number>;
  for (const { status } of checks) counts[status] += 1;
  return counts;
}
