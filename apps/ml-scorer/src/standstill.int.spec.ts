import { eventIdOf, type EventFields, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { decodeModel } from '@redoubt/scoring';
import type { BatchContext, EventBatch } from '@redoubt/stream';
import { FakeClock, waitFor } from '@redoubt/test-kit';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { mlScorerConfig, mlScorerEnv } from './config.ts';
import { Scorer } from './engine/scorer.ts';
import { createMlScorerMetrics } from './metrics.ts';
import { GROUP, ModelStore } from './state/model-store.ts';
import { SettingsReader } from './state/org-settings.ts';
import { officeEvents } from './testing/office.ts';
import { ScorerStage } from './testing/stage.ts';

const MINUTE = 60_000;
const EPOCH = 5;
const clock = new FakeClock();
const log = testLogger();
const context: BatchContext = { epoch: EPOCH, signal: new AbortController().signal, isOwner: () => true, log };

let stage: ScorerStage;
let scorer: Scorer;
let org: OrgId;
let sent = 0;

beforeAll(async () => {
  stage = await ScorerStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  org = await stage.newOrg();
  await stage.redis.call('SET', orgKeys(org).fence(GROUP), [`${EPOCH}|spec`]);
  const { redis } = stage;
  const metrics = createMlScorerMetrics(testMetrics());
  const store = new ModelStore({ redis, log, metrics });
  const settings = new SettingsReader({ redis, clock }, 1);
  const { scoring } = mlScorerConfig(mlScorerEnv.parse(stage.env('w1', { SCORE_THRESHOLD: '100' })));
  scorer = new Scorer({ store, settings, history: undefined, log, clock, metrics }, scoring);
  scorer.start();
});
afterEach(() => scorer.close());

/** Hands over events as accepted when they happened, and lets the clock stand at the last of them. */
async function handle(events: readonly EventFields[]): Promise<void> {
  sent += 1;
  const entryId = `${sent}-0`;
  const batch: EventBatch = {
    orgId: org,
    group: GROUP,
    lane: 's',
    isRedelivery: false,
    events: events.map((fields, index) => ({
      ...{ eventId: eventIdOf('s', entryId, index), lane: 's', entryId, index, fields },
      value: fields,
      line: Buffer.alloc(0),
      acceptedAtMs: fields.eventTimeMs as number,
    })),
  };
  clock.setNow(events.at(-1)?.eventTimeMs as number);
  await scorer.handleEvents(batch, context);
}

const days = (from: number, count: number) =>
  officeEvents({ fromMs: clock.now() + from * MINUTE, minutes: count * 1_440 });

test('an organisation that falls silent as a whole is told of by the clock, once', async () => {
  await handle(days(1, 1.1));
  clock.advance(14 * MINUTE);
  await handle(officeEvents({ fromMs: clock.now(), minutes: 1 }));
  clock.advance(60 * MINUTE);
  await waitFor(async () => (await stage.detections(org)).length > 0);
  clock.advance(60 * MINUTE);
  await handle(officeEvents({ fromMs: clock.now(), minutes: 1 }));
  const [detection, ...more] = (await stage.detections(org)).filter(({ ruleId }) => ruleId.endsWith('silence'));
  expect(more).toEqual([]);
  expect(detection).toMatchObject({ subject: {}, severity: 'medium' });
  expect(detection?.reason).toMatch(/^all senders: silent for \d+ minutes, before never longer than \d+$/);
});

test('a change window that an operator opens reaches the model, and lasts an hour at most', async () => {
  const state = async () => {
    await scorer.leaving(org);
    const blob = (await stage.redis.call('GET', orgKeys(org).mlModel(), [], { buffers: true })) as Buffer;
    const decoded = decodeModel(blob, { orgId: org });
    return decoded.kind === 'ok' ? decoded.model.changeUntilTick : undefined;
  };
  const ends = async (untilMs: number) => {
    const settings = JSON.stringify({ anomalyChangeUntilMs: untilMs });
    await stage.redis.call('HSET', orgKeys(org).config(), ['alertSettings', settings]);
    clock.advance(10);
  };
  await handle(officeEvents({ fromMs: clock.now(), minutes: 1 }));
  await ends(clock.now() + 120 * MINUTE);
  await handle(officeEvents({ fromMs: clock.now(), minutes: 1 }));
  expect(await state()).toBe(-1);
  const untilMs = clock.now() + 40 * MINUTE;
  await ends(untilMs);
  await handle(officeEvents({ fromMs: clock.now(), minutes: 1 }));
  expect(await state()).toBe(Math.ceil(untilMs / MINUTE));
});
