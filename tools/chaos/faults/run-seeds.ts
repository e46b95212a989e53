import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { runFaults } from './faults-scenario.ts';
import { currentCommit, readDone, type SeedDone } from './seeds-done.ts';

/** Figures that must be zero in every seed are added up, and so are the others. */
export async function runSeeds(
  options: ChaosOptions,
  seeds: number,
  { logDir, onStep }: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  const { resumeFile } = options;
  const commit = currentCommit();
  const done = new Map(readDone(resumeFile, commit).map((one) => [one.seed, one]));
  for (let seed = 1; seed <= seeds; seed++) {
    if (done.has(seed)) continue;
    onStep(`seed ${seed} of ${seeds}`);
    const one = await runSeed({ ...options, seed }, { logDir: join(logDir, `seed-${seed}`), onStep });
    if (resumeFile !== undefined) appendFileSync(resumeFile, `${JSON.stringify({ ...one, commit })}\n`);
    done.set(seed, one);
  }
  return sumUp([...done.values()].filter(({ seed }) => seed >= 1 && seed <= seeds));
}

/** A seed that could not be run to its end has failed, and the next one goes on. */
async function runSeed(
  options: ChaosOptions,
  context: { logDir: string; onStep: (text: string) => void },
): Promise<SeedDone> {
  try {
    const { figures, evidence, failures } = await runFaults(options, context);
    return { seed: options.seed, figures, kinds: evidence.map(({ kind }) => String(kind)), failures: [...failures] };
  } catch (error) {
    return { seed: options.seed, figures: {}, kinds: [], failures: [String(error)] };
  }
}

function sumUp(done: readonly SeedDone[]): ChaosResult {
  const figures: Record<string, number> = { seeds: done.length, green: done.filter(isGreen).length };
  for (const one of done) {
    for (const [name, value] of Object.entries(one.figures)) figures[name] = (figures[name] ?? 0) + value;
  }
  const kinds = Map.groupBy(
    done.flatMap((one) => one.kinds),
    (kind) => kind,
  );
  return {
    figures,
    evidence: done.map((one) => ({ ...one })),
    notes: [`faults: ${[...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(', ')}`],
    failures: done.flatMap(({ seed, failures }) => failures.map((failure) => `seed ${seed}: ${failure}`)),
  };
}

function isGreen({ failures }: SeedDone): boolean {
  return failures.length === 0;
}
