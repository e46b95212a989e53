import { newOrgId, type OrgId } from '@redoubt/contracts';
import { eventAt } from '@redoubt/test-kit';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { EventPartitions } from './event-partitions.ts';
import type { EventRow } from './event-row.ts';
import { EventStore, type StoreBatch } from './event-store.ts';
import { readStoredLedger } from './ledger.ts';
import { claimPositions, readPositions } from './stream-positions.ts';

const consumer = 'db_writer';
let server: TestDatabase;
let store: EventStore;

beforeAll(async () => {
  server = await createTestDatabase();
  store = newStore();
});
afterAll(() => server.close());

function newStore(): EventStore {
  return new EventStore({ database: server.database, partitions: new EventPartitions(server.database), consumer });
}

function batchOf(orgId: OrgId, epoch: number, events: EventRow[]): StoreBatch {
  return { orgId, epoch, lane: events[0]?.lane ?? 's', events };
}

async function ownedOrg(epoch = 7): Promise<OrgId> {
  const orgId = newOrgId();
  await claimPositions(server.database, { orgId, consumer, epoch });
  return orgId;
}

async function idsOf(orgId: OrgId): Promise<string[]> {
  const rows = await server.database.query<{ event_id: string }>(
    'SELECT event_id FROM events WHERE org_id = $1 ORDER BY event_id',
    [orgId],
  );
  return rows.map((row) => row.event_id);
}

