import { newOrgId, type OrgId } from '@redoubt/contracts';
import { eventAt } from '@redoubt/test-kit';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { dayOf, partitionName } from './event-days.ts';
import { EventPartitions } from './event-partitions.ts';
import { EventStore } from './event-store.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
let server: TestDatabase;
const own = newOrgId();
const foreign = newOrgId();

beforeAll(async () => {
  server = await createTestDatabase();
  const store = new EventStore({
    database: server.database,
    partitions: new EventPartitions(server.database),
    consumer,
  });
  for (const orgId of [own, foreign]) {
    await claimPositions(server.database, { orgId, consumer, epoch: 1 });
    await store.store([{ orgId, epoch: 1, events: [eventAt('1-0')], lane: 's' }]);
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
    ['the outbox', 'SELECT * FROM outbox'],
    ["channels' secrets", 'SELECT secret FROM notification_channels'],
    ["sinks' secrets", 'SELECT secret FROM sinks'],
    ['changing alerts', "UPDATE alerts SET title = ''"],
    ['changing rules', "UPDATE org_rules SET disabled = '[]'"],
    ['writing', "DELETE FROM events WHERE event_type = 'x'"],
  ])('the reader has no right to %s', async (_name, sql) => {
    await expect(asReader(sql, own)).rejects.toMatchObject({ name: 'PermanentError' });
  });

  test('the writer of one organisation cannot reach the settings of another', async () => {
    const asWriter = (sql: string, orgId: OrgId) =>
      server.database.transaction((session) => session.query<{ org_id: string }>(sql), {
        role: 'redoubt_writer',
        orgId,
      });
    for (const [index, orgId] of [own, foreign].entries()) {
      await server.database.query(
        `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
         VALUES ($1, $2, 'x', 1, 1, '{}')`,
        [orgId, `org-${index}`],
      );
      await asWriter(
        `INSERT INTO notification_channels (org_id, channel_id, name, type, is_enabled, doc, updated_by)
         VALUES ('${orgId}', gen_random_uuid(), 'c', 'slack', true, '{}', 'x')`,
        orgId,
      );
    }
    const changed = await asWriter("UPDATE notification_channels SET name = 'd' RETURNING org_id", own);
    expect(changed).toEqual([{ org_id: own }]);
    expect(await asWriter('DELETE FROM notification_channels RETURNING org_id', foreign)).toEqual([
      { org_id: foreign },
    ]);
    const smuggled = asWriter(
      `INSERT INTO suppressions (org_id, suppression_id, owner, reason, created_at, expires_at, doc)
       VALUES ('${foreign}', gen_random_uuid(), 'o', 'r', now(), now(), '{}')`,
      own,
    );
    await expect(smuggled).rejects.toThrow('row-level security');
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
