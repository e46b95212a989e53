import type { OrgId, RecordLane } from '@redoubt/contracts';
import type { Database } from './database.ts';
import type { StoreResult } from './event-store.ts';
import { advancePositions, lockPositions, type HeldPositions, type PositionedRow } from './position-rows.ts';
import { ReachedPositions } from './reached-positions.ts';
import { findRefused, recordRefused, type RefusedEvent } from './refused-events.ts';
import type { Session } from './session.ts';
import { isRowRefusal, sqlStateOf } from './storage-error.ts';

/** One decoded record of a stream of an organisation, with its place there. */
export interface RecordRow extends PositionedRow {
  /** `<lane>-<entryId>-<index>`. */
  recordId: string;
}

/** What one owner wants stored of one record stream of an organisation, in stream order. */
export interface RecordBatch<R extends RecordRow> {
  orgId: OrgId;
  /** Epoch of the lease under which the records were read. */
  epoch: number;
  lane: RecordLane;
  events: readonly R[];
}

/** New records of one organisation. */
export interface OrgRecords<R extends RecordRow> {
  orgId: OrgId;
  rows: readonly R[];
}

/** Where records of one kind go. */
export interface RecordTables<R extends RecordRow, Before = void> {
  /** What has to be known before anything is written. */
  before(session: Session, rows: readonly R[]): Promise<Before>;
  insert(session: Session, parts: readonly OrgRecords<R>[]): Promise<void>;
  /** What goes with the rows that were written. */
  after(session: Session, stored: readonly R[], before: Before): Promise<void>;
}

interface Prepared<R extends RecordRow> {
  batch: RecordBatch<R>;
  isLost: boolean;
  rows: readonly R[];
  refused: RefusedEvent[];
}

/**
 * Stores records of many organisations in one transaction with the positions they reach. A record at or below its
 * lane's position is left out, so a redelivery adds nothing. May be repeated after an unknown outcome.
 */
export class RecordStore<R extends RecordRow, Before = void> {
  readonly #database: Database;
  readonly #consumer: string;
  readonly #reached = new ReachedPositions();
  readonly #tables: RecordTables<R, Before>;

  constructor(options: { database: Database; consumer: string }, tables: RecordTables<R, Before>) {
    this.#database = options.database;
    this.#consumer = options.consumer;
    this.#tables = tables;
  }

  /**
   * Stores the batches, at most one per organisation and lane. A record that PostgreSQL refuses comes back in
   * `refused`; those around it are stored.
   *
   * @returns one result per batch, in order
   * @throws RetryableError  PostgreSQL is away or the outcome is unknown: call again with the same batches
   */
  async store(batches: readonly RecordBatch<R>[]): Promise<StoreResult[]> {
    try {
      return await this.#storeOnce(batches, (session, live) => this.#writeRows(session, live));
    } catch (error) {
      if (!isRowRefusal(error)) throw error;
      return this.#storeOnce(batches, (session, live) => this.#writeOneByOne(session, live));
    }
  }

  async #storeOnce(
    batches: readonly RecordBatch<R>[],
    write: (session: Session, live: readonly Prepared<R>[]) => Promise<void>,
  ): Promise<StoreResult[]> {
    let moved: readonly Prepared<R>[] = [];
    const work = async (session: Session): Promise<StoreResult[]> => {
      const held = await lockPositions(session, this.#consumer, batches);
      const prepared = batches.map((batch) => prepare(batch, held, this.#reached));
      const live = prepared.filter((one) => !one.isLost);
      await advancePositions(
        session,
        this.#consumer,
        live.map((one) => ({ orgId: one.batch.orgId, rows: one.rows })),
      );
      const rows = live.flatMap((one) => one.rows);
      const before = await this.#tables.before(session, rows);
      await write(session, live);
      const refused = live.flatMap((one) => one.refused);
      if (refused.length > 0) await recordRefused(session, this.#consumer, refused);
      const results: StoreResult[] = [];
      for (const one of prepared) results.push(await this.#resultOf(session, one));
      await this.#tables.after(session, live.flatMap(storedOf), before);
      moved = live;
      return results;
    };
    const results = await this.#database.transaction(work, { role: 'redoubt_writer' });
    for (const { batch, rows } of moved) this.#reached.note(batch, rows);
    return results;
  }

  async #resultOf(session: Session, one: Prepared<R>): Promise<StoreResult> {
    if (one.isLost) return { kind: 'lease_lost' };
    const newIds = new Set(one.rows.map((row) => row.recordId));
    const eventIds = one.batch.events.map((row) => row.recordId).filter((id) => !newIds.has(id));
    // A crash may have come between an earlier commit and the dead letters of the records it had refused.
    const before =
      eventIds.length === 0
        ? []
        : await findRefused(session, { orgId: one.batch.orgId, consumer: this.#consumer, eventIds });
    return {
      kind: 'stored',
      storedCount: one.rows.length - one.refused.length,
      alreadyStoredCount: eventIds.length,
      refused: [...one.refused, ...before],
    };
  }

  #writeRows(session: Session, live: readonly Prepared<R>[]): Promise<void> {
    return this.#tables.insert(
      session,
      live.map(({ batch, rows }) => ({ orgId: batch.orgId, rows })),
    );
  }

  /** The second attempt, after a refusal: a savepoint around each record finds the one at fault. */
  async #writeOneByOne(session: Session, live: readonly Prepared<R>[]): Promise<void> {
    for (const { batch, rows, refused } of live) {
      for (const row of rows) {
        await session.query('SAVEPOINT one_record');
        try {
          await this.#tables.insert(session, [{ orgId: batch.orgId, rows: [row] }]);
          await session.query('RELEASE SAVEPOINT one_record');
        } catch (error) {
          if (!isRowRefusal(error)) throw error;
          await session.query('ROLLBACK TO SAVEPOINT one_record');
          const reason = `${(error as Error).message} (${sqlStateOf(error)})`;
          refused.push({ orgId: batch.orgId, lane: batch.lane, eventId: row.recordId, reason });
        }
      }
    }
  }
}

function prepare<R extends RecordRow>(
  batch: RecordBatch<R>,
  held: HeldPositions,
  reached: ReachedPositions,
): Prepared<R> {
  const isLost = !held.isOwnedBy(batch) || reached.isSetBack(batch, held);
  return { batch, isLost, rows: isLost ? [] : held.newRows(batch), refused: [] };
}

function storedOf<R extends RecordRow>({ rows, refused }: Prepared<R>): readonly R[] {
  if (refused.length === 0) return rows;
  const lost = new Set(refused.map(({ eventId }) => eventId));
  return rows.filter(({ recordId }) => !lost.has(recordId));
}
