import type { Alert, AlertRecord, Incident, OrgId } from '@redoubt/contracts';
import type { AlertRecordRow } from '../lib/alert-rows.ts';

/** An alert as alert-engine would publish it, for tests. */
export function makeAlert(orgId: OrgId, given: Partial<Alert> = {}): Alert {
  return {
    alertId: globalThis.crypto.randomUUID(),
    orgId,
    ruleId: 'brute-force',
    ruleName: 'Brute force',
    severity: 'high',
    status: 'firing',
    title: 'Brute force from 203.0.113.9',
    reason: '12 failed logins from 203.0.113.9 in 15 min; threshold 10',
    fingerprint: 'f1',
    subject: { sourceIp: '203.0.113.9' },
    count: 12,
    firstSeenMs: 1_700_000_000_000,
    lastSeenMs: 1_700_000_060_000,
    createdAtMs: 1_700_000_061_000,
    updatedAtMs: 1_700_000_061_000,
    tags: ['attack.t1110'],
    mitre: [{ technique: 'T1110' }],
    riskScore: 50,
    sampleEventIds: ['s-1-0-0'],
    version: 1,
    ...given,
  };
}

/** An incident with the given parts. */
export function makeIncident(orgId: OrgId, given: Partial<Incident> = {}): Incident {
  return {
    incidentId: globalThis.crypto.randomUUID(),
    orgId,
    kind: 'alert',
    title: '203.0.113.9: 2 alerts',
    status: 'open',
    severity: 'high',
    subject: { sourceIp: '203.0.113.9' },
    riskScore: 70,
    alertIds: [],
    alertCount: 0,
    firstSeenMs: 1_700_000_000_000,
    lastSeenMs: 1_700_000_060_000,
    createdAtMs: 1_700_000_061_000,
    updatedAtMs: 1_700_000_061_000,
    version: 1,
    ...given,
  };
}

/** A record at a place of the alerts stream. */
export function makeRecordRow(
  entryId: string,
  of: { alert: Alert } | { incident: Incident },
  more: { change?: AlertRecord['change']; index?: number; actor?: string; note?: string; commandId?: string } = {},
): AlertRecordRow {
  const { index = 0, change = 'opened', ...person } = more;
  const state = 'alert' in of ? of.alert : of.incident;
  const type = 'alert' in of ? 'alert' : 'incident';
  const record = { type, change, atMs: state.updatedAtMs, isNotifiable: true, ...of, ...person } as AlertRecord;
  return { recordId: `a-${entryId}-${index}`, lane: 'a', entryId, index, record };
}
