import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { LoadResult, RulesPlan, RulesResult, SpeedResult } from './rules-plan.ts';

export function runRulesProcess(plan: RulesPlan & { kind: 'speed' }): Promise<SpeedResult>;
export function runRulesProcess(plan: RulesPlan & { kind: 'load' }): Promise<LoadResult>;
/** Runs a measuring process to its end. @throws Error  it ended without a result */
export function runRulesProcess(plan: RulesPlan): Promise<RulesResult> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'rules-main.ts'), {
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    child.once('message', (result) => resolve(result as RulesResult));
    child.once('exit', (code, signal) => reject(new Error(`the measuring process ended (${signal ?? code})`)));
    child.once('error', reject);
    child.send(plan);
  });
}
