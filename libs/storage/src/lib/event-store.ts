import type { Clock, Lane, OrgId } from '@redoubt/contracts';
import { systemClock } from '@redoubt/contracts';
import { copyRows, type PreparedRows } from './copy-rows.ts';
import { CopyBuffer } from './copy-buffer.ts';
import type { Database } from './database.ts';
import { dayOf, storedReceiveTime, type Day } from './event-days.ts';
import type { EventPartitions } from './event-partitions.ts';
import { uuidBytes, type EventRow } from './event-row.ts';
import { recordFutureDays } from './future-days.ts';
import { addStored } from './ledger.ts';
import { advancePositions, lockPositions, type HeldPositions } from './position-rows.ts';
import { ReachedPositions } from './reached-positions.ts';
import { findRefused, recordRefused, type RefusedEvent } from './refused-events.ts';
import type { Session } from './session.ts';
import { isMissingPartition, isRowRefusal } from './storage-error.ts';

/** What one owner wants stored for one organisation and lane, in stream order. */
export interface StoreBatch {
  orgId: OrgId;
  /** Epoch of the lease under which the events were read. */
  epoch: number;
  lane: Lane;
  events: readonly EventRow[];
}

export type StoreResult =
  | {
      kind: 'stored';
      storedCount: number;
      /** Events of the batch that an earlier transaction had settled. */
      alreadyStoredCount: number;
      /** Events that PostgreSQL would not take, now or in that earlier transaction. */
      refused: readonly RefusedEvent[];
    }
  /** Another owner holds the positions, or PostgreSQL was set back since: nothing of this batch was stored. */
  | { kind: 'lease_lost' };

export interface EventStoreOptions {
  database: Database;
  partitions: EventPartitions;
  /** Name under which positions are kept, e.g. `db_writer`. */
  consumer: string;
  clock?: Clock;
  /** What the process has committed; shared by all stores of a consumer. */
  reached?: ReachedPositions;
}

/**
 * Writes batches of many organisations in one transaction: positions, rows, refused rows and ledger together, so that
 * after any crash either all of a batch is stored with its position or nothing of it.
 *
 * The positions are read under lock inside the transaction, so an attempt whose COMMIT had an unknown outcome may be
 * repeated as it is. One call at a time per instance (it owns one copy buffer).
 */
export class EventStore {
  readonly #options: EventStoreOptions;
  readonly #clock: Clock;
  readonly #buffer = new CopyBuffer();
  readonly #reached: ReachedPositions;
  #isBusy = false;

  constructor(options: EventStoreOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#reached = options.reached ?? new ReachedPositions();
  }

  /**
   * Stores the batches, at most one per organisation and lane.
   *
   * A row that PostgreSQL refuses is found by halving and comes back in `refused`; the rows around it are stored.
   * @returns one result per batch, in order
   * @throws RetryableError  PostgreSQL is away or the outcome is unknown: call again with the same batches
   */
  async store(batches: readonly StoreBatch[]): Promise<StoreResult[]> {
    if (this.#isBusy) throw new Error('an EventStore stores one set of batches at a time');
    this.#isBusy = true;
    try {
      return await this.#storeBisecting(batches);
    } finally {
      this.#isBusy = false;
    }
  }

  async #storeBisecting(batches: readonly StoreBatch[]): Promise<StoreResult[]> {
    try {
      return await this.#storeOnce(batches, false);
    } catch (error) {
      this.#buffer.replace();
      if (isMissingPartition(error)) {
        this.#options.partitions.forget();
        return this.#storeOnce(batches, false);
      }
      if (!isRowRefusal(error)) throw error;
      return this.#storeOnce(batches, true);
    }
  }

  async #storeOnce(batches: readonly StoreBatch[], isBisecting: boolean): Promise<StoreResult[]> {
    const nowMs = this.#clock.now();
    const days = daysOf(batches, nowMs);
    await this.#options.partitions.ensure(days);
    const done = await this.#options.database.transaction(
      async (session) => {
        const held = await lockPositions(session, this.#options.consumer, batches);
        const prepared = batches.map((batch) => prepare(batch, held, { nowMs, reached: this.#reached }));
        await this.#write(session, prepared, days, isBisecting);
        return prepared;
      },
      { role: 'redoubt_writer' },
    );
    for (const { batch, rows } of done) this.#reached.note(batch, rows);
    return done.map(resultOf);
  }

  async #write(
    session: Session,
    prepared: readonly Prepared[],
    days: ReadonlySet<Day>,
    isBisecting: boolean,
  ): Promise<void> {
    const live = prepared.filter((one) => !one.isLost);
    const consumer = this.#options.consumer;
    await advancePositions(session, consumer, live);
    const refused = await copyRows(session, this.#buffer, live, days, isBisecting);
    for (const one of live)
      one.refused = refused.filter((event) => event.orgId === one.orgId && event.lane === one.batch.lane);
    if (refused.length > 0) await recordRefused(session, consumer, refused);
    await addStored(session, live);
    await recordFutureDays(session, live);
    for (const one of live) one.refusedBefore = await this.#refusedBefore(session, one);
  }

  /** A crash may have come between an earlier commit and the dead letters of the rows it had refused. */
  async #refusedBefore(session: Session, one: Prepared): Promise<readonly RefusedEvent[]> {
    if (one.rows.length === one.batch.events.length) return [];
    const newIds = new Set(one.rows.map((row) => row.eventId));
    const eventIds = one.batch.events.map((event) => event.eventId).filter((id) => !newIds.has(id));
    return findRefused(session, { orgId: one.batch.orgId, consumer: this.#options.consumer, eventIds });
  }
}

interface Prepared extends PreparedRows {
  batch: StoreBatch;
  isLost: boolean;
  refused: readonly RefusedEvent[];
  refusedBefore: readonly RefusedEvent[];
}

function prepare(
  batch: StoreBatch,
  held: HeldPositions,
  { nowMs, reached }: { nowMs: number; reached: ReachedPositions },
): Prepared {
  const isLost = !held.isOwnedBy(batch) || reached.isSetBack(batch, held);
  const rows = isLost ? [] : held.newRows(batch);
  return {
    batch,
    orgId: batch.orgId,
    org: uuidBytes(batch.orgId),
    rows,
    nowMs,
    isLost,
    refused: [],
    refusedBefore: [],
  };
}

function resultOf(one: Prepared): StoreResult {
  if (one.isLost) return { kind: 'lease_lost' };
  return {
    kind: 'stored',
    storedCount: one.rows.length - one.refused.length,
    alreadyStoredCount: one.batch.events.length - one.rows.length,
    refused: [...one.refused, ...one.refusedBefore],
  };
}

function daysOf(batches: readonly StoreBatch[], nowMs: number): Set<Day> {
  const days = new Set<Day>();
  for (const batch of batches) {
    let last = Number.NaN;
    for (const event of batch.events) {
      // The events of a frame share their accept time.
      if (event.acceptedAtMs === last) continue;
      last = event.acceptedAtMs;
      days.add(dayOf(storedReceiveTime(last, nowMs)));
    }
  }
  return days;
}
