import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGES, ROOT } from '../ship/images/catalog.ts';
import { closureOf, workspaceOf } from '../ship/images/closure.ts';
import { pruneLock, type LockFile, type Manifest } from '../ship/images/prune-lock.ts';

const PAGE = 'dashboard-web';

/** Paths in the lock file of all that goes into an image or the page, with what those need in turn. */
export function shippedPackages(): Set<string> {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
  const manifest = read('package.json') as Manifest;
  const lock = read('package-lock.json') as LockFile;
  const apps = [...new Set([...IMAGES.flatMap(({ app }) => app ?? []), PAGE])];
  const paths = apps.flatMap((app) => {
    const { files, packages } = closureOf(ROOT, app);
    const workspaces = [...new Set(files.map(workspaceOf))];
    return Object.keys(pruneLock(manifest, lock, { name: app, packages, workspaces }).lock.packages);
  });
  return new Set(paths.filter((path) => path.includes('node_modules/')));
}
