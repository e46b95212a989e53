import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { AnomalyPlan, AnomalyResult, QualityResult, SpeedResult } from './anomaly-plan.ts';

export function runAnomalyProcess(plan: AnomalyPlan & { kind: 'speed' }): Promise<SpeedResult>;
export function runAnomalyProcess(plan: AnomalyPlan & { kind: 'quality' | 'file' }): Promise<QualityResult>;
/** Runs a measuring process to its end. @throws Error  it ended without a result */
export function runAnomalyProcess(plan: AnomalyPlan): Promise<AnomalyResult> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'anomaly-main.ts'), {
      execArgv: ['--max-old-space-size=3072', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    child.once('message', (result) => resolve(result as AnomalyResult));
    child.once('exit', (code, signal) => reject(new Error(`the measuring process ended (${signal ?? code})`)));
    child.once('error', reject);
    child.send(plan);
  });
}
