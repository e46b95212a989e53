import type { Severity } from '@redoubt/contracts';

const SEVERITY_WEIGHTS: Readonly<Record<Severity, number>> = {
  informational: 0,
  low: 0.05,
  medium: 0.15,
  high: 0.35,
  critical: 0.6,
};

/**
 * How much an unusual event should worry, 0-100: 100 (1 - (1 - a)(1 - severity)(1 - asset)(1 - intel)).
 *
 * Kept apart from the anomaly score, so that a rare harmless event does not look like a rule that matched.
 * @param anomalyScore 0-100
 * @param assetWeight, intelWeight 0..1: how precious the asset, how ill-reputed the source is
 */
export function threatScore(
  anomalyScore: number,
  { severity, assetWeight = 0, intelWeight = 0 }: { severity: Severity; assetWeight?: number; intelWeight?: number },
): number {
  const calm = (1 - anomalyScore / 100) * (1 - SEVERITY_WEIGHTS[severity]) * (1 - assetWeight) * (1 - intelWeight);
  return 100 * (1 - calm);
}
