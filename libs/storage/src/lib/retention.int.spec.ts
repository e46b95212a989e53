import { newOrgId, type OrgId } from '@redoubt/contracts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { makeEvent } from '../testing/make-events.ts';
import { testServerUrl } from '../testing/server-url.ts';
import { DAY_MS, dayOf } from './event-days.ts';
import { EventPartitions, LOCK_SPACE } from './event-partitions.ts';
import { EventStore } from './event-store.ts';
import { maintainEvents } from './retention.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
const nowMs = Date.now();
const today = dayOf(nowMs);
let server: TestDatabase;
let partitions: EventPartitions;

beforeEach(async () => {
  server = await createTestDatabase(testServerUrl());
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
        makeEvent(`${entry + 1}-0`, {}, { index, acceptedAtMs: nowMs - age * DAY_MS }),
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
    expect(report).toEqual({ droppedDays: [today - 40, today - 21], deletedRows: 24 });
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
