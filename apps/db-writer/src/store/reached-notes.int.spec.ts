import { newOrgId, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createDbWriterMetrics } from '../metrics.ts';
import { makeBatch } from '../testing/make-batch.ts';
import { ReachedNotes } from './reached-notes.ts';
import { createStoreHandler } from './store-handler.ts';

const EPOCH = 7;
let redis: RedisClient;
let orgId: OrgId;

beforeAll(async () => {
  redis = await connectTestRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  orgId = newOrgId();
  await setFence(EPOCH);
});

const setFence = (epoch: number) => redis.call('SET', orgKeys(orgId).fence('db_writer'), [`${epoch}|me`]);
const noted = () => redis.call('HGET', orgKeys(orgId).reached('db_writer'), ['s']);

/** A handler whose PostgreSQL answers that so many events of each batch were stored by an earlier transaction. */
function setUp(alreadyStoredCount: (events: number) => number) {
  const metrics = testMetrics();
  const reached = new ReachedNotes({ redis, log: testLogger(), metrics: createDbWriterMetrics(metrics) });
  const commit = {
    add: ({ events }: { events: readonly unknown[] }) =>
      Promise.resolve({
        kind: 'stored' as const,
        storedCount: events.length - alreadyStoredCount(events.length),
        alreadyStoredCount: alreadyStoredCount(events.length),
        refused: [],
      }),
  };
  const handle = createStoreHandler({
    commit,
    counters: { count: () => Promise.resolve() },
    context: { of: (batch) => Promise.resolve(batch) },
    reached,
  });
  const context = {
    epoch: EPOCH,
    attempt: 1,
    signal: new AbortController().signal,
    isOwner: () => true,
    log: testLogger(),
  };
  return {
    store: (from: number, frames: number) => handle(makeBatch(orgId, { from, frames }), context),
    told: (result: string) => metrics.read('db_reached_notes_total', { result }),
  };
}

describe('what PostgreSQL has committed', () => {
  test('is noted before the acknowledgement, also when an earlier transaction had stored all of it', async () => {
    const { store, told } = setUp((events) => events);
    expect(await store(1, 3)).toBe('ack');
    expect(await noted()).toBe('3-0-0');
    expect(await told('noted')).toBe(1);
  });

  test('is not hidden by an earlier batch that comes again', async () => {
    await setUp(() => 0).store(1, 10);
    await setUp((events) => events).store(1, 3);
    expect(await noted()).toBe('10-0-0');
  });

  test('is told apart when a newer owner holds the fence', async () => {
    const { store, told } = setUp(() => 0);
    await setFence(EPOCH + 1);
    await store(1, 3);
    expect(await noted()).toBeNull();
    expect([await told('noted'), await told('fenced')]).toEqual([0, 1]);
  });
});
