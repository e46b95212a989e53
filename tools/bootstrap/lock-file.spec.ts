import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
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
