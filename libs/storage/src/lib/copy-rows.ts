import type { OrgId } from '@redoubt/contracts';
import type { CopyBuffer } from './copy-buffer.ts';
import { dayOf, partitionName, storedReceiveTime, type Day } from './event-days.ts';
import { EVENT_COLUMNS, writeEventRow, type EventRow } from './event-row.ts';
import type { RefusedEvent } from './refused-events.ts';
import type { Session } from './session.ts';
import { isRowRefusal } from './storage-error.ts';

/** Rows of one organisation that a transaction is about to store. */
export interface PreparedRows {
  orgId: OrgId;
  /** The organisation id as 16 bytes. */
  org: Buffer;
  rows: readonly EventRow[];
  /** Now, as the accept times of the batch are judged against. */
  nowMs: number;
}

interface RowOfOrg {
  source: PreparedRows;
  row: EventRow;
}

/**
 * Copies the rows into their day partitions, organisation after organisation, so that rows read together lie together.
 *
 * @param days  every day that a row falls on
 * @param isBisecting  put a savepoint around each COPY and halve the rows of one that is refused, down to the row at fault
 * @returns the rows that PostgreSQL refused; empty unless bisecting
 */
export async function copyRows(
  session: Session,
  buffer: CopyBuffer,
  batches: readonly PreparedRows[],
  days: ReadonlySet<Day>,
  isBisecting: boolean,
): Promise<RefusedEvent[]> {
  const refused: RefusedEvent[] = [];
  for (const day of days) {
    if (isBisecting) {
      const rows = batches.flatMap((source) => rowsOfDay(source, day).map((row) => ({ source, row })));
      if (rows.length > 0) await copyHalving(session, buffer, day, rows, refused);
    } else {
      await copyDay(session, buffer, batches, day, days.size === 1);
    }
  }
  return refused;
}

function rowsOfDay(source: PreparedRows, day: Day): readonly EventRow[] {
  return source.rows.filter((row) => dayOf(storedReceiveTime(row.acceptedAtMs, source.nowMs)) === day);
}

async function copyDay(
  session: Session,
  buffer: CopyBuffer,
  batches: readonly PreparedRows[],
  day: Day,
  isOnlyDay: boolean,
): Promise<void> {
  let count = 0;
  buffer.reset();
  for (const source of batches) {
    const rows = isOnlyDay ? source.rows : rowsOfDay(source, day);
    for (const row of rows) writeEventRow(buffer, source.org, row, storedReceiveTime(row.acceptedAtMs, source.nowMs));
    count += rows.length;
  }
  if (count > 0) await copyIn(session, buffer, day);
}

async function copyIn(session: Session, buffer: CopyBuffer, day: Day): Promise<void> {
  await session.copyIn(`COPY ${partitionName(day)} (${EVENT_COLUMNS}) FROM STDIN (FORMAT binary)`, buffer.finish());
}

async function copyHalving(
  session: Session,
  buffer: CopyBuffer,
  day: Day,
  rows: readonly RowOfOrg[],
  refused: RefusedEvent[],
): Promise<void> {
  await session.query('SAVEPOINT rows');
  try {
    buffer.reset();
    for (const { source, row } of rows) {
      writeEventRow(buffer, source.org, row, storedReceiveTime(row.acceptedAtMs, source.nowMs));
    }
    await copyIn(session, buffer, day);
    await session.query('RELEASE rows');
  } catch (error) {
    if (!isRowRefusal(error)) throw error;
    buffer.replace();
    await session.query('ROLLBACK TO rows');
    await session.query('RELEASE rows');
    const [only] = rows;
    if (rows.length === 1 && only) {
      const { eventId, lane } = only.row;
      refused.push({ orgId: only.source.orgId, lane, eventId, reason: (error as Error).message });
      return;
    }
    const middle = rows.length >> 1;
    await copyHalving(session, buffer, day, rows.slice(0, middle), refused);
    await copyHalving(session, buffer, day, rows.slice(middle), refused);
  }
}
