import type { Alert, OrgId } from '@redoubt/contracts';

/** A new alert of an organisation. */
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
    tags: [],
    mitre: [],
    riskScore: 50,
    sampleEventIds: [],
    version: 1,
    ...given,
  };
}
