import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { MUST_BE_ZERO } from './must-be-zero.ts';
import type { RunSources } from './run-sources.ts';

const seedDone = z.object({
  seed: z.number(),
  commit: z.string(),
  /** What ran; none outside of a repository, or when it changed while the seed ran. */
  sources: z.object({ product: z.string(), harness: z.string(), isDirty: z.boolean() }).optional(),
  isQuick: z.boolean(),
  isTls: z.boolean(),
  /** Hash of the faults that were drawn: these depend on the machine, too. */
  plan: z.string(),
  figures: z.record(z.string(), z.number()),
  /** What the run did. */
  kinds: z.array(z.string()),
  failures: z.array(z.string()),
});

/** A seed that ran to its end, or failed to. */
export type SeedDone = z.infer<typeof seedDone>;

/** What a seed would be run with now. */
export interface SeedsWanted {
  /** Nothing counts where they are not known. */
  sources: RunSources | undefined;
  isQuick: boolean;
  isTls: boolean;
  planHashOf: (seed: number) => string;
  countsAncestor: (commit: string) => boolean;
}

/** Every seed that a file has, in the order in which they ended; a seed may stand there for several commits. */
export function readSeeds(file: string | undefined): SeedDone[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => seedDone.parse(JSON.parse(line)));
}

/**
 * Those that need no other run, of the same faults and options: of the same sources whatever came out, and, where an
 * ancestor counts, its green ones. A red one of an ancestor says nothing of what was mended since; nor does one of
 * which nobody can say what ran, or one that was not looked at as today.
 */
export function countingSeeds(all: readonly SeedDone[], wanted: SeedsWanted): Map<number, SeedDone> {
  const { product, harness } = wanted.sources ?? {};
  const same = all.filter((one) => isOfTask(one, wanted));
  const isOurs = ({ sources }: SeedDone): boolean =>
    sources !== undefined && sources.product === product && sources.harness === harness;
  const isOlder = (one: SeedDone): boolean =>
    one.sources?.isDirty === false && isGreen(one) && isWhole(one) && wanted.countsAncestor(one.commit);
  const older = same.filter((one) => !isOurs(one) && isOlder(one));
  return new Map([...older, ...same.filter(isOurs)].map((one) => [one.seed, one]));
}

export function isGreen({ failures }: SeedDone): boolean {
  return failures.length === 0;
}

function isOfTask({ seed, isQuick, isTls, plan }: SeedDone, wanted: SeedsWanted): boolean {
  return isQuick === wanted.isQuick && isTls === wanted.isTls && plan === wanted.planHashOf(seed);
}

/** Everything was looked at that is looked at today. */
function isWhole({ figures }: SeedDone): boolean {
  return Object.keys(MUST_BE_ZERO).every((name) => name in figures);
}
