import type { Metrics } from '@redoubt/telemetry';

export const ENCRYPTION_OPERATIONS = ['encrypt', 'decrypt', 'reencrypt'] as const;
export type EncryptionOperation = (typeof ENCRYPTION_OPERATIONS)[number];
export const ENCRYPTION_OUTCOMES = ['success', 'failure'] as const;
export type EncryptionOutcome = (typeof ENCRYPTION_OUTCOMES)[number];

/** `redoubt_encryption_operations_total{operation, outcome}`. */
export function createEncryptionMetrics(metrics: Metrics) {
  return metrics.counter({
    name: 'encryption_operations_total',
    help: 'Secrets sealed, opened, and sealed anew with the active key, by how that ended.',
    labelNames: ['operation', 'outcome'],
    labelValues: { operation: ENCRYPTION_OPERATIONS, outcome: ENCRYPTION_OUTCOMES },
  });
}
