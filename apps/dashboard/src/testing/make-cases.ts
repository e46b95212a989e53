import { randomUUID } from 'node:crypto';
import type { Alert, Incident, OrgId } from '@redoubt/contracts';

/** An alert as alert-engine would publish it. */
export function makeAlert(orgId: OrgId, given: Partial<Alert> = {}): Alert {
  const atMs = Date.now();
  return {
    ...{ alertId: randomUUID(), orgId, ruleId: 'redoubt_brute_force', ruleName: 'Brute force', severity: 'high' },
    ...{ status: 'firing', title: 'Brute force from 203.0.113.9', reason: '12 failed logins', fingerprint: 'f1' },
    ...{ subject: { sourceIp: '203.0.113.9' }, count: 12, firstSeenMs: atMs - 60_000, lastSeenMs: atMs },
    ...{ createdAtMs: atMs, updatedAtMs: atMs, tags: ['attack.t1110'], mitre: [{ technique: 'T1110' }] },
    ...{ riskScore: 50, sampleEventIds: [], version: 1 },
    ...given,
  };
}

/** An incident likewise. */
export function makeIncident(orgId: OrgId, given: Partial<Incident> = {}): Incident {
  const atMs = Date.now();
  return {
    ...{ incidentId: randomUUID(), orgId, kind: 'alert', title: '203.0.113.9: 2 alerts', status: 'open' },
    ...{ severity: 'high', subject: { sourceIp: '203.0.113.9' }, riskScore: 70, alertIds: [], alertCount: 0 },
    ...{ firstSeenMs: atMs - 60_000, lastSeenMs: atMs, createdAtMs: atMs, updatedAtMs: atMs, version: 1 },
    ...given,
  };
}
