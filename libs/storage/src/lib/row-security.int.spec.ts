import { newOrgId, type OrgId } from '@redoubt/contracts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { makeEvent } from '../testing/make-events.ts';
import { testServerUrl } from '../testing/server-url.ts';
import { dayOf, partitionName } from './event-days.ts';
import { EventPartitions } from './event-partitions.ts';
import { EventStore } from './event-store.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
let server: TestDatabase;
const own = newOrgId();
const foreign = newOrgId();

beforeAll(async () => {
  server = await createTestDatabase(testServerUrl());
  const store = new EventStore({
    database: server.database,
    partitions: new EventPartitions(server.database),
    consumer,
  });
  for (const orgId of [own, foreign]) {
    await claimPositions(server.database, { orgId, consumer, epoch: 1 });
    await store.store([{ orgId, epoch: 1, events: [makeEvent('1-0')], lane: 's' }]);
  }
});
afterAll(() => server.close());

function asReader(sql: string, orgId?: OrgId): Promise<Record<string, unknown>[]> {
  return server.database.transaction((session) => session.query(sql), {
    role: 'redoubt_reader',
    isReadOnly: true,
    ...(orgId === undefined ? {} : { orgId }),
  });
}

describe('row security', () => {
  test('a query without WHERE shows the own organisation only', async () => {
    expect(await asReader('SELECT org_id FROM events', own)).toEqual([{ org_id: own }]);
    expect(await asReader('SELECT org_id FROM ledger_minutes', foreign)).toEqual([{ org_id: foreign }]);
  });

  test('asking for another organisation by name shows nothing', async () => {
    expect(await asReader(`SELECT * FROM events WHERE org_id = '${foreign}'`, own)).toEqual([]);
  });

  test('without an organisation nothing is visible, also on a connection that had one', async () => {
    await asReader('SELECT 1', own);
    for (let i = 0; i < 8; i++) expect(await asReader('SELECT * FROM events')).toEqual([]);
  });

  test.each([
    ['a partition itself', `SELECT * FROM ${partitionName(dayOf(Date.now()))}`],
    ['positions', 'SELECT * FROM stream_positions'],
    ['API keys', 'SELECT * FROM api_keys'],
    ['writing', "DELETE FROM events WHERE event_type = 'x'"],
  ])('the reader has no right to %s', async (_name, sql) => {
    await expect(asReader(sql, own)).rejects.toMatchObject({ name: 'PermanentError' });
  });

  test('the writer cannot read events', async () => {
    const reading = server.database.transaction((session) => session.query('SELECT * FROM events'), {
      role: 'redoubt_writer',
    });
    await expect(reading).rejects.toMatchObject({ name: 'PermanentError' });
  });

  test('an organisation id that is no UUID never reaches the server', async () => {
    const bad = "x'; DROP TABLE events; --" as OrgId;
    await expect(asReader('SELECT 1', bad)).rejects.toBeInstanceOf(TypeError);
  });
});
