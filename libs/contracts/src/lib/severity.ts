import type { EventLane } from './event-id.ts';

/** The five Sigma levels, rising. */
export const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];

const rankOf: Record<Severity, number> = { informational: 0, low: 1, medium: 2, high: 3, critical: 4 };

/** Position of a severity on the rising scale, 0 (informational) to 4 (critical). */
export function severityRank(severity: Severity): number {
  return rankOf[severity];
}

/** Only what is urgent travels in the priority lane. */
export function laneOf(severity: Severity): EventLane {
  return rankOf[severity] >= 3 ? 'p' : 's';
}

/** Words a sender may use for a severity, lower case. */
export const SEVERITY_WORDS: Readonly<Record<string, Severity>> = {
  informational: 'informational',
  info: 'informational',
  information: 'informational',
  default: 'informational',
  notice: 'informational',
  debug: 'informational',
  trace: 'informational',
  verbose: 'informational',
  low: 'low',
  warning: 'medium',
  warn: 'medium',
  medium: 'medium',
  moderate: 'medium',
  error: 'high',
  err: 'high',
  high: 'high',
  critical: 'critical',
  crit: 'critical',
  alert: 'critical',
  emergency: 'critical',
  emerg: 'critical',
  fatal: 'critical',
};

const bySyslogCode: readonly Severity[] = [
  'critical',
  'critical',
  'critical',
  'high',
  'medium',
  'low',
  'informational',
  'informational',
];

/**
 * Reads a sender's severity: one of the five words (or a usual synonym, any case), a syslog code 0-7 (RFC 5424,
 * 0 is worst) or an ECS number 8-100 (100 is worst). A numeric string counts as its number.
 *
 * @returns undefined when the value has no such meaning
 */
export function severityOf(value: unknown): Severity | undefined {
  if (typeof value === 'string') {
    const known = Object.hasOwn(SEVERITY_WORDS, value) ? SEVERITY_WORDS[value] : undefined;
    if (known) return known;
    const lower = value.trim().toLowerCase();
    if (Object.hasOwn(SEVERITY_WORDS, lower)) return SEVERITY_WORDS[lower];
    return /^\d{1,3}$/.test(lower) ? ofNumber(Number(lower)) : undefined;
  }
  return typeof value === 'number' ? ofNumber(value) : undefined;
}

function ofNumber(value: number): Severity | undefined {
  if (!Number.isInteger(value) || value < 0 || value > 100) return undefined;
  if (value <= 7) return bySyslogCode[value];
  if (value < 21) return 'informational';
  if (value < 48) return 'low';
  if (value < 74) return 'medium';
  return value < 90 ? 'high' : 'critical';
}
