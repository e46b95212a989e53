import type { Alert } from '@redoubt/contracts';

/** An alert as PostgreSQL holds it, for specs. */
export function makeAlert(given: Partial<Alert> = {}): Alert {
  return {
    alertId: '3f2a9c01-0000-5000-8000-000000000001',
    orgId: '5cde1f07-5ea4-47a4-bd8c-321796178ca3',
    ruleId: 'brute-force',
    ruleName: 'Brute force',
    ruleAuthor: 'Redoubt',
    severity: 'high',
    status: 'firing',
    title: 'Brute force from 203.0.113.7',
    reason: '1,234 failed logins from 203.0.113.7 in 15 min; threshold 10',
    fingerprint: 'f',
    subject: { sourceIp: '203.0.113.7' },
    count: 1_234,
    firstSeenMs: Date.UTC(2026, 10, 22, 2),
    lastSeenMs: Date.UTC(2026, 10, 22, 2, 14),
    createdAtMs: Date.UTC(2026, 10, 22, 2, 1),
    updatedAtMs: Date.UTC(2026, 10, 22, 2, 15),
    tags: ['attack.t1110'],
    mitre: [{ technique: 'T1110', tactic: 'credential-access' }],
    riskScore: 64.6,
    sampleEventIds: ['s-1-0-0', 's-1-0-1'],
    version: 3,
    ...given,
  };
}
