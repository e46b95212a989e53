import { systemClock } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { createAuditMetrics } from '../metrics.ts';
import { RefusalLog } from './refusal-log.ts';

/** Wires the log of refused requests, and counts what it cannot keep. */
export function createRefusalLog(deps: { database: Database; log: Logger; metrics: Metrics }): RefusalLog {
  const { database, log, metrics } = deps;
  return new RefusalLog({ database, log, clock: systemClock, lost: createAuditMetrics(metrics).unaudited });
}
