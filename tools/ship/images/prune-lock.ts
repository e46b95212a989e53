type Names = Readonly<Record<string, string>>;

export interface Manifest {
  version: string;
  dependencies?: Names;
  devDependencies?: Names;
  optionalDependencies?: Names;
  overrides?: unknown;
}

interface LockEntry {
  resolved?: string;
  dev?: boolean;
  devOptional?: boolean;
  dependencies?: Names;
  optionalDependencies?: Names;
  peerDependencies?: Names;
}

export interface LockFile {
  lockfileVersion: number;
  packages: Readonly<Record<string, LockEntry>>;
}

/** What is to be kept. */
export interface Wanted {
  /** Of the smaller project. */
  name: string;
  /** npm packages that code imports. */
  packages: readonly string[];
  /** Folders of the checkout. */
  workspaces: readonly string[];
  /** Whether what compiles packages is to be there. */
  isCompiled?: boolean;
}

/** Packages whose dependencies compile them and are not needed any more once that is done. */
const COMPILED = ['re2'];

/**
 * The part of a checkout's package.json and package-lock.json that some packages need.
 *
 * @throws Error  a package stands neither in package.json nor, for another, in the lock file
 */
export function pruneLock(manifest: Manifest, lock: LockFile, wanted: Wanted): { manifest: object; lock: LockFile } {
  const { name, packages, workspaces } = wanted;
  const known = { ...manifest.devDependencies, ...manifest.optionalDependencies, ...manifest.dependencies };
  const missing = packages.filter((one) => known[one] === undefined);
  if (missing.length > 0) throw new Error(`not in package.json: ${missing.join(', ')}`);
  const dependencies = Object.fromEntries(packages.map((one) => [one, known[one] as string]));
  const { version, overrides } = manifest;
  const root = { name, version, workspaces, dependencies };
  const kept = { ...linksOf(lock, workspaces), ...packagesOf(lock, wanted) };
  const sorted = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    manifest: { ...root, private: true, type: 'module', ...(overrides === undefined ? {} : { overrides }) },
    lock: { ...root, ...{ lockfileVersion: lock.lockfileVersion, requires: true }, packages: { '': root, ...sorted } },
  };
}

function linksOf(lock: LockFile, workspaces: readonly string[]): Record<string, LockEntry> {
  const wanted = ([path, { resolved }]: [string, LockEntry]): boolean =>
    workspaces.includes(path) || (resolved !== undefined && workspaces.includes(resolved));
  return Object.fromEntries(Object.entries(lock.packages).filter(wanted));
}

function packagesOf(lock: LockFile, { name, packages, isCompiled = false }: Wanted): Record<string, LockEntry> {
  const kept: Record<string, LockEntry> = {};
  const open = packages.map((one) => ({ from: '', one, isOptional: false }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { from, one, isOptional } = next;
    const path = placeOf(lock, from, one);
    if (path === undefined && isOptional) continue;
    if (path === undefined) throw new Error(`not in package-lock.json: ${one}, for ${from || name}`);
    if (kept[path] !== undefined) continue;
    // Whether it is for development is another question in this smaller tree.
    const entry = { ...lock.packages[path] };
    delete entry.dev;
    delete entry.devOptional;
    if (COMPILED.includes(one) && !isCompiled) delete entry.dependencies;
    kept[path] = entry;
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = entry;
    open.push(...Object.keys(dependencies).map((needed) => ({ from: path, one: needed, isOptional: false })));
    for (const optional of [optionalDependencies, peerDependencies]) {
      open.push(...Object.keys(optional).map((needed) => ({ from: path, one: needed, isOptional: true })));
    }
  }
  return kept;
}

/** Where Node finds a package from another: in its own folder first, then in those above. */
function placeOf(lock: LockFile, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock.packages[path] !== undefined) return path;
    if (at === '') return undefined;
  }
}
