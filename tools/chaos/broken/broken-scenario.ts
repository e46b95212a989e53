import { join } from 'node:path';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { runFaults } from '../faults/faults-scenario.ts';
import { BROKEN_BUILDS, type BrokenBuild } from './broken-builds.ts';
import { makeBrokenRoot } from './broken-root.ts';

/** What is lost never comes: long enough for all that does. */
const SETTLE_MS = 40_000;
const ROOT = join(import.meta.dirname, '../../..');

/** Runs builds with a guarantee taken out: a judge that lets one of them pass would let anything pass. */
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
    const context = { logDir: join(logDir, build.name), onStep, root, plan: build.plan, settleMs: SETTLE_MS };
    const judged = await runFaults({ ...options, isQuick: false }, context);
    const shown = shownOf(build, judged);
    onStep(`${build.name}: ${shown.map((figure) => `${figure} ${judged.figures[figure]}`).join(', ') || 'not caught'}`);
    figures[`${build.name}_caught`] = Number(shown.length > 0);
    evidence.push({ build: build.name, ...judged.figures });
    if (shown.length === 0) failures.push(`${build.name} was not caught: ${build.shownBy.join(', ')} stayed 0`);
  }
  return { figures, evidence, failures, notes: evidence.map((one) => JSON.stringify(one)) };
}

function shownOf({ shownBy }: BrokenBuild, { figures }: ChaosResult): string[] {
  return shownBy.filter((name) => (figures[name] ?? 0) > 0);
}
