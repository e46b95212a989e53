import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const seedDone = z.object({
  seed: z.number(),
  commit: z.string(),
  /** Hash of the product's sources; none when they changed while the seed ran. */
  sources: z.string().optional(),
  figures: z.record(z.string(), z.number()),
  /** What the run did. */
  kinds: z.array(z.string()),
  failures: z.array(z.string()),
});

/** A seed that ran to its end, or failed to. */
export type SeedDone = z.infer<typeof seedDone>;

/** Every seed that a file has, in the order in which they ended; a seed may stand there for several commits. */
export function readSeeds(file: string | undefined): SeedDone[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => seedDone.parse(JSON.parse(line)));
}

/**
 * Those that need no other run: of the same sources whatever came out, and, where an ancestor counts, its green ones. A
 * red one of an ancestor says nothing of what was mended since.
 */
export function countingSeeds(
  all: readonly SeedDone[],
  { sources, countsAncestor }: { sources: string; countsAncestor: (commit: string) => boolean },
): Map<number, SeedDone> {
  const isOurs = (one: SeedDone): boolean => one.sources === sources;
  const older = all.filter((one) => !isOurs(one) && isGreen(one) && countsAncestor(one.commit));
  return new Map([...older, ...all.filter(isOurs)].map((one) => [one.seed, one]));
}

export function isGreen({ failures }: SeedDone): boolean {
  return failures.length === 0;
}
