import { LOCK_SPACE, PARTITION_LOCK } from './advisory-locks.ts';
import type { Database } from './database.ts';
import {
  dayOf,
  dayOfPartition,
  dayOfTakenOff,
  partitionName,
  startOfDayMs,
  takenOffName,
  type Day,
} from './event-days.ts';
import { refuseHeld, underHolds } from './legal-holds.ts';
import type { Session } from './session.ts';

/**
 * The day partitions of `events`. Made ahead by maintenance and, whenever a writer meets a day that has none (a
 * redelivery after a long stop, a skewed clock), on demand; there is no default partition, which would have to be
 * scanned and emptied before each new day.
 */
export class EventPartitions {
  readonly #database: Database;
  readonly #known = new Set<Day>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes sure that the days have partitions. Costs nothing for days this process has seen before. */
  async ensure(days: Iterable<Day>): Promise<void> {
    for (const day of days) {
      if (this.#known.has(day)) continue;
      await this.#database.transaction((session) => createPartition(session, day));
      // Bounded by the window of believed accept times; a day that has left it is only a number.
      this.#known.add(day);
    }
  }

  /** From `daysBack` before today to `daysAhead` after it. */
  async ensureAround(nowMs: number, daysBack: number, daysAhead: number): Promise<void> {
    const today = dayOf(nowMs);
    const days = Array.from({ length: daysBack + daysAhead + 1 }, (_, index) => today - daysBack + index);
    await this.ensure(days);
  }

  /** Call when a COPY finds a partition gone: the next `ensure` looks again. */
  forget(): void {
    this.#known.clear();
  }

  /** Days that have a partition now, oldest first. */
  async list(): Promise<Day[]> {
    return listPartitions(this.#database);
  }

  /**
   * Drops a day with all its rows. Waits at most 2 s for readers to leave the table.
   *
   * @throws RetryableError when they do not, or when it has rows of an organisation under a hold
   */
  async drop(day: Day): Promise<void> {
    this.#known.delete(day);
    const table = partitionName(day);
    await this.#changeTable(table, (session) => session.query(`DROP TABLE IF EXISTS ${table}`));
  }

  /**
   * Takes a day out of `events` and leaves its rows in a table of their own, which nothing is written into any more: an
   * event of the day that comes later makes a new partition. Waits like `drop`.
   *
   * @returns the name of that table
   */
  async takeOff(day: Day): Promise<string> {
    this.#known.delete(day);
    const [table, name] = [partitionName(day), takenOffName(day)];
    await this.#changeTable(table, async (session) => {
      await session.query(`ALTER TABLE events DETACH PARTITION ${table}`);
      await session.query(`ALTER TABLE ${table} RENAME TO ${name}`);
    });
    return name;
  }

  /** Days that were taken off and not dropped yet, oldest first. */
  async listTakenOff(): Promise<Day[]> {
    const rows = await this.#database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
       AND relname LIKE 'events\\_taken\\_off\\_p%'`,
    );
    return sortedDays(rows.map((row) => dayOfTakenOff(row.name)));
  }

  async dropTakenOff(day: Day): Promise<void> {
    const table = takenOffName(day);
    await this.#changeTable(table, (session) => session.query(`DROP TABLE ${table}`));
  }

  /** @throws RetryableError when the table has rows of an organisation under a hold */
  async #changeTable(table: string, change: (session: Session) => Promise<unknown>): Promise<void> {
    await underHolds(this.#database, async (session, held) => {
      await refuseHeld(session, table, held);
      await session.query("SET LOCAL lock_timeout = '2s'");
      await change(session);
    });
  }
}

async function listPartitions(database: Database): Promise<Day[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'events'::regclass`,
  );
  return sortedDays(rows.map((row) => dayOfPartition(row.name)));
}

function sortedDays(days: readonly (Day | undefined)[]): Day[] {
  return days.filter((day) => day !== undefined).sort((a, b) => a - b);
}

async function createPartition(session: Session, day: Day): Promise<void> {
  await lockPartitions(session);
  const name = partitionName(day);
  const [found] = await session.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [name]);
  if (found?.exists) return;
  // Not CREATE … PARTITION OF: that locks `events` against readers, ATTACH does not.
  await session.query(`CREATE TABLE ${name} (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
  const { from, to } = boundsOf(day);
  await session.query(`ALTER TABLE events ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`);
  await session.query(`GRANT INSERT ON ${name} TO redoubt_writer`);
}

/** Until the end of the transaction nobody else makes a partition. */
export async function lockPartitions(session: Session): Promise<void> {
  await session.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_SPACE, PARTITION_LOCK]);
}

/** Accept times of a day, RFC 3339; `to` is outside. */
export function boundsOf(day: Day): { from: string; to: string } {
  const [from, to] = [day, day + 1].map((one) => new Date(startOfDayMs(one)).toISOString()) as [string, string];
  return { from, to };
}
