import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly integrity?: string;
  readonly resolved?: string;
  /** In the archive of another package, and covered by its hash. */
  readonly inBundle?: boolean;
  /** A workspace of our own. */
  readonly link?: boolean;
}

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const lockFile = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as LockFile;

/** Where Node would find `name` when it is asked for from `path`; undefined when nowhere. */
function resolved(path: string, name: string): string | undefined {
  let from = path;
  for (;;) {
    const candidate = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
    if (lockFile.packages[candidate] !== undefined) return candidate;
    if (from === '') return undefined;
    const parent = from.lastIndexOf('node_modules/');
    from = parent <= 0 ? '' : from.slice(0, parent - 1);
  }
}

it('locks every optional package, also those of other platforms', () => {
  // npm ci refuses the whole tree when one is missing, and npm i leaves one out without a word
  // when the registry lacks that version.
  const missing = Object.entries(lockFile.packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => resolved(path, name) === undefined)
      .map((name) => `${path} -> ${name}`),
  );
  expect(missing).toEqual([]);
});

it('holds the hash of every package, of a registry alone', () => {
  const packages = Object.entries(lockFile.packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && !link,
  );
  expect(packages.length).toBeGreaterThan(500);
  const unpinned = packages.filter(([, { integrity, inBundle }]) => !inBundle && !/^sha512-/.test(integrity ?? ''));
  expect(unpinned.map(([path]) => path)).toEqual([]);
  const elsewhere = packages.filter(([, { resolved = '' }]) => !/^(https:\/\/registry\.npmjs\.org\/|$)/.test(resolved));
  expect(elsewhere.map(([path]) => path)).toEqual([]);
});
