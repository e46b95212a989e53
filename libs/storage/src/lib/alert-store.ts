import type { OrgId } from '@redoubt/contracts';
import { auditCases, readCasesBefore } from './audit-cases.ts';
import { alertColumns, historyColumns, incidentColumns, type AlertRecordRow } from './alert-rows.ts';
import { ADD_ALERT_HISTORY, ADD_INCIDENT_HISTORY, UPSERT_ALERTS, UPSERT_INCIDENTS } from './alert-statements.ts';
import type { Database } from './database.ts';
import { jsonbText } from './pg-json.ts';
import { advancePositions, lockPositions, type HeldPositions } from './position-rows.ts';
import { findRefused, recordRefused, type RefusedEvent } from './refused-events.ts';
import type { Session } from './session.ts';
import { isRowRefusal, sqlStateOf } from './storage-error.ts';
import type { StoreResult } from './event-store.ts';

/** What one owner wants stored of one organisation's alerts stream, in stream order. */
export interface AlertBatch {
  orgId: OrgId;
  /** Epoch of the lease under which the records were read. */
  epoch: number;
  lane: 'a';
  events: readonly AlertRecordRow[];
}

interface Prepared {
  batch: AlertBatch;
  isLost: boolean;
  rows: readonly AlertRecordRow[];
  refused: RefusedEvent[];
}

/**
 * Stores records of alerts and incidents of many organisations in one transaction: positions, newest states, history,
 * and in the audit log what people changed.
 * A record at or below its lane's position is left out, so a redelivery adds nothing; of a state the greatest version
 * stays. May be repeated after an unknown outcome.
 */
export class AlertStore {
  readonly #database: Database;
  readonly #consumer: string;

  constructor(options: { database: Database; consumer: string }) {
    this.#database = options.database;
    this.#consumer = options.consumer;
  }

  /**
   * Stores the batches, at most one per organisation. A record that PostgreSQL refuses comes back in `refused`; those
   * around it are stored.
   *
   * @returns one result per batch, in order
   * @throws RetryableError  PostgreSQL is away or the outcome is unknown: call again with the same batches
   */
  async store(batches: readonly AlertBatch[]): Promise<StoreResult[]> {
    try {
      return await this.#storeOnce(batches, writeRows);
    } catch (error) {
      if (!isRowRefusal(error)) throw error;
      return this.#storeOnce(batches, writeOneByOne);
    }
  }

  async #storeOnce(batches: readonly AlertBatch[], write: WriteRows): Promise<StoreResult[]> {
    const work = async (session: Session): Promise<StoreResult[]> => {
      const held = await lockPositions(session, this.#consumer, batches);
      const prepared = batches.map((batch) => prepare(batch, held));
      const live = prepared.filter((one) => !one.isLost);
      await advancePositions(
        session,
        this.#consumer,
        live.map((one) => ({ orgId: one.batch.orgId, rows: one.rows })),
      );
      const rows = live.flatMap((one) => one.rows);
      const before = await readCasesBefore(session, rows);
      await write(session, live);
      const refused = live.flatMap((one) => one.refused);
      if (refused.length > 0) await recordRefused(session, this.#consumer, refused);
      const results: StoreResult[] = [];
      for (const one of prepared) results.push(await this.#resultOf(session, one));
      const lost = new Set(refused.map(({ orgId, eventId }) => `${orgId} ${eventId}`));
      const stored = rows.filter((row) => !lost.has(`${orgOf(row)} ${row.recordId}`));
      await auditCases(session, stored, before);
      return results;
    };
    return this.#database.transaction(work, { role: 'redoubt_writer' });
  }

  async #resultOf(session: Session, one: Prepared): Promise<StoreResult> {
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
}

type WriteRows = (session: Session, live: readonly Prepared[]) => Promise<void>;

function prepare(batch: AlertBatch, held: HeldPositions): Prepared {
  const isLost = !held.isOwnedBy(batch);
  return { batch, isLost, rows: isLost ? [] : held.newRows(batch), refused: [] };
}

async function writeRows(session: Session, live: readonly Prepared[]): Promise<void> {
  await insertRecords(
    session,
    live.flatMap((one) => one.rows),
  );
}

/** The second attempt, after a refusal: a savepoint around each record finds the one at fault. */
async function writeOneByOne(session: Session, live: readonly Prepared[]): Promise<void> {
  for (const one of live) {
    for (const row of one.rows) {
      await session.query('SAVEPOINT one_record');
      try {
        await insertRecords(session, [row]);
        await session.query('RELEASE SAVEPOINT one_record');
      } catch (error) {
        if (!isRowRefusal(error)) throw error;
        await session.query('ROLLBACK TO SAVEPOINT one_record');
        const reason = `${(error as Error).message} (${sqlStateOf(error)})`;
        one.refused.push({ orgId: one.batch.orgId, lane: 'a', eventId: row.recordId, reason });
      }
    }
  }
}

async function insertRecords(session: Session, rows: readonly AlertRecordRow[]): Promise<void> {
  const alerts = rows.filter((row) => row.record.type === 'alert');
  const incidents = rows.filter((row) => row.record.type === 'incident');
  await put(session, 'upsert_alerts', UPSERT_ALERTS, newestStates(alerts));
  await put(session, 'upsert_incidents', UPSERT_INCIDENTS, newestStates(incidents));
  await put(session, 'add_alert_history', ADD_ALERT_HISTORY, alerts.map(historyColumns));
  await put(session, 'add_incident_history', ADD_INCIDENT_HISTORY, incidents.map(historyColumns));
}

async function put(session: Session, name: string, text: string, records: readonly unknown[]): Promise<void> {
  if (records.length > 0) await session.prepared(name, text, [jsonbText(records)]);
}

/** One statement may touch a row once: of several states of one alert or incident the greatest version. */
function newestStates(rows: readonly AlertRecordRow[]): Record<string, unknown>[] {
  const newest = new Map<string, AlertRecordRow>();
  for (const row of rows) {
    const { id, version } = stateOf(row);
    const known = newest.get(id);
    if (!known || stateOf(known).version < version) newest.set(id, row);
  }
  return [...newest.values()].map(({ record }) =>
    record.type === 'alert' ? alertColumns(record.alert) : incidentColumns(record.incident),
  );
}

function orgOf({ record }: AlertRecordRow): string {
  return record.type === 'alert' ? record.alert.orgId : record.incident.orgId;
}

function stateOf({ record }: AlertRecordRow): { id: string; version: number } {
  const state = record.type === 'alert' ? record.alert : record.incident;
  const id = record.type === 'alert' ? record.alert.alertId : record.incident.incidentId;
  return { id: `${state.orgId}${id}`, version: state.version };
}
