import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { runFaults } from './faults-scenario.ts';

const seedDone = z.object({
  seed: z.number(),
  figures: z.record(z.string(), z.number()),
  /** What the run did. */
  kinds: z.array(z.string()),
  failures: z.array(z.string()),
});
type SeedDone = z.infer<typeof seedDone>;

/** Figures that must be zero in every seed are added up, and so are the others. */
export async function runSeeds(
  options: ChaosOptions,
  seeds: number,
  { logDir, onStep }: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  const { resumeFile } = options;
  const done = new Map(readDone(resumeFile).map((one) => [one.seed, one]));
  for (let seed = 1; seed <= seeds; seed++) {
    if (done.has(seed)) continue;
    onStep(`seed ${seed} of ${seeds}`);
    const one = await runSeed({ ...options, seed }, { logDir: join(logDir, `seed-${seed}`), onStep });
    if (resumeFile !== undefined) appendFileSync(resumeFile, `${JSON.stringify(one)}\n`);
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

function readDone(file: string | undefined): SeedDone[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => seedDone.parse(JSON.parse(line)));
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
