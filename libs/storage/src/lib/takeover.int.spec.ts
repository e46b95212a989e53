import { LeaseLostError, newOrgId } from '@redoubt/contracts';
import { eventAt } from '@redoubt/test-kit';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { connectDatabase } from './database.ts';
import { EventPartitions } from './event-partitions.ts';
import { EventStore } from './event-store.ts';
import { advancePositions, lockPositions } from './position-rows.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
let server: TestDatabase;

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

/** The old owner's commit, held open just before its COMMIT. */
function openCommit(orgId: ReturnType<typeof newOrgId>, epoch: number) {
  const isLocked = deferred();
  const mayCommit = deferred();
  const batch = { orgId, epoch, lane: 's' as const, events: [eventAt('5-0')] };
  const done = server.database.transaction(async (session) => {
    const held = await lockPositions(session, consumer, [batch]);
    expect(held.isOwnedBy(batch)).toBe(true);
    await advancePositions(session, consumer, [{ orgId, rows: batch.events }]);
    isLocked.resolve();
    await mayCommit.promise;
  });
  return { isLocked: isLocked.promise, commit: mayCommit.resolve, done };
}

describe('takeover of positions', () => {
  test('a lower epoch is refused, the same and a higher one are not', async () => {
    const orgId = newOrgId();
    const claim = (epoch: number) => claimPositions(server.database, { orgId, consumer, epoch });
    expect(await claim(5)).toEqual({ s: { entryId: '0-0', index: -1 }, p: { entryId: '0-0', index: -1 } });
    await expect(claim(4)).rejects.toMatchObject({ name: 'LeaseLostError', seenEpoch: 5 });
    await expect(claim(5)).resolves.toBeDefined();
    await expect(claim(2 ** 53 - 1)).resolves.toBeDefined();
    await expect(claim(6)).rejects.toBeInstanceOf(LeaseLostError);
  });

  test("waits for the old owner's open transaction and sees what it committed", async () => {
    const orgId = newOrgId();
    await claimPositions(server.database, { orgId, consumer, epoch: 1 });
    const old = openCommit(orgId, 1);
    await old.isLocked;
    const claimed = claimPositions(server.database, { orgId, consumer, epoch: 2, patienceMs: 60_000 });
    old.commit();
    await old.done;
    expect(await claimed).toEqual({ s: { entryId: '5-0', index: 0 }, p: { entryId: '0-0', index: -1 } });
  });

  test('after the claim the old owner stores nothing', async () => {
    const orgId = newOrgId();
    await claimPositions(server.database, { orgId, consumer, epoch: 1 });
    await claimPositions(server.database, { orgId, consumer, epoch: 2 });
    const store = new EventStore({
      database: server.database,
      partitions: new EventPartitions(server.database),
      consumer,
    });
    const result = await store.store([{ orgId, epoch: 1, events: [eventAt('5-0')], lane: 's' }]);
    expect(result).toEqual([{ kind: 'lease_lost' }]);
  });

  test('an owner that stands still inside its transaction is ended, and its rows are gone', async () => {
    const orgId = newOrgId();
    await claimPositions(server.database, { orgId, consumer, epoch: 1 });
    const old = openCommit(orgId, 1);
    await old.isLocked;
    const claimed = await claimPositions(server.database, { orgId, consumer, epoch: 2, patienceMs: 50 });
    expect(claimed).toEqual({ s: { entryId: '0-0', index: -1 }, p: { entryId: '0-0', index: -1 } });
    old.commit();
    await expect(old.done).rejects.toMatchObject({ name: 'RetryableError' });
  });

  test('sessions of another application are not ended', async () => {
    const orgId = newOrgId();
    await claimPositions(server.database, { orgId, consumer, epoch: 1 });
    const old = openCommit(orgId, 1);
    await old.isLocked;
    const stranger = await connectDatabase({ url: server.url, appName: 'stranger' });
    const claimed = claimPositions(stranger, { orgId, consumer, epoch: 2, patienceMs: 10 });
    // The stranger gives up at its lock timeout; the transaction it waited for is untouched.
    await expect(claimed).rejects.toMatchObject({ name: 'RetryableError' });
    old.commit();
    await old.done;
    await stranger.close();
  });
});
