import { SEVERITIES, type Severity } from '@redoubt/contracts';
import type { BySeverity } from './event-counters.ts';

/** What an asset's health is made from. */
export interface HealthInput {
  openAlerts: BySeverity;
  /** Events of this hour and the one before. */
  events: BySeverity;
  /** It sent within a day, and nothing in this hour and the one before. */
  isSilent: boolean;
  /** What known weaknesses take off, see `vulnerabilityPoints`. */
  vulnerabilityPoints?: number;
}

/** Points an open alert takes away. */
const ALERT_POINTS: Readonly<BySeverity> = { informational: 0, low: 3, medium: 8, high: 20, critical: 40 };
const MOST_ALERT_POINTS = 70;
/** Points for events that are all of high severity or worse; a share of them takes its share. */
const SEVERE_POINTS = 20;
const SILENCE_POINTS = 10;

/**
 * Health of an asset, 0 to 100:
 *
 * `100 − min(70, Σ points of open alerts) − 20 × severe events ÷ events − 10 if silent − points of weaknesses`, where an open alert of
 * critical, high, medium or low severity has 40, 20, 8 or 3 points, and severe events are of high or critical severity.
 */
export function healthScore({ openAlerts, events, isSilent, vulnerabilityPoints = 0 }: HealthInput): number {
  const alertPoints = SEVERITIES.reduce((sum, severity) => sum + ALERT_POINTS[severity] * openAlerts[severity], 0);
  const all = SEVERITIES.reduce((sum, severity) => sum + events[severity], 0);
  const severeShare = all === 0 ? 0 : (events.high + events.critical) / all;
  const silence = isSilent ? SILENCE_POINTS : 0;
  const others = SEVERE_POINTS * severeShare + silence + vulnerabilityPoints;
  return Math.max(0, Math.round(100 - Math.min(MOST_ALERT_POINTS, alertPoints) - others));
}

export type HealthStatus = 'healthy' | 'warning' | 'critical' | 'silent';

/** The word for a score; silence is told as itself where nothing is worse. */
export function healthStatus(score: number, isSilent: boolean): HealthStatus {
  if (score < 50) return 'critical';
  if (score < 80) return 'warning';
  return isSilent ? 'silent' : 'healthy';
}

/** The worst severity that has a count. */
export function worstOf(counts: BySeverity): Severity | null {
  return SEVERITIES.findLast((severity) => counts[severity] > 0) ?? null;
}
