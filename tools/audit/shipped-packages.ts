import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGES, ROOT } from '../ship/images/catalog.ts';
import { closureOf, workspaceOf } from '../ship/images/closure.ts';
import { pruneLock, type LockFile, type Manifest } from '../ship/images/prune-lock.ts';

const PAGE = 'dashboard-web';
/** Installed into an image beside its app, with a lock file of its own. */
const BESIDE = ['apps/ml-scorer/onnx'];

export interface ShippedLock {
  /** Of the lock file, in the checkout. */
  folder: string;
  /** Paths in it that are shipped. */
  shipped: ReadonlySet<string>;
}

/** Every lock file that packages of images are installed from. */
export function lockFiles(): ShippedLock[] {
  const beside = BESIDE.map((folder) => {
    const lock = JSON.parse(readFileSync(join(ROOT, folder, 'package-lock.json'), 'utf8')) as LockFile;
    return { folder, shipped: new Set(Object.keys(lock.packages)) };
  });
  return [{ folder: '', shipped: shippedPackages() }, ...beside];
}

/** Paths in the lock file of the checkout of all that goes into an image or the page, with what those need in turn. */
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