describe('EventStore', () => {
  test('stores rows, position and ledger together', async () => {
    const orgId = await ownedOrg();
    const acceptedAtMs = Date.now();
    const events = [
      eventAt('5-1', { sourceIp: '203.0.113.7', user: 'root', asset: 'web-1', message: 'hello' }, { acceptedAtMs }),
      eventAt('5-1', {}, { index: 1, acceptedAtMs }),
      eventAt('5-2', { severity: 'critical' }, { lane: 'p', acceptedAtMs }),
    ];
    const results = await store.store([batchOf(orgId, 7, events.slice(0, 2)), batchOf(orgId, 7, events.slice(2))]);
    expect(results).toEqual([
      { kind: 'stored', storedCount: 2, alreadyStoredCount: 0, refused: [] },
      { kind: 'stored', storedCount: 1, alreadyStoredCount: 0, refused: [] },
    ]);
    expect(await idsOf(orgId)).toEqual(['p-5-2-0', 's-5-1-0', 's-5-1-1']);
    expect(await readPositions(server.database, { orgId, consumer })).toEqual({
      positions: { s: { entryId: '5-1', index: 1 }, p: { entryId: '5-2', index: 0 } },
      epoch: 7,
    });
    const minuteMs = acceptedAtMs - (acceptedAtMs % 60_000);
    const ledger = await readStoredLedger(server.database, { orgId, fromMs: minuteMs, toMs: minuteMs + 60_000 });
    expect(ledger).toEqual([{ minuteMs, stored: 3 }]);
  });

  test('a replay writes nothing twice, whatever its boundaries', async () => {
    const orgId = await ownedOrg();
    const all = ['1-0', '2-0', '3-0', '4-0', '5-0'].map((id) => eventAt(id));
    await store.store([batchOf(orgId, 7, all.slice(0, 3))]);
    const whole = await store.store([batchOf(orgId, 7, all.slice(0, 3))]);
    expect(whole).toEqual([{ kind: 'stored', storedCount: 0, alreadyStoredCount: 3, refused: [] }]);
    const overlapping = await store.store([batchOf(orgId, 7, all.slice(1))]);
    expect(overlapping).toEqual([{ kind: 'stored', storedCount: 2, alreadyStoredCount: 2, refused: [] }]);
    await store.store([batchOf(orgId, 7, all.slice(0, 1))]);
    expect(await idsOf(orgId)).toHaveLength(5);
    expect(await readPositions(server.database, { orgId, consumer })).toMatchObject({
      positions: { s: { entryId: '5-0' } },
    });
  });

  test('a frame may come in parts', async () => {
    const orgId = await ownedOrg();
    const frame = Array.from({ length: 10 }, (_, index) => eventAt('1-0', {}, { index }));
    await store.store([batchOf(orgId, 7, frame.slice(0, 4))]);
    const rest = await store.store([batchOf(orgId, 7, frame)]);
    expect(rest).toMatchObject([{ storedCount: 6, alreadyStoredCount: 4 }]);
    expect(await idsOf(orgId)).toHaveLength(10);
  });

  test('an old epoch is refused inside the commit while other organisations are stored', async () => {
    const taken = await ownedOrg(7);
    const kept = await ownedOrg(7);
    const never = newOrgId();
    await claimPositions(server.database, { orgId: taken, consumer, epoch: 8 });
    const results = await store.store([
      batchOf(taken, 7, [eventAt('1-0'), eventAt('1-1')]),
      batchOf(taken, 7, [eventAt('1-1', { severity: 'high' }, { lane: 'p' })]),
      batchOf(kept, 7, [eventAt('1-0')]),
      batchOf(never, 7, [eventAt('1-0')]),
    ]);
    expect(results.map((result) => result.kind)).toEqual(['lease_lost', 'lease_lost', 'stored', 'lease_lost']);
    expect(await idsOf(taken)).toEqual([]);
    expect(await idsOf(kept)).toEqual(['s-1-0-0']);
    expect(await idsOf(never)).toEqual([]);
    expect(await readPositions(server.database, { orgId: taken, consumer })).toMatchObject({
      positions: { s: { entryId: '0-0', index: -1 } },
      epoch: 8,
    });
  });

  test('hostile values are stored readable', async () => {
    const orgId = await ownedOrg();
    const line = Buffer.from('{"user":"a\\u0000b\\ud800","n":1e400,"__proto__":{"x":1},"a":1,"a":2}');
    const events = [
      { ...eventAt('1-0', { user: 'a\0b\ud800', sourceIp: '2001:db8::1', destinationIp: '::ffff:1.2.3.4' }), line },
      eventAt('1-1', { eventTimeMs: 8.64e15 }),
      eventAt('1-2', { eventTimeMs: -8.64e15, message: 'x'.repeat(3_000_000) }),
      { ...eventAt('1-3', { eventTimeMs: Date.now() + 3_600_000 }), line: Buffer.from([0x7b, 0xff, 0x00, 0x7d]) },
    ];
    await expect(store.store([batchOf(orgId, 7, events)])).resolves.toMatchObject([{ storedCount: 4, refused: [] }]);
    const rows = await server.database.query(
      `SELECT "user", host(source_ip) AS src, host(destination_ip) AS dst, payload, length(message) AS len, is_future,
         extract(year FROM event_time)::int AS year FROM events WHERE org_id = $1 ORDER BY event_id`,
      [orgId],
    );
    expect(rows[0]).toMatchObject({
      user: 'ab\ufffd',
      src: '2001:db8::1',
      dst: '::ffff:1.2.3.4',
      payload: line.toString(),
    });
    expect(rows[1]).toMatchObject({ year: 9999, is_future: true });
    expect(rows[2]).toMatchObject({ year: 1, is_future: false, len: 3_000_000 });
    expect(rows[3]).toMatchObject({ is_future: true, payload: '{\ufffd}' });
  });

  test('a row that PostgreSQL refuses is found and named; its neighbours are stored', async () => {
    await server.database.query(
      "ALTER TABLE events ADD CONSTRAINT refuse_some CHECK (event_type <> 'refuse_me') NOT VALID",
    );
    const orgId = await ownedOrg();
    const other = await ownedOrg();
    const events = Array.from({ length: 50 }, (_, index) =>
      eventAt('9-0', { eventType: index === 17 || index === 49 ? 'refuse_me' : 'failed_login' }, { index }),
    );
    const results = await store.store([batchOf(orgId, 7, events), batchOf(other, 7, [eventAt('9-0')])]);
    expect(results).toMatchObject([
      { storedCount: 48, refused: [{ eventId: 's-9-0-17' }, { eventId: 's-9-0-49' }] },
      { storedCount: 1, refused: [] },
    ]);
    // A crash before the dead letters: the redelivery must name them again.
    const again = await store.store([batchOf(orgId, 7, events)]);
    expect(again).toMatchObject([{ storedCount: 0, alreadyStoredCount: 50, refused: [{}, {}] }]);
    const ledger = await readStoredLedger(server.database, { orgId, fromMs: 0, toMs: 1e13 });
    expect(ledger.reduce((sum, minute) => sum + minute.stored, 0)).toBe(48);
    await server.database.query('ALTER TABLE events DROP CONSTRAINT refuse_some');
  });

  test('days without a partition get one; one that was dropped meanwhile comes back', async () => {
    const orgId = await ownedOrg();
    const partitions = new EventPartitions(server.database);
    const local = new EventStore({ database: server.database, partitions, consumer });
    const longAgo = Date.now() - 100 * 86_400_000;
    const spread = [
      eventAt('1-0', {}, { acceptedAtMs: longAgo }),
      eventAt('2-0', {}, { acceptedAtMs: Date.now() + 2 * 86_400_000 }),
      eventAt('3-0', {}, { acceptedAtMs: 12 }),
    ];
    await local.store([batchOf(orgId, 7, spread)]);
    await new EventPartitions(server.database).drop(Math.floor(longAgo / 86_400_000));
    expect(await idsOf(orgId)).toEqual(['s-2-0-0', 's-3-0-0']);
    await local.store([batchOf(orgId, 7, [eventAt('4-0', {}, { acceptedAtMs: longAgo })])]);
    expect(await idsOf(orgId)).toEqual(['s-2-0-0', 's-3-0-0', 's-4-0-0']);
  });
});
