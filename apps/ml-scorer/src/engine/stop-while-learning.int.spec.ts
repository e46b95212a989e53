import { LeaseLostError, newOrgId, systemClock, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { PauseError, type BatchContext, type EventBatch } from '@redoubt/stream';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { mlScorerConfig, mlScorerEnv } from '../config.ts';
import { createMlScorerMetrics } from '../metrics.ts';
import { ModelStore } from '../state/model-store.ts';
import { SettingsReader } from '../state/org-settings.ts';
import { Scorer } from './scorer.ts';

let redis: RedisClient;
let orgId: OrgId;

beforeAll(async () => {
  redis = await connectTestRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  orgId = newOrgId();
  await redis.call('HSET', orgKeys(orgId).features(), ['ml_threat_detection', '1']);
});

/** A past so long that only an abort ends it, and word of when it began. */
function endlessPast() {
  const begun = Promise.withResolvers<void>();
  const learn = (signal: AbortSignal): Promise<void> => {
    begun.resolve();
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  };
  const history = {
    teach: (...[, , , signal]: [unknown, unknown, unknown, AbortSignal]) => learn(signal),
    catchUp: (...[, , , signal]: [unknown, unknown, unknown, AbortSignal]) => learn(signal),
  };
  return { history, begun: begun.promise };
}

function begin() {
  const { scoring } = mlScorerConfig(mlScorerEnv.parse({ REDIS_NODES: '127.0.0.1:1' }));
  const [log, clock, metrics] = [testLogger(), systemClock, createMlScorerMetrics(testMetrics())];
  const store = new ModelStore({ redis, log, metrics });
  const settings = new SettingsReader({ redis, clock }, 1_000);
  const { history, begun } = endlessPast();
  const scorer = new Scorer({ store, settings, history, log, clock, metrics }, scoring);
  const lease = new AbortController();
  const batch: EventBatch = { orgId, group: 'ml_engine', lane: 's', events: [], isRedelivery: false };
  const context: BatchContext = { signal: lease.signal, epoch: 1, isOwner: () => !lease.signal.aborted, log };
  return { scorer, lease, begun, handled: scorer.handleEvents(batch, context) };
}

describe('a model that is learning its past', () => {
  test('lets the batch go when the process stops', async () => {
    const { scorer, begun, handled } = begin();
    await begun;
    scorer.stopLearning();
    await expect(handled).rejects.toThrow(PauseError);
  });

  test('drops everything when the lease ends', async () => {
    const { lease, begun, handled } = begin();
    await begun;
    lease.abort();
    await expect(handled).rejects.toThrow(LeaseLostError);
  });
});
