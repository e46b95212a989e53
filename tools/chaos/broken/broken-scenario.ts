import { join } from 'node:path';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { runFaults } from '../faults/faults-scenario.ts';
import { BROKEN_BUILDS } from './broken-builds.ts';
import { makeBrokenRoot } from './broken-root.ts';
import { judgeBuild } from './judge-build.ts';

/** What is lost never comes: long enough for all that does. */
const SETTLE_MS = 40_000;
const ROOT = join(import.meta.dirname, '../../..');

/**
 * Runs builds with a guarantee taken out, and the whole one under the same faults: a judge that lets one of them pass
 * would let anything pass, and one that finds the same in the whole one is no judge.
 */
export async function runBroken(
  options: ChaosOptions,
  { logDir, onStep }: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  const figures: Record<string, number> = {};
  const failures: string[] = [];
  const evidence: Record<string, unknown>[] = [];
  for (const build of BROKEN_BUILDS) {
    onStep(`${build.name}: ${build.what}`);
    const root = join(logDir, build.name, 'build');
    makeBrokenRoot(ROOT, root, build.edits);
    const context = { onStep, plan: build.plan, settleMs: SETTLE_MS };
    const whole = { ...options, isQuick: false };
    const broken = await runFaults(whole, { ...context, logDir: join(logDir, build.name), root });
    onStep(`${build.name}: the whole build under the same faults`);
    const control = await runFaults(whole, { ...context, logDir: join(logDir, `${build.name}-control`) });
    const verdict = judgeBuild(build, { broken, control });
    onStep(`${build.name}: ${verdict.isCaught ? 'caught' : verdict.failures.join('; ')}`);
    figures[`${build.name}_caught`] = Number(verdict.isCaught);
    figures[`${build.name}_control`] = Number(verdict.isControlClean);
    evidence.push({ build: build.name, ...broken.figures }, { build: `${build.name}, whole`, ...control.figures });
    failures.push(...verdict.failures);
  }
  return { figures, evidence, failures, notes: evidence.map((one) => JSON.stringify(one)) };
}
