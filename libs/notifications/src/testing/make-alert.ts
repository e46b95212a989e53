import type { Alert, AlertRecord } from '@redoubt/contracts';

const AT_MS = Date.UTC(2026, 10, 21, 12);

/** An alert as alert-engine makes them; the number makes it one of its own. */
export function makeAlert(number: number, changes: Partial<Alert> = {}): Alert {
  return {
    alertId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    orgId: '11111111-1111-4111-8111-111111111111',
    ruleId: 'rule-1',
    ruleName: 'Brute force',
    ruleAuthor: 'Ann Author',
    severity: 'high',
    status: 'firing',
    title: 'Brute force from 203.0.113.7',
    reason: '12 failed logins from 203.0.113.7 in 15 min; threshold 10',
    fingerprint: `fp-${number}`,
    subject: { sourceIp: `203.0.113.${number % 256}` },
    count: 12,
    firstSeenMs: AT_MS - 600_000,
    lastSeenMs: AT_MS,
    createdAtMs: AT_MS + number,
    updatedAtMs: AT_MS + number,
    threshold: 10,
    windowSeconds: 900,
    tags: ['attack.t1110'],
    mitre: [{ tactic: 'credential-access', technique: 'T1110' }],
    riskScore: 50,
    sampleEventIds: ['s-1700000000000-0-0'],
    version: 1,
    ...changes,
  };
}

type AlertChange = Extract<AlertRecord, { type: 'alert' }>;

/** A record of an alert that people should be told of, unless said otherwise. */
export function makeRecord(alert: Alert, changes: Partial<Omit<AlertChange, 'type' | 'alert'>> = {}): AlertChange {
  return { type: 'alert', change: 'opened', atMs: alert.updatedAtMs, isNotifiable: true, alert, ...changes };
}
