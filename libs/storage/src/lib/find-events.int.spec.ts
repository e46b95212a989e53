import { newOrgId } from '@redoubt/contracts';
import { eventAt } from '@redoubt/test-kit';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { EventPartitions } from './event-partitions.ts';
import { EventStore } from './event-store.ts';
import { findEvents } from './find-events.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
const nowMs = Date.now();
let server: TestDatabase;

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());

test('events by their ids, oldest first, also future-dated ones; of no other organisation', async () => {
  const orgId = newOrgId();
  await claimPositions(server.database, { orgId, consumer, epoch: 1 });
  const oldMs = nowMs - 400 * 86_400_000;
  const events = [
    eventAt(`${nowMs}-0`, { eventTimeMs: oldMs + 5_000 }),
    eventAt(`${nowMs}-1`, { eventTimeMs: oldMs }),
    eventAt(`${nowMs}-2`, { eventTimeMs: nowMs + 90 * 86_400_000 }),
    eventAt(`${nowMs}-3`, { eventTimeMs: oldMs + 1_000 }),
  ];
  const store = new EventStore({
    database: server.database,
    partitions: new EventPartitions(server.database),
    consumer,
  });
  await store.store([{ orgId, epoch: 1, events, lane: 's' }]);
  const ids = events.map((event) => event.eventId);
  const within = { fromMs: oldMs, toMs: oldMs + 5_000 };
  const wanted = [ids[0], ids[1], ids[2], 's-1-0-0', 'nonsense'] as string[];
  const found = await findEvents(server.database, orgId, wanted, within);
  expect(found.map((event) => event.eventId)).toEqual([ids[1], ids[0], ids[2]]);
  expect(await findEvents(server.database, newOrgId(), wanted, within)).toEqual([]);
  expect(await findEvents(server.database, orgId, [], within)).toEqual([]);
});
