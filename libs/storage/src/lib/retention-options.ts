import type { Database } from './database.ts';
import type { Day } from './event-days.ts';
import type { EventPartitions } from './event-partitions.ts';

export interface RetentionOptions {
  database: Database;
  partitions: EventPartitions;
  nowMs: number;
  /** Partitions of this many days before and after today are made. */
  daysBack?: number;
  daysAhead?: number;
  /** Rows of one DELETE. */
  deleteBatchRows?: number;
  /** Most rows deleted in one run; the next run goes on. */
  deleteMaxRows?: number;
  /** Retention of the ledger and of remembered refusals. */
  ledgerDays?: number;
  /** Applies when no organisation says otherwise. */
  defaultRetentionDays?: number;
  /** Folder in which a day is archived before it is dropped; none: it is gone. */
  archiveFolder?: string;
  /** Ends the run at its next batch of rows; what was not done is done by the next one. */
  signal?: AbortSignal;
}

export interface RetentionReport {
  droppedDays: Day[];
  /** Those of them that were archived, and verified, before. */
  archivedDays: Day[];
  /** Past their time, and kept for organisations under a hold. */
  heldDays: Day[];
  /** Past their time, and still there since they could not be archived or dropped. */
  failedDays: { day: Day; reason: string }[];
  deletedRows: number;
  /** Alerts and incidents, with their histories. */
  forgottenAlerts: number;
}
