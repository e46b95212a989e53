import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@redoubt/test-kit';
import { officeEvents } from './testing/office.ts';
import { installStandIn } from './testing/stand-in-runtime.ts';
import { ScorerStage } from './testing/stage.ts';

let stage: ScorerStage;
let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'own-model-'));
  stage = await ScorerStage.open();
});
afterAll(async () => {
  await stage.close();
  rmSync(dir, { recursive: true });
});

test('an own model has its say in scores, and its failure keeps no event waiting', async () => {
  const orgId = await stage.newOrg();
  const { file, runtimeDir, answer } = installStandIn(dir);
  answer('score 0.99');
  const settings = { OWN_MODEL_FILE: file, OWN_MODEL_RUNTIME_DIR: runtimeDir, OWN_MODEL_TIMEOUT_MS: '30000' };
  const { started } = stage.startScorer('w1', settings);
  await started;
  const events = officeEvents({ fromMs: Date.now() - 3_600_000, minutes: 50 });
  let sent = 0;
  const isHeard = async (): Promise<boolean> => {
    await stage.send(orgId, events.slice(sent, sent + 2));
    sent += 2;
    await stage.settle(orgId);
    const scores = await stage.scores(orgId);
    return scores.some(({ reasons }) => reasons.some(({ code }) => code === 'own_model'));
  };
  // The model is loaded beside the scoring.
  await waitFor(isHeard, { timeoutMs: 30_000, what: 'a reason of the own model' });
  answer('fail');
  await stage.send(orgId, events.slice(0, 10));
  await stage.settle(orgId);
  await waitFor(async () => (await stage.scores(orgId)).length === sent + 10, { what: 'all scores' });
  expect((await stage.scores(orgId)).at(-1)?.reasons.map(({ code }) => code)).not.toContain('own_model');
}, 90_000);
