import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { systemClock } from '@redoubt/contracts';
import type { ScoringEvent } from '@redoubt/scoring';
import { tinyOnnxModel } from '../testing/tiny-onnx-model.ts';
import { FEATURES } from './feature-vector.ts';
import { OwnModel } from './own-model.ts';
import { createOwnModelMetrics } from './own-model-metrics.ts';

const RUNTIME_DIR = join(import.meta.dirname, '../../onnx');
const isInstalled = existsSync(join(RUNTIME_DIR, 'node_modules/onnxruntime-web'));

if (isInstalled || process.env.REDOUBT_REQUIRE_ONNX === '1') {
  describe('onnxruntime-web', () => {
    let dir: string;
    beforeEach(() => {
      dir = mkdtempSync(join(tmpdir(), 'onnx-'));
    });
    afterEach(() => rmSync(dir, { recursive: true }));

    it('runs a model, as the one that is expected', async () => {
      const file = join(dir, 'severe.onnx');
      // Looks at the severity alone, the first number.
      const bytes = tinyOnnxModel(Float32Array.from({ length: FEATURES }, (_, at) => (at === 0 ? 4 : 0)));
      writeFileSync(file, bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const deps = { log: testLogger(), clock: systemClock, metrics: createOwnModelMetrics(testMetrics()) };
      const limits = { timeoutMs: 30_000, loadTimeoutMs: 30_000, failuresToOpen: 1, pauseMs: 1_000 };
      const own = new OwnModel(deps, { file, sha256, runtimeDir: RUNTIME_DIR, ...limits });
      await own.load();
      const events = (['informational', 'critical'] as const).map((severity): ScoringEvent => ({
        timeMs: 0,
        receivedAtMs: 0,
        eventType: 'login',
        severity,
      }));
      await own.judge(events);
      await own.close();
      expect(events[0]?.ownModel?.score).toBeCloseTo(0.5, 6);
      expect(events[1]?.ownModel?.score).toBeCloseTo(1 / (1 + Math.exp(-4)), 6);
    }, 60_000);
  });
} else {
  it.skip('onnxruntime-web is not installed: npm ci --ignore-scripts --prefix apps/ml-scorer/onnx', () => undefined);
}
