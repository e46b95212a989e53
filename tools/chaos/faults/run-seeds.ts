import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { runFaults } from './faults-scenario.ts';
import { currentCommit, isAncestor, productSources } from './product-sources.ts';
import { countingSeeds, readSeeds, type SeedDone } from './seeds-done.ts';
import { sumUp } from './sum-up.ts';

/** Runs the seeds that a file does not have, and sums up all of them. */
export async function runSeeds(
  options: ChaosOptions,
  seeds: number,
  { logDir, onStep }: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  const { resumeFile, withAncestors } = options;
  const done = countingSeeds(readSeeds(resumeFile), {
    sources: productSources(),
    countsAncestor: (commit) => withAncestors && isAncestor(commit),
  });
  for (let seed = 1; seed <= seeds; seed++) {
    if (done.has(seed)) continue;
    onStep(`seed ${seed} of ${seeds}`);
    const one = await runSeed({ ...options, seed }, { logDir: join(logDir, `seed-${seed}`), onStep });
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
): Promise<SeedDone> {
  const { seed } = options;
  const commit = currentCommit();
  const sources = productSources();
  const result = await runFaults(options, context).catch((error: unknown) => ({
    ...{ figures: {}, evidence: [], failures: [String(error)] },
  }));
  const { figures, evidence, failures } = result;
  // Services that are started again load what lies there then.
  const isSame = sources === productSources();
  const kinds = evidence.map(({ kind }) => String(kind));
  return { seed, commit, ...(isSame ? { sources } : {}), figures, kinds, failures: [...failures] };
}
