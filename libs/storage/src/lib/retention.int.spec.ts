import { newOrgId, type OrgId } from '@redoubt/contracts';
import { alertOf, eventAt, incidentOf, waitFor } from '@redoubt/test-kit';
import { makeRecordRow } from '../testing/make-record-row.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { AlertStore } from './alert-store.ts';
import { connectDatabase, type Database } from './database.ts';
import { DAY_MS, dayOf, partitionName } from './event-days.ts';
import { LOCK_SPACE } from './advisory-locks.ts';
import { EventPartitions } from './event-partitions.ts';
import { EventStore } from './event-store.ts';
import { placeHold } from './legal-holds.ts';
import { listAlerts } from './list-alerts.ts';
import { maintainEvents } from './retention.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
const nowMs = Date.now();
const today = dayOf(nowMs);
let server: TestDatabase;
let partitions: EventPartitions;

beforeEach(async () => {
  server = await createTestDatabase();
  partitions = new EventPartitions(server.database);
});
afterEach(() => server.close());

async function orgWithRetention(days: number, name: string): Promise<OrgId> {
  const orgId = newOrgId();
  await server.database.query(
    `INSERT INTO organizations (id, name, display_name, retention_days, events_per_second, bytes_per_second, expected_groups)
     VALUES ($1, $2, $2, $3, 1, 1, '{}')`,
    [orgId, name, days],
  );
  await claimPositions(server.database, { orgId, consumer, epoch: 1 });
  return orgId;
}

/** One event per day, `ages` days ago. */
async function storeAged(orgId: OrgId, ages: number[], perDay = 1): Promise<void> {
  const store = new EventStore({ database: server.database, partitions, consumer });
  const events = ages
    .sort((a, b) => b - a)
    .flatMap((age, entry) =>
      Array.from({ length: perDay }, (_, index) =>
        eventAt(`${entry + 1}-0`, {}, { index, acceptedAtMs: nowMs - age * DAY_MS }),
      ),
    );
  await store.store([{ orgId, epoch: 1, events, lane: 's' }]);
}

async function agesLeft(orgId: OrgId): Promise<number[]> {
  const rows = await server.database.query<{ received_at: Date }>(
    'SELECT received_at FROM events WHERE org_id = $1 ORDER BY received_at DESC',
    [orgId],
  );
  return rows.map((row) => today - dayOf(row.received_at.getTime()));
}

