import type { Severity } from '@redoubt/contracts';

/** How things stand, once a second. */
export interface LiveMetrics {
  atMs: number;
  /** Accepted at the gateway within the last second. */
  eventsPerSecond: number;
  /** Counted after they were stored, over the last seconds. */
  bySeverity: Record<Severity, number>;
  openAlerts: number;
  openIncidents: number;
  /** How long the oldest event waits that is not stored yet; absent when it cannot be told. */
  storedLagMs?: number;
}
