import { RetryableError } from '@redoubt/contracts';
import { countRows } from '../count-rows.ts';
import type { Database } from '../database.ts';
import { partitionName, type Day } from '../event-days.ts';
import type { EventPartitions } from '../event-partitions.ts';
import { archiveDay, type ArchiveOptions } from './write-archive.ts';

export interface DropOptions extends ArchiveOptions {
  partitions: EventPartitions;
  /** False once the lock of retention is lost: another process may be at the same day then. */
  mayGoOn: () => Promise<boolean>;
}

/**
 * Archives a day where it is, so that it is found until then, takes it off `events` and drops it: nothing is counted
 * while writers wait. Rows that came meanwhile are archived from the table that was taken off.
 *
 * @param restoredRows  with exactly as many rows the day is what an archive that was brought back holds
 * @returns false when there was nothing to archive
 * @throws RetryableError before the next step when the run may not go on
 */
export async function archiveAndDrop(
  options: DropOptions,
  day: Day,
  restoredRows: number | undefined,
): Promise<boolean> {
  const { database, partitions } = options;
  const archived = await rowsArchivedBefore(database, partitionName(day), restoredRows);
  const rows = archived ?? (await archiveDay(options, day)).rows;
  await refuseUnlessMayGoOn(options);
  const table = await partitions.takeOff(day);
  const isWhole = (await countRows(database, table)) === rows;
  if (!isWhole) await archiveDay(options, day, table);
  await refuseUnlessMayGoOn(options);
  await partitions.dropTakenOff(day);
  return archived === undefined || !isWhole;
}

/** @throws RetryableError when the run may not go on */
export async function refuseUnlessMayGoOn({ mayGoOn }: Pick<DropOptions, 'mayGoOn'>): Promise<void> {
  if (!(await mayGoOn())) throw new RetryableError('the run was stopped, or the lock of retention was lost');
}

/** True without a single row. */
export async function isEmpty(database: Database, table: string): Promise<boolean> {
  return (await database.query(`SELECT 1 FROM ${table} LIMIT 1`)).length === 0;
}

async function rowsArchivedBefore(
  database: Database,
  table: string,
  restoredRows: number | undefined,
): Promise<number | undefined> {
  if (await isEmpty(database, table)) return 0;
  if (restoredRows === undefined) return undefined;
  return (await countRows(database, table)) === restoredRows ? restoredRows : undefined;
}
