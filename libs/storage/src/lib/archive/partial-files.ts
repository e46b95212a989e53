import { randomUUID } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const SUFFIX = '.partial';
/** A file that is being written is written to more often than this. */
const STALE_MS = 6 * 3_600_000;

/** Where a file is written before it gets its name; of each writer its own. */
export function partialOf(path: string): string {
  return `${path}.${randomUUID()}${SUFFIX}`;
}

/** Removes what killed runs left in a folder. */
export async function removeStalePartials(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(SUFFIX)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
    if (mtimeMs < nowMs - STALE_MS) await rm(path, { force: true });
  }
}

/** Until it is on disk, what it holds must not be dropped. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
