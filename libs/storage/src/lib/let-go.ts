import { toError, type OrgId } from '@redoubt/contracts';
import { archiveAndDrop, isEmpty, refuseUnlessMayGoOn, type DropOptions } from './archive/archive-and-drop.ts';
import { archiveDay } from './archive/write-archive.ts';
import { deleteRows } from './delete-rows.ts';
import { partitionName, takenOffName, type Day } from './event-days.ts';
import { hasRowsOf } from './legal-holds.ts';
import { putBackDay } from './put-back-day.ts';
import type { RetentionOptions, RetentionReport } from './retention-options.ts';

/** One run of retention. */
export type RetentionRun = RetentionOptions & Pick<DropOptions, 'mayGoOn'>;

/** A day that is past everybody's retention. */
export async function letGo(
  options: RetentionRun,
  report: RetentionReport,
  day: Day,
  { held, restoredRows }: { held: readonly OrgId[]; restoredRows: number | undefined },
): Promise<void> {
  const { database, partitions, archiveFolder: folder, signal } = options;
  try {
    if (await hasRowsOf(database, partitionName(day), held)) {
      report.heldDays.push(day);
      await deleteRows(options, report, day, (orgId) => !held.includes(orgId));
      return;
    }
    if (folder === undefined) await partitions.drop(day);
    else if (await archiveAndDrop({ ...options, folder }, day, restoredRows)) report.archivedDays.push(day);
    report.droppedDays.push(day);
    await database.query("DELETE FROM restored_days WHERE day = date '1970-01-01' + $1::int", [day]);
  } catch (error) {
    if (signal?.aborted) return;
    // The next run is soon enough, and the other days need not wait for it.
    report.failedDays.push({ day, reason: toError(error).message });
  }
}

/**
 * A day that an earlier run took off `events` and did not drop. When it has rows of an organisation that has come under a
 * hold since, it is a partition again afterwards, to be found and to be let go like any other.
 */
export async function letGoTakenOff(
  options: RetentionRun,
  report: RetentionReport,
  day: Day,
  held: readonly OrgId[],
): Promise<void> {
  const { database, partitions, archiveFolder: folder, signal } = options;
  const table = takenOffName(day);
  try {
    if (await hasRowsOf(database, table, held)) {
      await putBackDay(database, day);
      return;
    }
    if (folder !== undefined && !(await isEmpty(database, table))) {
      await archiveDay({ ...options, folder }, day, table);
      report.archivedDays.push(day);
    }
    await refuseUnlessMayGoOn(options);
    await partitions.dropTakenOff(day);
    report.droppedDays.push(day);
  } catch (error) {
    if (signal?.aborted) return;
    report.failedDays.push({ day, reason: toError(error).message });
  }
}
