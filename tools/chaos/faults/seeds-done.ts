import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const seedDone = z.object({
  seed: z.number(),
  /** Of the code that ran; lines from before it was kept have none. */
  commit: z.string().optional(),
  figures: z.record(z.string(), z.number()),
  /** What the run did. */
  kinds: z.array(z.string()),
  failures: z.array(z.string()),
});

/** A seed that ran to its end, or failed to. */
export type SeedDone = z.infer<typeof seedDone>;

/** Seeds that a file has of this commit: what older code did says nothing of this. */
export function readDone(file: string | undefined, commit: string): SeedDone[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const all = lines.filter((line) => line !== '').map((line) => seedDone.parse(JSON.parse(line)));
  return all.filter((one) => one.commit === commit);
}

/** Hash of the commit that is checked out; `unknown` outside of a repository. */
export function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
