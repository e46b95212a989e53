import type { AlertRecord } from '@redoubt/contracts';
import type { AlertEngineMetrics } from '../metrics.ts';

/** Counts what went to the alert stream. */
export function noteRecords(metrics: AlertEngineMetrics, records: readonly AlertRecord[]): void {
  for (const record of records) {
    if (record.type !== 'alert') continue;
    const { alert, change } = record;
    if (change === 'opened') {
      metrics.alertsCreated.inc({ severity: alert.severity });
      metrics.alertAge.observe(Math.max(0, Date.now() - alert.createdAtMs) / 1_000);
      if (alert.suppressedBy !== undefined) metrics.alertsSuppressed.inc({ reason: 'suppression' });
      else if (alert.inhibitedBy !== undefined) metrics.alertsSuppressed.inc({ reason: 'inhibition' });
    }
  }
}
