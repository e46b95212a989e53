import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import {
  readAitEvents,
  readModelFacts,
  readStoredScores,
  scoreOffline,
} from '@redoubt/tools/bench/anomaly/ait-replay.ts';
import { isAnomalyCorpusThere } from '@redoubt/tools/bench/anomaly/corpus.ts';
import { connectControl, ensureDemoOrg, type Control } from '@redoubt/tools/dev/demo-org.ts';
import { Stack } from '@redoubt/tools/dev/stack.ts';
import { GatewayClient } from '@redoubt/tools/traffic/gateway-client.ts';
import { ROOT } from './run-tool.ts';

jest.setTimeout(300_000);

const BATCH = 500;
const CHECKPOINT_EVENTS = 2_000;
/** Events in the hands of a worker that is killed. */
const IN_HAND = 1_000;

const itWithCorpus = isAnomalyCorpusThere() ? it : it.skip;

describe('scores on real processes', () => {
  const temp = createTempDir('scoring-e2e');
  chmodSync(temp.path, 0o755);
  const scoring = { SCORE_THRESHOLD: '0', SCORES_PER_MINUTE: '1000000', CHECKPOINT_EVENTS: String(CHECKPOINT_EVENTS) };
  const stack = new Stack({ root: ROOT, logDir: join(temp.path, 'logs'), appEnv: { 'ml-scorer': scoring } });
  let control: Control;

  beforeAll(async () => {
    await stack.startServers();
    control = await connectControl(stack);
    await ensureDemoOrg(control, 'first');
    await stack.startApps();
  });
  afterAll(async () => {
    await control.close();
    await stack.stop();
    temp.remove();
  });

  itWithCorpus('are those of a model nothing interrupts, and near them after a kill', async () => {
    const events = readAitEvents('russellmitchell');
    const demo = await ensureDemoOrg(control, 'russellmitchell');
    const orgId = demo.organization.id;
    const gateway = new GatewayClient({ url: stack.gatewayUrl, apiKey: demo.apiKey });
    const send = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += BATCH) {
        const batch = events.slice(at, Math.min(at + BATCH, to));
        const items = batch.map((event) => ({ kind: 'event' as const, body: JSON.stringify(event) }));
        await gateway.send(items, undefined, `ait-${at}`);
      }
    };
    const stored = (count: number) =>
      waitFor(async () => (await readStoredScores(control, orgId)).length >= count, {
        timeoutMs: 120_000,
        intervalMs: 500,
        what: `${count} scores stored`,
      });
    const half = Math.floor(events.length / 2 / BATCH) * BATCH;
    await send(0, half);
    await stored(half);
    const sending = send(half, events.length);
    await stored(half + BATCH);
    await stack.app('ml-scorer').kill9();
    await sending;
    await stack.app('ml-scorer').start();
    await stored(events.length);
    const scores = await readStoredScores(control, orgId);
    expect(scores).toHaveLength(events.length);
    const facts = await waitFor(async () => {
      const read = await readModelFacts(stack, orgId);
      return read.events > events.length - 2 * (CHECKPOINT_EVENTS + IN_HAND) ? read : undefined;
    });
    if (!facts) throw new Error('no model was saved');
    const offline = scoreOffline(orgId, facts.seed, events);
    expect(scores.slice(0, half)).toEqual(offline.slice(0, half));
    const far = scores.filter(({ anomalyScore }, at) => Math.abs(anomalyScore - (offline[at]?.anomalyScore ?? 0)) > 10);
    expect(far.length / (events.length - half)).toBeLessThan(0.02);
  });
});
