import { newOrgId, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { PauseError } from '@redoubt/stream';
import { FakeClock, startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { mlScorerConfig, mlScorerEnv } from '../config.ts';
import { createMlScorerMetrics } from '../metrics.ts';
import { ModelStore } from '../state/model-store.ts';
import { SettingsReader } from '../state/org-settings.ts';
import { batchOf, context, ownByHand } from '../testing/by-hand.ts';
import { officeEvents } from '../testing/office.ts';
import type { OrgScorerDeps } from './org-scorer.ts';
import { MAX_LEAVING, Scorer } from './scorer.ts';

/** Two models of the smallest class fit, a third does not. */
const MODELS_MAX_BYTES = 1_048_576;
const LONGEST_REST_MS = 30_000;

let cluster: RedisCluster;
let redis: RedisClient;
let clock: FakeClock;
let store: ModelStore;
let metrics: ReturnType<typeof testMetrics>;
let scorer: Scorer;
/** Times that a write was asked of Redis, and the most of them at a time. */
let writes: number;
let mostAtATime: number;
let entries = 0;

beforeAll(async () => {
  cluster = await startRedisCluster();
  redis = await connectTestRedis(cluster.addresses);
});
afterAll(async () => {
  await redis.close();
  await cluster.stop();
});
beforeEach(() => {
  [clock, metrics, writes, mostAtATime] = [new FakeClock(), testMetrics(), 0, 0];
  let running = 0;
  const [log, own] = [testLogger(), createMlScorerMetrics(metrics)];
  store = new ModelStore({ redis, log, metrics: own });
  const env = { REDIS_NODES: cluster.addresses, SCORE_THRESHOLD: '100', TICK_INTERVAL_MS: '50' };
  const { scoring } = mlScorerConfig(mlScorerEnv.parse({ ...env, MODELS_MAX_BYTES: String(MODELS_MAX_BYTES) }));
  const counting: OrgScorerDeps['store'] = {
    load: (...what) => store.load(...what),
    firstToCome: (...what) => store.firstToCome(...what),
    commit: (...what) => {
      writes += 1;
      mostAtATime = Math.max(mostAtATime, ++running);
      return store.commit(...what).finally(() => (running -= 1));
    },
  };
  const settings = new SettingsReader({ redis, clock }, 10 * LONGEST_REST_MS);
  scorer = new Scorer({ store: counting, settings, history: undefined, log, clock, metrics: own }, scoring);
  scorer.start();
});
afterEach(async () => {
  await refuseWrites(false);
  await scorer.close();
});

/** What a master does whose replicas are gone, as one does that is out of memory: it reads on. */
async function refuseWrites(isRefusing: boolean): Promise<void> {
  const count = isRefusing ? '1' : '0';
  await Promise.all(cluster.nodes.map(({ admin }) => admin.call('CONFIG', 'SET', 'min-replicas-to-write', count)));
}

async function newOrgs(count: number): Promise<OrgId[]> {
  const orgs = Array.from({ length: count }, () => newOrgId());
  await Promise.all(orgs.map((orgId) => ownByHand(redis, orgId)));
  return orgs;
}

const handle = (orgId: OrgId) =>
  scorer.handleEvents(batchOf(orgId, officeEvents({ fromMs: clock.now(), minutes: 5 }), `${++entries}-0`), context);

async function metric(name: string): Promise<number> {
  return Number(new RegExp(`^redoubt_${name} (\\d+)$`, 'm').exec(await metrics.text())?.[1]);
}

test('models that Redis refuses to take stay, are tried again ever more rarely, and no others are taken up', async () => {
  const [a, b, c, d] = (await newOrgs(4)) as [OrgId, OrgId, OrgId, OrgId];
  await handle(a);
  await handle(b);
  await refuseWrites(true);
  await handle(c);
  await waitFor(async () => (await metric('ml_model_evictions_failed_total')) === 1);
  // Time for a loop to go round in, were there one.
  for (let at = 0; at < 50; at++) await Promise.all([a, b, c].map((orgId) => store.load(orgId, 0)));
  for (const orgId of [b, c]) await handle(orgId);
  await expect(handle(d)).rejects.toThrow(PauseError);
  expect(await metric('ml_model_evictions_failed_total')).toBe(1);
  expect(await metric('ml_models_in_memory')).toBe(3);
  // One to make room, one by the clock.
  expect(writes).toBeLessThanOrEqual(2);

  clock.advance(LONGEST_REST_MS);
  await waitFor(async () => (await metric('ml_model_evictions_failed_total')) === 2);
  await expect(handle(d)).rejects.toThrow(PauseError);

  await refuseWrites(false);
  clock.advance(LONGEST_REST_MS);
  await waitFor(async () => (await metric('ml_models_in_memory')) === 2);
  await handle(d);
  await Promise.all([a, b, c, d].map((orgId) => scorer.leaving(orgId)));
  const saved = await Promise.all([a, b, c, d].map((orgId) => store.load(orgId, 0)));
  expect(saved.map(({ model }) => model?.events)).toEqual([10, 20, 20, 10]);
});

test('no more models are on their way out at a time than a few, and others wait', async () => {
  const orgs = await newOrgs(40);
  const results = await Promise.allSettled(orgs.map(handle));
  const later = orgs.filter((_, at) => results[at]?.status === 'rejected');
  await waitFor(async () => (await metric('ml_models_in_memory')) <= 2);
  expect(mostAtATime).toBeGreaterThan(1);
  expect(mostAtATime).toBeLessThanOrEqual(MAX_LEAVING);
  for (const orgId of later) await handle(orgId);
  await Promise.all(orgs.map((orgId) => scorer.leaving(orgId)));
  const saved = await Promise.all(orgs.map((orgId) => store.load(orgId, 0)));
  expect(saved.map(({ model }) => model?.events)).toEqual(orgs.map(() => 10));
});
