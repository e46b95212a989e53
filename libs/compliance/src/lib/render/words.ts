import type { CheckStatus } from '../check.ts';
import type { ControlStatus, FactState, SecurityConfiguration } from '../report/report.ts';

/** Words of reports for people. */
export const STATUS_WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  'not-measured': 'Not measured',
  'not-applicable': 'Not applicable',
  manual: 'Attested',
  waived: 'Waived',
};

export const CONTROL_WORDS: Readonly<Record<ControlStatus, string>> = {
  supported: 'Evidence supports it',
  partial: 'Partial evidence',
  exception: 'Exception',
  none: 'No evidence',
  'not-applicable': 'Not applicable',
};

export const FACT_WORDS: Readonly<Record<FactState, string>> = { yes: 'Yes', no: 'No', unknown: 'Not established' };

export const CONFIGURATION_WORDS: Readonly<Record<keyof SecurityConfiguration, string>> = {
  authenticationEnabled: 'Authentication enabled',
  encryptionInTransit: 'Encryption in transit',
  encryptionAtRest: 'Encryption of stored secrets',
  networkIsolation: 'Network isolation',
  leastPrivilege: 'Least privilege of services',
  auditTrail: 'Audit trail whole and complete',
};

export const FIGURE_WORDS = {
  authenticationAttempts: 'Logins tried at Redis (24 h)',
  authenticationFailures: 'of them failed',
  authenticationSuccessRate: 'Success rate of logins',
  deniedCommands: 'Refused commands, keys and channels (24 h)',
  tlsConnections: 'Connections with TLS',
  plainConnections: 'Connections without TLS',
  openAlerts: 'Open alerts',
  criticalAlerts: 'of them critical',
  openIncidents: 'Open incidents',
  closedIncidents: 'Incidents closed in the last 30 days',
} as const;

/** `2026-11-22 13:05 UTC`. */
export function timeText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2026-11-22` and `13:05:07`, one above the other in narrow columns. */
export function secondText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-11-22`. */
export function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `1 October to 31 October 2026` as days; the end of a period is not part of it. */
export function periodText({ fromMs, toMs }: { fromMs: number; toMs: number }): string {
  return `${dayText(fromMs)} to ${dayText(toMs - 1)}`;
}

export function percent(share: number): string {
  return `${Math.floor(share * 1_000) / 10} %`;
}

/** A number of the figures as people read it. */
export function figureText(name: keyof typeof FIGURE_WORDS, value: number | null): string {
  if (value === null) return 'not known';
  return name === 'authenticationSuccessRate' ? percent(value) : value.toLocaleString('en-US');
}

/** What a reader is told first; null scores are words. */
export function scoreText({ value, measuredShare }: { value: number | null; measuredShare: number }): string {
  return value === null ? 'not assessed' : `${value}/100, ${percent(measuredShare)} measured`;
}
