import { newOrgId, RetryableError, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import type { OrgModel, Verdict } from '@redoubt/scoring';
import { FakeClock } from '@redoubt/test-kit';
import { connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { mlScorerConfig, mlScorerEnv } from '../config.ts';
import { createMlScorerMetrics } from '../metrics.ts';
import { ModelStore, type Commit } from '../state/model-store.ts';
import { SettingsReader } from '../state/org-settings.ts';
import { batchOf, context, ownByHand } from '../testing/by-hand.ts';
import { officeEvents } from '../testing/office.ts';
import { OrgScorer } from './org-scorer.ts';

/** CHECKPOINT_INTERVAL_MS when nothing else is said. */
const CHECKPOINT_MS = 30_000;
let redis: RedisClient;
let orgId: OrgId;
let clock: FakeClock;
let store: ModelStore;
let scorer: OrgScorer;
/** What happens to the next commit in place of an answer. */
let mishap: 'refused' | 'answer_lost' | undefined;

beforeAll(async () => {
  redis = await connectTestRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  orgId = newOrgId();
  clock = new FakeClock();
  mishap = undefined;
  await ownByHand(redis, orgId);
  const [log, metrics] = [testLogger(), createMlScorerMetrics(testMetrics())];
  store = new ModelStore({ redis, log, metrics });
  const { scoring } = mlScorerConfig(mlScorerEnv.parse({ REDIS_NODES: '127.0.0.1:1', SCORE_THRESHOLD: '100' }));
  const settings = new SettingsReader({ redis, clock }, CHECKPOINT_MS);
  const life = { stopping: new AbortController().signal, checkRoom: () => undefined };
  const deps = {
    store: { load: store.load.bind(store), firstToCome: store.firstToCome.bind(store), commit },
    settings,
    history: undefined,
    ...life,
  };
  scorer = new OrgScorer(orgId, { ...deps, log, clock, metrics }, scoring);
});

async function commit(of: OrgId, what: Commit): Promise<number> {
  const now = mishap;
  mishap = undefined;
  const left = now === 'refused' ? 0 : await store.commit(of, what);
  if (now) throw new RetryableError(now);
  return left;
}

const events = officeEvents({ fromMs: Date.UTC(2026, 0, 1), minutes: 10 });
const handle = (from: number, to: number) =>
  scorer.handleEvents(batchOf(orgId, events.slice(from, to), `${to}-0`), context);

/** Has the clock save the model, which goes wrong. */
async function saveInVain(how: typeof mishap): Promise<void> {
  await handle(0, 10);
  clock.advance(CHECKPOINT_MS);
  mishap = how;
  await scorer.tick();
  expect(mishap).toBeUndefined();
}

/** What the next owner takes up, and nothing that this one has in memory. */
async function saved(): Promise<OrgModel> {
  const { model } = await store.load(orgId, 0);
  if (!model) throw new Error('no model was saved');
  return model;
}

const verdict: Verdict = {
  ...{ verdictId: 'v', analyst: 'ann', atMs: Date.UTC(2026, 0, 1), kind: 'false_positive' },
  reasons: [{ code: 'rarity', aspect: 'type', fields: { eventType: 'odd_thing' }, share: 1 }],
};

test('the clock asks again after a rest that grows, until something is written', async () => {
  await saveInVain('refused');
  mishap = 'refused';
  await scorer.tick();
  expect(mishap).toBe('refused');
  clock.advance(1_000);
  await scorer.tick();
  expect(mishap).toBeUndefined();
  clock.advance(1_000);
  await scorer.tick();
  expect((await store.load(orgId, 0)).model).toBeUndefined();
  clock.advance(1_000);
  await scorer.tick();
  expect((await saved()).events).toBe(10);
});

describe.each(['refused', 'answer_lost'] as const)('after a checkpoint that was %s', (how) => {
  test('a verdict is saved before it is acknowledged', async () => {
    await saveInVain(how);
    expect(await scorer.handleVerdicts([verdict], context)).toBe('ack');
    expect((await saved()).feedback.state().count).toBe(1);
  });

  test('a stop saves what was learned meanwhile', async () => {
    await saveInVain(how);
    await handle(10, 20);
    await scorer.leave();
    expect((await saved()).events).toBe(20);
  });

  test('what was learned meanwhile is saved an interval after the checkpoint was made', async () => {
    await saveInVain(how);
    clock.advance(CHECKPOINT_MS / 2);
    await handle(10, 20);
    expect((await saved()).events).toBe(10);
    clock.advance(CHECKPOINT_MS / 2);
    await scorer.tick();
    expect((await saved()).events).toBe(20);
  });
});
