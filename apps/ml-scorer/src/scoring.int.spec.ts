import { SCORE_RANGES, type OrgId } from '@redoubt/contracts';
import { waitFor } from '@redoubt/test-kit';
import { officeEvents, offlineScores, strangeLogin } from './testing/office.ts';
import { ScorerStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let stage: ScorerStage;
let scorer: RunningApp;
let org: OrgId;

beforeAll(async () => {
  stage = await ScorerStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  org = await stage.newOrg();
});
afterEach(() => scorer.stop());

async function start(more: Record<string, string> = {}): Promise<void> {
  scorer = stage.startScorer('w1', more);
  await scorer.started;
}

/** A day and an hour of ordinary work that ends now, after which the model is warm. */
const ordinaryDay = () => officeEvents({ fromMs: Date.now() - 25 * HOUR, minutes: 25 * 60 });

describe('scoring', () => {
  test('gives every event the score an uninterrupted model gives it, and counts all scores by minute', async () => {
    await start();
    const events = [
      ...officeEvents({ fromMs: Date.now() - 5 * HOUR, minutes: 290 }),
      strangeLogin(Date.now() - 5 * MINUTE),
    ];
    await stage.send(org, events);
    await stage.settle(org);
    await scorer.stop();
    const offline = offlineScores(org, await stage.seed(org), events);
    const scores = await stage.scores(org);
    expect(scores.map(({ tail }) => tail)).toEqual(offline.map(({ tail }) => tail));
    expect(scores.map(({ anomalyScore }) => anomalyScore)).toEqual(offline.map(({ anomalyScore }) => anomalyScore));
    const minutes = (await stage.records(org)).filter((record) => record.type === 'minute');
    const counted = minutes.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(events.length);
    expect(minutes.every(({ counts }) => counts.length === SCORE_RANGES)).toBe(true);
  });

  test('says why in words, and how the model is doing', async () => {
    await start({ SCORE_THRESHOLD: '55' });
    await stage.send(org, officeEvents({ fromMs: Date.now() - 5 * HOUR, minutes: 290 }));
    await stage.send(org, [strangeLogin(Date.now() - MINUTE)]);
    await stage.settle(org);
    await scorer.stop();
    const strange = (await stage.scores(org)).find(({ asset }) => asset === 'vault-1');
    // A model of five hours caps its scores.
    expect(strange).toMatchObject({ anomalyScore: 60, isWarmingUp: true, user: 'person-1' });
    expect(strange?.reasons.map(({ text }) => text).join('; ')).toMatch(/vault-1.*never seen in the last \d+ minutes/);
    const state = (await stage.records(org)).filter((record) => record.type === 'model').at(-1);
    expect(state).toMatchObject({ isWarmingUp: true, events: 581, budgetPerDay: 10, sizeClass: 'S' });
    expect(await stage.detections(org)).toEqual([]);
  });

  test('sends what is most unusual to alert-engine, once per episode and within the budget', async () => {
    await start({ SCORE_THRESHOLD: '75' });
    await stage.send(org, ordinaryDay());
    await stage.settle(org);
    const now = Date.now();
    await stage.send(org, [strangeLogin(now - 1_000), strangeLogin(now)]);
    await stage.settle(org);
    const detections = (await stage.detections(org)).filter(({ subject }) => subject.asset === 'vault-1');
    expect(detections).toHaveLength(1);
    expect(detections[0]).toMatchObject({
      ruleId: 'redoubt_anomaly',
      subject: { user: 'person-1', asset: 'vault-1', sourceIp: '198.51.100.77' },
      reason: expect.stringContaining('vault-1') as string,
    });
    expect(detections[0]?.anomalyScore).toBeGreaterThan(90);
    expect(detections[0]?.anomalyReasons?.length).toBeGreaterThan(0);
    // A hundred strangers at once are more than a day's budget.
    const strangers = Array.from({ length: 100 }, (_, i) => ({
      ...strangeLogin(now, `stranger-${i}`),
      sourceIp: `203.0.113.${i}`,
      asset: `unknown-${i}`,
    }));
    await stage.send(org, strangers);
    await stage.settle(org);
    expect((await stage.detections(org)).length).toBeLessThanOrEqual(10);
  });

  test('notices a sender that never paused and falls silent while others go on', async () => {
    await start({ SCORE_THRESHOLD: '90' });
    const fromMs = Date.now() - 26 * HOUR;
    const ticking = officeEvents({ fromMs, minutes: 26 * 60 }).flatMap((event, at) => {
      const isHeard = at % 2 === 0 && at < 2 * 25 * 60;
      return isHeard ? [event, { ...event, eventType: 'heartbeat', asset: 'sensor-1', user: 'sensor' }] : [event];
    });
    await stage.send(org, ticking);
    await stage.settle(org);
    const silences = (await stage.detections(org)).filter(({ ruleId }) => ruleId === 'redoubt_anomaly_silence');
    expect(silences.map(({ subject }) => subject)).toEqual([{ asset: 'sensor-1' }]);
    expect(silences[0]?.reason).toMatch(/^sensor-1: silent for \d+ minutes/);
  });

  test('is left alone while the organisation has it off, and begins when it is turned on', async () => {
    await stage.turn(org, false);
    await start();
    await stage.send(org, officeEvents({ fromMs: Date.now() - HOUR, minutes: 10 }));
    await stage.settle(org);
    expect(await stage.records(org)).toEqual([]);
    await stage.turn(org, true);
    await waitFor(async () => {
      await stage.send(org, [strangeLogin(Date.now())]);
      await stage.settle(org);
      return (await stage.scores(org)).length > 0;
    });
  });

  test('passes everything by when the kill switch is set', async () => {
    await start({ SCORING: 'false' });
    await stage.send(org, officeEvents({ fromMs: Date.now() - HOUR, minutes: 10 }));
    await stage.settle(org);
    expect(await stage.records(org)).toEqual([]);
    expect(await scorer.metrics.read('ml_events_unscored_total', { reason: 'kill_switch' })).toBe(20);
  });
});
