import type { Metrics } from '@redoubt/telemetry';

export const SECRET_STATES = ['current', 'stale', 'unreadable'] as const;

/** `redoubt_encryption_secrets{state}`. */
export function createReencryptionMetrics(metrics: Metrics) {
  return metrics.gauge({
    name: 'encryption_secrets',
    help: 'Stored secrets by how they are sealed: with the active key, to be sealed anew, or with a key that is not here.',
    labelNames: ['state'],
    labelValues: { state: SECRET_STATES },
  });
}
