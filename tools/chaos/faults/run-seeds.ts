import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { runFaults } from './faults-scenario.ts';
import { currentCommit, isAncestor, runSources } from './run-sources.ts';
import { openPlanner, planHash } from './seed-plan.ts';
import { countingSeeds, readSeeds, type SeedDone } from './seeds-done.ts';
import { sumUp } from './sum-up.ts';

/** Runs the seeds that a file does not have, and sums up all of them. */
export async function runSeeds(
  options: ChaosOptions,
  seeds: number,
  { logDir, onStep }: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  const { resumeFile, withAncestors, isQuick, isTls } = options;
  const { planOf } = await openPlanner(options);
  const planHashOf = (seed: number): string => planHash(planOf(seed));
  const done = countingSeeds(readSeeds(resumeFile), {
    ...{ sources: runSources(), isQuick, isTls, planHashOf },
    countsAncestor: (commit) => withAncestors && isAncestor(commit),
  });
  for (let seed = 1; seed <= seeds; seed++) {
    if (done.has(seed)) continue;
    onStep(`seed ${seed} of ${seeds}`);
    const ran = await runSeed({ ...options, seed }, { logDir: join(logDir, `seed-${seed}`), onStep });
    const one = { ...ran, plan: planHashOf(seed) };
    if (resumeFile !== undefined) appendFileSync(resumeFile, `${JSON.stringify(one)}\n`);
    done.set(seed, one);
  }
  const counting = [...done.values()].filter(({ seed }) => seed >= 1 && seed <= seeds);
  return sumUp(
    counting.sort((a, b) => a.seed - b.seed),
    seeds,
  );
}

/** A seed that could not be run to its end has failed, and the next one goes on. */
async function runSeed(
  options: ChaosOptions,
  context: { logDir: string; onStep: (text: string) => void },
): Promise<Omit<SeedDone, 'plan'>> {
  const { seed, isQuick, isTls } = options;
  const commit = currentCommit();
  const sources = runSources();
  const result = await runFaults(options, context).catch((error: unknown) => ({
    ...{ figures: {}, evidence: [], failures: [String(error)] },
  }));
  const { figures, evidence, failures } = result;
  // Services that are started again load what lies there then.
  const after = runSources();
  const isSame = sources?.product === after?.product && sources?.harness === after?.harness;
  const kinds = evidence.map(({ kind }) => String(kind));
  const known = { seed, commit, ...(sources !== undefined && isSame ? { sources } : {}) };
  return { ...known, isQuick, isTls, figures, kinds, failures: [...failures] };
}
