import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@redoubt/contracts';
import type { ScoringEvent } from '@redoubt/scoring';
import { waitFor } from '@redoubt/test-kit';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { installStandIn } from '../testing/stand-in-runtime.ts';
import { OwnModel, type OwnModelOptions } from './own-model.ts';
import { createOwnModelMetrics } from './own-model-metrics.ts';

const PAUSE_MS = 1_000;
let dir: string;
let standIn: ReturnType<typeof installStandIn>;
let model: OwnModel | undefined;
let nowMs: number;
let metrics: ReturnType<typeof testMetrics>;
const clock: Clock = { now: () => nowMs, monotonicMs: () => nowMs };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'own-model-'));
  standIn = installStandIn(dir);
  nowMs = 1_000_000;
  metrics = testMetrics();
});
afterEach(async () => {
  await model?.close();
  rmSync(dir, { recursive: true });
});

async function start(more: Partial<OwnModelOptions> = {}): Promise<OwnModel> {
  const { file, runtimeDir } = standIn;
  const options = { file, runtimeDir, timeoutMs: 30_000, loadTimeoutMs: 30_000, failuresToOpen: 2, pauseMs: PAUSE_MS };
  model = new OwnModel({ log: testLogger(), clock, metrics: createOwnModelMetrics(metrics) }, { ...options, ...more });
  await model.load();
  return model;
}

/** What the model says about so many events. */
async function judge(own: OwnModel, count = 1): Promise<(number | undefined)[]> {
  const events = Array.from({ length: count }, (): ScoringEvent => ({
    timeMs: nowMs,
    receivedAtMs: nowMs,
    eventType: 'login',
    severity: 'low',
  }));
  await own.judge(events);
  return events.map(({ ownModel }) => ownModel && Math.round(ownModel.score * 100) / 100);
}

const eventually = (own: OwnModel) =>
  waitFor(async () => (await judge(own))[0] !== undefined, { timeoutMs: 30_000, what: 'the model to answer again' });

describe('an own model', () => {
  it('judges every event, in batches, and by its name', async () => {
    const own = await start();
    expect(new Set(await judge(own, 600))).toEqual(new Set([0.9]));
    const event: ScoringEvent = { timeMs: nowMs, receivedAtMs: nowMs, eventType: 'login', severity: 'low' };
    await own.judge([event]);
    expect(event.ownModel?.model).toBe('fraud');
    expect(await metrics.text()).toContain('ml_own_model_events_total{result="scored"} 601');
  });

  it('is left alone after failures in a row, and tried again after a pause', async () => {
    const own = await start();
    standIn.answer('fail');
    expect([await judge(own), await judge(own)]).toEqual([[undefined], [undefined]]);
    standIn.answer('score 0.5');
    expect(await judge(own)).toEqual([undefined]);
    expect(await metrics.text()).toMatch(/ml_own_model_left_alone 1/);
    nowMs += PAUSE_MS;
    expect([await judge(own), await judge(own)]).toEqual([[0.5], [0.5]]);
  });

  it('that hangs keeps nobody beyond its time, and is started anew', async () => {
    const own = await start({ timeoutMs: 100 });
    standIn.answer('hang');
    expect(await judge(own)).toEqual([undefined]);
    standIn.answer('score 0.7');
    await eventually(own);
    expect(await metrics.text()).toMatch(/ml_own_model_failures_total [1-9]/);
  });

  it('that answers in time is not given up for those that wait for it', async () => {
    const own = await start({ timeoutMs: 1_000 });
    standIn.answer('score 0.9 50');
    const all = await Promise.all(Array.from({ length: 60 }, () => judge(own)));
    expect(all.filter(([score]) => score === 0.9).length).toBeGreaterThan(1);
    expect(all.filter(([score]) => score === undefined).length).toBeGreaterThan(1);
    const text = await metrics.text();
    expect(text).toMatch(/ml_own_model_events_total\{result="busy"\} [1-9]/);
    expect(text).toMatch(/ml_own_model_failures_total 0$/m);
  });

  it('that hangs fails once for all that wait for it', async () => {
    const own = await start({ timeoutMs: 100 });
    standIn.answer('hang');
    await Promise.all(Array.from({ length: 10 }, () => judge(own)));
    expect(await metrics.text()).toMatch(/ml_own_model_failures_total 1$/m);
    standIn.answer('score 0.7');
    await eventually(own);
  });

  it('that says what is no score is not believed', async () => {
    const own = await start();
    standIn.answer('score NaN' as 'score 0');
    expect(await judge(own)).toEqual([undefined]);
    standIn.answer('score 7');
    expect(await judge(own)).toEqual([1]);
  });

  it.each([
    ['is not there', (): void => rmSync(standIn.file), {}],
    ['is no model', (): void => writeFileSync(standIn.file, 'x'), {}],
    ['is too large', (): void => writeFileSync(standIn.file, Buffer.alloc(50 * 1024 * 1024 + 1)), {}],
    ['has another digest', (): void => undefined, { sha256: 'ab'.repeat(32) }],
    ['has nothing to run it', (): void => undefined, { runtimeDir: '/nowhere' }],
  ])('that %s leaves events to the built-in model', async (_, spoil, more: Partial<OwnModelOptions>) => {
    spoil();
    const own = await start(more);
    expect(await judge(own)).toEqual([undefined]);
    expect(await metrics.text()).toMatch(/ml_own_model_failures_total 1/);
  });
});
