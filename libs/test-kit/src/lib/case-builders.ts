import { randomUUID } from 'node:crypto';
import type { Alert, AlertRecord, Incident } from '@redoubt/contracts';

/** When cases change last, unless a test says otherwise. */
export const CASE_TIME_MS = Date.UTC(2026, 10, 21, 12);

const minuteMs = 60_000;
const someOrgId = '11111111-1111-4111-8111-111111111111';

/**
 * An alert as alert-engine publishes it, with whatever the test cares about replaced.
 *
 * @param atMs when it was opened and changed last; its events came in the ten minutes before
 */
export function alertOf(given: Partial<Alert> = {}, atMs = CASE_TIME_MS): Alert {
  return {
    alertId: randomUUID(),
    orgId: someOrgId,
    ruleId: 'brute-force',
    ruleName: 'Brute force',
    severity: 'high',
    status: 'firing',
    title: 'Brute force from 203.0.113.7',
    reason: '12 failed logins from 203.0.113.7 in 15 min; threshold 10',
    fingerprint: 'f1',
    subject: { sourceIp: '203.0.113.7' },
    count: 12,
    firstSeenMs: atMs - 10 * minuteMs,
    lastSeenMs: atMs,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    tags: ['attack.t1110'],
    mitre: [{ tactic: 'credential-access', technique: 'T1110' }],
    riskScore: 50,
    sampleEventIds: [],
    version: 1,
    ...given,
  };
}

/** One of many alerts: equal numbers make equal alerts, different ones differ in id, subject and time. */
export function numberedAlert(number: number, given: Partial<Alert> = {}): Alert {
  const own = {
    alertId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    ruleAuthor: 'Ann Author',
    fingerprint: `f${number}`,
    subject: { sourceIp: `203.0.113.${number % 256}` },
    sampleEventIds: [`s-${CASE_TIME_MS}-0-${number}`],
  };
  return alertOf({ ...own, ...given }, CASE_TIME_MS + number);
}

/**
 * An incident likewise.
 *
 * @param atMs when it was opened and changed last
 */
export function incidentOf(given: Partial<Incident> = {}, atMs = CASE_TIME_MS): Incident {
  return {
    incidentId: randomUUID(),
    orgId: someOrgId,
    kind: 'alert',
    title: '203.0.113.7: 2 alerts',
    status: 'open',
    severity: 'high',
    subject: { sourceIp: '203.0.113.7' },
    riskScore: 70,
    alertIds: [],
    alertCount: 0,
    firstSeenMs: atMs - 10 * minuteMs,
    lastSeenMs: atMs,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    version: 1,
    ...given,
  };
}

type AlertLine = Extract<AlertRecord, { type: 'alert' }>;
type IncidentLine = Extract<AlertRecord, { type: 'incident' }>;

/** A record of an alert that people should be told of, unless said otherwise. */
export function alertRecordOf(alert: Alert, given: Partial<Omit<AlertLine, 'type' | 'alert'>> = {}): AlertLine {
  return { type: 'alert', change: 'opened', atMs: alert.updatedAtMs, isNotifiable: true, alert, ...given };
}

/** Likewise of an incident. */
export function incidentRecordOf(
  incident: Incident,
  given: Partial<Omit<IncidentLine, 'type' | 'incident'>> = {},
): IncidentLine {
  return { type: 'incident', change: 'opened', atMs: incident.updatedAtMs, isNotifiable: true, incident, ...given };
}
