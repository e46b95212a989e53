import { join } from 'node:path';
import { describeMachine } from '../../bench/machine.ts';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { runFaults } from './faults-scenario.ts';
import { currentCommit, isAncestor, runSources } from './run-sources.ts';
import { openPlanner, planHash } from './seed-plan.ts';
import { countingSeeds, type SeedDone, type SeedsWanted } from './seeds-done.ts';
import { appendSeed, readSeeds, readUnfinished } from './seeds-file.ts';
import { sumUp, targetText } from './sum-up.ts';

/** Several times what the longest seed takes. */
const SEED_TIMEOUT_MS = 15 * 60_000;

interface Context {
  logDir: string;
  onStep: (text: string) => void;
}

/**
 * Runs the seeds that a file does not have, and sums up all of them.
 *
 * @throws Error  what services or the harness load changed meanwhile
 */
export async function runSeeds(
  options: ChaosOptions,
  seeds: number,
  { logDir, onStep }: Context,
): Promise<ChaosResult> {
  const { resumeFile, withAncestors, isQuick, isTls } = options;
  const { planOf, notes } = await openPlanner(options);
  const { node, redis } = describeMachine();
  const wanted: SeedsWanted = {
    ...{ sources: runSources(), versions: { node, redis }, isQuick, isTls },
    planHashOf: (seed) => planHash(planOf(seed)),
    countsAncestor: (commit) => withAncestors && isAncestor(commit),
  };
  const done = countingSeeds(readSeeds(resumeFile), wanted);
  for (let seed = 1; seed <= seeds; seed++) {
    if (done.has(seed)) continue;
    onStep(`seed ${seed} of ${seeds}`);
    appendSeed(resumeFile, { begun: true, seed, commit: currentCommit(), isQuick, isTls });
    const { one, isHung } = await runSeed({ ...options, seed }, wanted, {
      logDir: join(logDir, `seed-${seed}`),
      onStep,
    });
    appendSeed(resumeFile, one);
    done.set(seed, one);
    if (one.sources === undefined && wanted.sources !== undefined) {
      throw new Error(`seed ${seed} does not count: what services or the harness load changed while it ran; run again`);
    }
    // What it started still runs, and ends with this process alone.
    if (isHung) break;
  }
  const isWanted = ({ seed }: { seed: number }): boolean => seed >= 1 && seed <= seeds;
  const counting = [...done.values()].filter(isWanted).sort((a, b) => a.seed - b.seed);
  const unfinished = readUnfinished(resumeFile).filter((one) => isWanted(one) && isSameTask(one, options));
  const summary = sumUp(counting, seeds, unfinished);
  return { ...summary, notes: [...summary.notes, ...notes] };
}

function isSameTask(
  { isQuick, isTls }: { isQuick: boolean; isTls: boolean },
  options: { isQuick: boolean; isTls: boolean },
): boolean {
  return isQuick === options.isQuick && isTls === options.isTls;
}

/** A seed that could not be run to its end has failed, and the next one goes on. */
async function runSeed(
  options: ChaosOptions,
  { sources, versions, planHashOf }: SeedsWanted,
  context: Context,
): Promise<{ one: SeedDone; isHung: boolean }> {
  const { seed, isQuick, isTls } = options;
  const commit = currentCommit();
  const before = runSources();
  const { promise: hung, resolve } = Promise.withResolvers<undefined>();
  const watchdog = setTimeout(() => resolve(undefined), SEED_TIMEOUT_MS);
  const ran = await Promise.race([runFaults(options, context).catch((error: unknown) => failed(String(error))), hung]);
  clearTimeout(watchdog);
  const { figures, evidence, notes, failures } = ran ?? failed(`did not end within ${SEED_TIMEOUT_MS} ms`);
  // Services that are started again load what lies there then.
  const isSame = [before, runSources()].every(
    (found) => found?.product === sources?.product && found?.harness === sources?.harness,
  );
  const kinds = evidence.map(({ kind }) => String(kind));
  const targets = evidence.flatMap(({ kind, target }) =>
    typeof target === 'string' ? [targetText(String(kind), target)] : [],
  );
  const known = { seed, commit, ...(before !== undefined && isSame ? { sources: before } : {}), versions };
  const drawn = { isQuick, isTls, plan: planHashOf(seed) };
  const one = {
    ...known,
    ...drawn,
    figures: { ...figures },
    kinds,
    targets,
    notes: [...notes],
    failures: [...failures],
  };
  return { one, isHung: ran === undefined };
}

function failed(why: string): ChaosResult {
  return { figures: {}, evidence: [], notes: [], failures: [why] };
}
