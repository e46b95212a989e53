import { systemClock } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { RefusalLog } from './refusal-log.ts';

/** Wires the log of refused requests, and counts what it cannot keep. */
export function createRefusalLog(deps: { database: Database; log: Logger; metrics: Metrics }): RefusalLog {
  const { database, log, metrics } = deps;
  const lost = metrics.counter({
    name: 'dashboard_refusals_unaudited_total',
    help: 'Refused requests that were not written to the audit log: too many at once, or PostgreSQL away at the end',
  });
  return new RefusalLog({ database, log, clock: systemClock, lost });
}
