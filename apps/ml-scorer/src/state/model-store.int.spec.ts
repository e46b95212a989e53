import { randomUUID } from 'node:crypto';
import { LeaseLostError, newOrgId, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { OrgModel } from '@redoubt/scoring';
import type { Positions } from '@redoubt/stream';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createMlScorerMetrics } from '../metrics.ts';
import { checkpointOf, GROUP, ModelStore, type Commit } from './model-store.ts';

const SEED = Int32Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
let redis: RedisClient;
let store: ModelStore;
let orgId: OrgId;

beforeAll(async () => {
  redis = await connectTestRedis();
  store = new ModelStore({ redis, log: testLogger(), metrics: createMlScorerMetrics(testMetrics()) });
});
afterAll(() => redis.close());
beforeEach(async () => {
  orgId = newOrgId();
  await own(7);
});

const own = (epoch: number) => redis.call('SET', orgKeys(orgId).fence(GROUP), [`${epoch}|spec`]);
const published: Positions = new Map([['s', { entryId: '5-0', index: 3 }]]);

function commit(given: Partial<Commit> = {}): Commit {
  const head = { epoch: 7, version: 0, mark: randomUUID(), atMs: 1, published, budget: '{}' };
  return { ...head, scores: [Buffer.from('{"score":1}')], detections: [Buffer.from('{}')], ...given };
}

const lengths = () =>
  Promise.all(
    [orgKeys(orgId).scoresStream(), orgKeys(orgId).detectionsStream()].map((key) => redis.call('XLEN', key, [])),
  );

describe('a commit', () => {
  test('whose answer was lost happens once, however often it is asked for', async () => {
    const one = commit();
    await store.commit(orgId, one);
    await store.commit(orgId, one);
    expect(await lengths()).toEqual([1, 1]);
    expect(await store.load(orgId, 0)).toMatchObject({ version: 1, published, model: undefined });
    await store.commit(orgId, commit({ version: 1, detections: [] }));
    expect(await lengths()).toEqual([2, 1]);
  });

  test('of an owner that has gone, or of a memory that is not the newest, changes nothing', async () => {
    await store.commit(orgId, commit());
    await expect(store.commit(orgId, commit())).rejects.toThrow(LeaseLostError);
    await own(8);
    await expect(store.commit(orgId, commit({ version: 1 }))).rejects.toThrow(LeaseLostError);
    expect(await lengths()).toEqual([1, 1]);
  });

  test('with a checkpoint keeps the one before, unless that is of no use', async () => {
    const model = new OrgModel({ orgId, seed: SEED });
    const blob = (events: number): Buffer => {
      model.events = events;
      return checkpointOf(model, 7, published);
    };
    const keys = orgKeys(orgId);
    const stored = (key: string) => redis.call('GET', key, [], { buffers: true });
    const [first, second, third] = [blob(1), blob(2), blob(3)];
    const save = (version: number, of: Buffer, isNewestUnusable: boolean) =>
      store.commit(orgId, commit({ version, checkpoint: { blob: of, isNewestUnusable } }));
    await save(0, first, false);
    expect(await stored(keys.mlModelPrevious())).toBeNull();
    await save(1, second, false);
    expect([await stored(keys.mlModel()), await stored(keys.mlModelPrevious())]).toEqual([second, first]);
    await save(2, third, true);
    expect([await stored(keys.mlModel()), await stored(keys.mlModelPrevious())]).toEqual([third, first]);
    const loaded = await store.load(orgId, 0);
    expect(loaded.model?.events).toBe(3);
    expect(loaded.learned).toEqual(published);
  });
});