describe('maintainEvents', () => {
  test('makes yesterday, today and three days ahead, again and again without harm', async () => {
    const run = () =>
      maintainEvents({ database: server.database, partitions: new EventPartitions(server.database), nowMs });
    await run();
    await Promise.all([run(), run()]);
    expect(await partitions.list()).toEqual([-1, 0, 1, 2, 3].map((offset) => today + offset));
  });

  test('drops days past the longest retention and deletes rows of shorter ones', async () => {
    const long = await orgWithRetention(20, 'long');
    const short = await orgWithRetention(3, 'short');
    await storeAged(long, [0, 3, 4, 20, 21, 40]);
    await storeAged(short, [0, 3, 4, 20, 21], 12);
    const report = await maintainEvents({ database: server.database, partitions, nowMs, deleteBatchRows: 5 });
    const none = { archivedDays: [], heldDays: [], failedDays: [] };
    expect(report).toEqual({ ...none, droppedDays: [today - 40, today - 21], deletedRows: 24, forgottenAlerts: 0 });
    expect(await agesLeft(long)).toEqual([0, 3, 4, 20]);
    expect(new Set(await agesLeft(short))).toEqual(new Set([0, 3]));
  });

  test('a run deletes no more than its bound and the next goes on', async () => {
    await orgWithRetention(20, 'long');
    const short = await orgWithRetention(3, 'short');
    await storeAged(short, [10], 25);
    const options = { database: server.database, partitions, nowMs, deleteBatchRows: 5, deleteMaxRows: 10 };
    expect(await maintainEvents(options)).toMatchObject({ deletedRows: 10 });
    expect(await maintainEvents(options)).toMatchObject({ deletedRows: 10 });
    expect(await maintainEvents(options)).toMatchObject({ deletedRows: 5 });
    expect(await maintainEvents(options)).toMatchObject({ deletedRows: 0 });
  });

  test('leaves off at the next batch when it is told to', async () => {
    await orgWithRetention(20, 'long');
    const short = await orgWithRetention(3, 'short');
    await storeAged(short, [10], 25);
    const stop = new AbortController();
    const { database: real } = server;
    // Beside its first queries of lists, a run uses transactions for steps of forgetting alone.
    const database: Database = {
      query: (text, values) => real.query(text, values),
      transaction: (work, given) => {
        stop.abort();
        return real.transaction(work, given);
      },
      session: (work, given) => real.session(work, given),
      state: () => real.state(),
      close: () => real.close(),
    };
    const options = { partitions, nowMs, deleteBatchRows: 5 };
    expect(await maintainEvents({ ...options, database, signal: stop.signal })).toMatchObject({ deletedRows: 5 });
    expect(await maintainEvents({ ...options, database: real })).toMatchObject({ deletedRows: 20 });
  });

  test('a day that is kept for one organisation is not read again and again for the others', async () => {
    const [held, other] = [await orgWithRetention(3, 'held'), await orgWithRetention(3, 'other')];
    await storeAged(held, [10]);
    await storeAged(other, [10], 25);
    const table = partitionName(today - 10);
    await server.database.query(
      `INSERT INTO ${table} SELECT many.* FROM ${table} one, generate_series(1, 20000) n,
         json_populate_record(one, json_build_object('event_id', 's-9-' || n)) many WHERE one.org_id = $1`,
      [held],
    );
    await server.database.query(`ANALYZE ${table}`);
    await placeHold(server.database, held, { kind: 'operator', name: 'olga', reason: 'case 17' });
    const appName = 'retention-spec';
    const database = await connectDatabase({ url: server.url, appName });
    expect(await maintainEvents({ database, partitions, nowMs })).toMatchObject({
      deletedRows: 25,
      heldDays: [today - 10],
    });
    expect(await maintainEvents({ database, partitions, nowMs })).toMatchObject({
      deletedRows: 0,
      heldDays: [today - 10],
    });
    // What a connection has read is in the figures once it has ended.
    await database.close();
    await waitFor(async () => {
      const open = await server.database.query('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [appName]);
      return open.length === 0;
    });
    const [read] = await server.database.query<{ rows: string }>(
      'SELECT seq_tup_read AS rows FROM pg_stat_all_tables WHERE relname = $1',
      [table],
    );
    expect(Number(read?.rows)).toBeLessThan(20_000);
  });

  test('forgets alerts and incidents long after they ended, with their histories', async () => {
    const [short, long] = [await orgWithRetention(1, 'short'), await orgWithRetention(10, 'long')];
    const store = new AlertStore({ database: server.database, consumer });
    const statuses = ['firing', 'acknowledged', 'resolved', 'closed'] as const;
    for (const orgId of [short, long]) {
      const cases = [3, 5, 13].flatMap((age) =>
        statuses.map((status) => ({ status, updatedAtMs: nowMs - age * DAY_MS, version: age })),
      );
      const rows = cases.map((given, index) =>
        makeRecordRow('1-0', { alert: alertOf({ orgId, ...given }) }, { index }),
      );
      const incidents = [3, 5].map((age, index) => {
        const incident = incidentOf({ orgId, status: 'closed', updatedAtMs: nowMs - age * DAY_MS });
        return makeRecordRow('2-0', { incident }, { index });
      });
      await claimPositions(server.database, { orgId, consumer, epoch: 2, lanes: ['a'] });
      await store.store([{ orgId, epoch: 2, lane: 'a', events: [...rows, ...incidents] }]);
    }
    const report = await maintainEvents({ database: server.database, partitions, nowMs, deleteBatchRows: 2 });
    // Of the first: resolved and closed after 4 days, the rest after 12; of the other nothing is old enough.
    expect(report?.forgottenAlerts).toBe(2 + 4 + 1);
    const left = await listAlerts(server.database, short);
    expect(left.alerts.map((alert) => `${alert.version} ${alert.status}`).sort()).toEqual(
      ['3 acknowledged', '3 closed', '3 firing', '3 resolved', '5 acknowledged', '5 firing'].sort(),
    );
    const histories = await server.database.query<{ org_id: string; rows: number }>(
      'SELECT org_id, count(*)::int AS rows FROM (SELECT org_id FROM alert_history UNION ALL SELECT org_id FROM incident_history) AS h GROUP BY org_id',
    );
    expect(new Map(histories.map((row) => [row.org_id, row.rows]))).toEqual(
      new Map([
        [short, 6 + 1],
        [long, 12 + 2],
      ]),
    );
  });

  test('forgets suppressions and deliveries that ended long ago, of every organisation', async () => {
    const orgId = await orgWithRetention(1, 'short');
    const insert = (age: number) =>
      server.database.query(
        `INSERT INTO suppressions (org_id, suppression_id, owner, reason, created_at, expires_at, doc)
         VALUES ($1, gen_random_uuid(), 'o', 'r', now(), now() - make_interval(days => $2), '{}')`,
        [orgId, age],
      );
    for (const age of [-1, 1, 3, 5, 6]) await insert(age);
    await maintainEvents({ database: server.database, partitions, nowMs });
    const rows = await server.database.query('SELECT 1 FROM suppressions');
    expect(rows).toHaveLength(3);
  });

  test('only one process forgets at a time', async () => {
    await server.database.session(async (session) => {
      await session.query('SELECT pg_advisory_lock($1, 3)', [LOCK_SPACE]);
      expect(await maintainEvents({ database: server.database, partitions, nowMs })).toBeUndefined();
      await session.query('SELECT pg_advisory_unlock($1, 3)', [LOCK_SPACE]);
    });
    expect(await maintainEvents({ database: server.database, partitions, nowMs })).toBeDefined();
  });

  test('two writers that meet a new day at once both go on', async () => {
    const day = today - 77;
    await Promise.all([1, 2, 3, 4].map(() => new EventPartitions(server.database).ensure([day])));
    expect(await partitions.list()).toEqual([day]);
  });
});
