import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childGuard } from './child-guard.ts';

export interface TempDir {
  path: string;
  /** Removes the directory with all its content. */
  remove(): void;
  /** Leaves the directory behind, for logs of something that went wrong. */
  keep(): void;
}

/** Creates a directory that disappears with this process, even when this process is killed. */
export function createTempDir(name: string): TempDir {
  const path = mkdtempSync(join(tmpdir(), `redoubt-${name}-`));
  childGuard.addDirectory(path);
  return {
    path,
    keep: () => childGuard.removeDirectory(path),
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
      childGuard.removeDirectory(path);
    },
  };
}
