import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { MODEL_FORMAT } from '@redoubt/scoring';
import { waitFor } from '@redoubt/test-kit';
import { officeEvents, offlineScores } from './testing/office.ts';
import { ScorerStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

const HOUR = 3_600_000;
let stage: ScorerStage;
let org: OrgId;

beforeAll(async () => {
  stage = await ScorerStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  org = await stage.newOrg();
});

async function running(more: Record<string, string> = {}): Promise<RunningApp> {
  const scorer = stage.startScorer('w1', more);
  await scorer.started;
  return scorer;
}

async function handle(events: readonly Record<string, unknown>[], orgId = org): Promise<void> {
  await stage.send(orgId, events);
  await stage.settle(orgId);
}

const fiveHours = () => officeEvents({ fromMs: Date.now() - 5 * HOUR, minutes: 300 });
const stored = (key: string) => stage.redis.call('GET', key, [], { buffers: true }) as Promise<Buffer | null>;
const restores = (scorer: RunningApp, from: string) => scorer.metrics.read('ml_model_restores_total', { from });

describe('a model', () => {
  test('goes on after a stop as if nothing had been', async () => {
    const events = fiveHours();
    for (const [from, to] of [
      [0, 150],
      [150, 151],
      [151, 600],
    ]) {
      const scorer = await running();
      await handle(events.slice(from, to));
      await scorer.stop();
    }
    const offline = offlineScores(org, await stage.seed(org), events);
    expect((await stage.scores(org)).map(({ tail }) => tail)).toEqual(offline.map(({ tail }) => tail));
  });

  test('is saved now and then by time and by events, the one before is kept', async () => {
    const scorer = await running({ CHECKPOINT_EVENTS: '100', CHECKPOINT_INTERVAL_MS: '60000' });
    const events = fiveHours();
    await handle(events.slice(0, 100));
    const first = await stored(orgKeys(org).mlModel());
    expect(first).not.toBeNull();
    await handle(events.slice(100, 200));
    expect(await stored(orgKeys(org).mlModelPrevious())).toEqual(first);
    await scorer.stop();
    const timed = await running({ CHECKPOINT_EVENTS: '1000', CHECKPOINT_INTERVAL_MS: '200' });
    const second = await stored(orgKeys(org).mlModel());
    await handle(events.slice(200, 201));
    await waitFor(async () => !(await stored(orgKeys(org).mlModel()))?.equals(second as Buffer));
    await timed.stop();
  });

  test('that cannot be read makes way for the one before, and for a cold start when that is no good either', async () => {
    const { mlModel, mlModelPrevious } = {
      mlModel: orgKeys(org).mlModel(),
      mlModelPrevious: orgKeys(org).mlModelPrevious(),
    };
    const events = fiveHours();
    const first = await running();
    await handle(events.slice(0, 100));
    await first.stop();
    const good = (await stored(mlModel)) as Buffer;
    const broken = Buffer.from(good);
    broken[good.length - 9] = (broken[good.length - 9] as number) ^ 1;
    await stage.redis.call('SET', mlModelPrevious, [good]);
    await stage.redis.call('SET', mlModel, [broken]);

    const second = await running();
    await handle(events.slice(100, 110));
    expect(await restores(second, 'previous')).toBe(1);
    expect(await second.metrics.read('ml_models_unusable_total', { reason: 'corrupt' })).toBe(1);
    await second.stop();
    // The broken one has not pushed out the good one.
    expect(await stored(mlModelPrevious)).toEqual(good);

    const newer = Buffer.from(good);
    newer.writeUInt32LE(MODEL_FORMAT + 1, 4);
    await stage.redis.call('SET', mlModel, [newer]);
    await stage.redis.call('SET', mlModelPrevious, [broken]);
    const third = await running();
    await handle(events.slice(110, 120));
    expect(await restores(third, 'none')).toBe(1);
    expect(await third.metrics.read('ml_models_unusable_total', { reason: 'newer' })).toBe(1);
    await third.stop();
    expect((await stage.scores(org)).length).toBe(120);
  });

  test('leaves memory for others when there is no room, and comes back the same', async () => {
    const others = [await stage.newOrg(), await stage.newOrg(), await stage.newOrg()];
    const scorer = await running({ MODELS_MAX_BYTES: '1048576' });
    const events = fiveHours();
    for (let at = 0; at < 600; at += 60) {
      for (const orgId of [org, ...others, await stage.newOrg(), await stage.newOrg()]) {
        await handle(events.slice(at, at + 60), orgId);
      }
    }
    expect(await scorer.metrics.read('ml_model_evictions_total')).toBeGreaterThan(10);
    await scorer.stop();
    for (const orgId of [org, ...others]) {
      const offline = offlineScores(orgId, await stage.seed(orgId), events);
      expect((await stage.scores(orgId)).map(({ tail }) => tail)).toEqual(offline.map(({ tail }) => tail));
    }
  });
});
