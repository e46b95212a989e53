import { countRows } from '../count-rows.ts';
import type { Database } from '../database.ts';
import { partitionName, type Day } from '../event-days.ts';
import type { EventPartitions } from '../event-partitions.ts';
import { archiveDay, type ArchiveOptions } from './write-archive.ts';

/**
 * Archives a day where it is, so that it is found until then, takes it off `events` and drops it: nothing is counted
 * while writers wait. Rows that came meanwhile are archived from the table that was taken off.
 *
 * @param restoredRows  with exactly as many rows the day is what an archive that was brought back holds
 * @returns false when there was nothing to archive
 */
export async function archiveAndDrop(
  options: ArchiveOptions & { partitions: EventPartitions },
  day: Day,
  restoredRows: number | undefined,
): Promise<boolean> {
  const { database, partitions } = options;
  const archived = await rowsArchivedBefore(database, partitionName(day), restoredRows);
  const rows = archived ?? (await archiveDay(options, day)).rows;
  const table = await partitions.takeOff(day);
  const isWhole = (await countRows(database, table)) === rows;
  if (!isWhole) await archiveDay(options, day, table);
  await partitions.dropTakenOff(day);
  return archived === undefined || !isWhole;
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
