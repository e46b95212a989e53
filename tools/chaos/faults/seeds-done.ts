import { z } from 'zod';
import type { RunSources } from './run-sources.ts';

export const seedDone = z.object({
  seed: z.number(),
  commit: z.string(),
  /** What ran; none outside of a repository, or when it changed while the seed ran. */
  sources: z.object({ product: z.string(), harness: z.string(), isDirty: z.boolean() }).optional(),
  /** What it ran on; none in lines of earlier harnesses. */
  versions: z.object({ node: z.string(), redis: z.string() }).optional(),
  isQuick: z.boolean(),
  isTls: z.boolean(),
  /** Hash of the faults that were drawn: these depend on the machine, too. */
  plan: z.string(),
  figures: z.record(z.string(), z.number()),
  /** What the run did. */
  kinds: z.array(z.string()),
  /** Faults that met one service, as `service_kill db-writer`; none in lines of earlier harnesses. */
  targets: z.array(z.string()).optional(),
  /** What could not be done on the machine, and what happened; none in lines of earlier harnesses. */
  notes: z.array(z.string()).optional(),
  failures: z.array(z.string()),
});

/** A seed that ran to its end, or failed to. */
export type SeedDone = z.infer<typeof seedDone>;

export type Versions = NonNullable<SeedDone['versions']>;

/** What a seed would be run with now. */
export interface SeedsWanted {
  /** Nothing counts where they are not known. */
  sources: RunSources | undefined;
  versions: Versions;
  isQuick: boolean;
  isTls: boolean;
  planHashOf: (seed: number) => string;
  countsAncestor: (commit: string) => boolean;
}

/**
 * Those that need no other run, of the same faults, options and servers: of the same sources whatever came out, and, where an
 * ancestor counts, its green ones. A red one of an ancestor says nothing of what was mended since; nor does one of
 * which nobody can say what ran, or one that another harness judged.
 */
export function countingSeeds(all: readonly SeedDone[], wanted: SeedsWanted): Map<number, SeedDone> {
  const { product, harness } = wanted.sources ?? {};
  const same = all.filter((one) => isOfTask(one, wanted));
  const isOurs = ({ sources }: SeedDone): boolean =>
    sources !== undefined && sources.product === product && sources.harness === harness;
  const isOlder = (one: SeedDone): boolean =>
    one.sources?.isDirty === false &&
    one.sources.harness === harness &&
    isGreen(one) &&
    wanted.countsAncestor(one.commit);
  const older = same.filter((one) => !isOurs(one) && isOlder(one));
  return new Map([...older, ...same.filter(isOurs)].map((one) => [one.seed, one]));
}

export function isGreen({ failures }: SeedDone): boolean {
  return failures.length === 0;
}

function isOfTask({ seed, isQuick, isTls, plan, versions }: SeedDone, wanted: SeedsWanted): boolean {
  const { node, redis } = wanted.versions;
  const isOnSame = versions?.node === node && versions.redis === redis;
  return isOnSame && isQuick === wanted.isQuick && isTls === wanted.isTls && plan === wanted.planHashOf(seed);
}
