import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGES, ROOT } from './catalog.ts';
import { closureOf, workspaceOf } from './closure.ts';
import { pruneLock, type LockFile, type Manifest } from './prune-lock.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const manifest = read('package.json') as Manifest;
const lock = read('package-lock.json') as LockFile;
const apps = [...new Set(IMAGES.flatMap(({ app }) => app ?? []))];

describe('what an image holds', () => {
  it.each(apps)('of %s is what runs, without tests', (app) => {
    const { files, packages } = closureOf(ROOT, app);
    expect(files).toContain(`apps/${app}/src/main.ts`);
    expect(files.filter((file) => /\.spec\.|test-kit/.test(file))).toEqual([]);
    expect(packages.filter((name) => manifest.devDependencies?.[name] !== undefined)).toEqual([]);
    expect(files.filter((file) => file.startsWith('apps/')).every((file) => file.startsWith(`apps/${app}/`))).toBe(
      true,
    );
  });

  it('follows threads and brings what code reads', () => {
    const { files, packages } = closureOf(ROOT, 'alert-engine');
    expect(files).toContain('libs/sigma/src/lib/rule-set/worker/build-thread.ts');
    expect(files).toContain('libs/sigma/packs/redoubt-core/brute-force.yml');
    expect(files.some((file) => file.endsWith('.lua'))).toBe(true);
    expect(packages).toContain('re2');
    expect(closureOf(ROOT, 'db-writer').files).toContain('apps/db-writer/src/migrate.ts');
    expect(closureOf(ROOT, 'ingest-gateway').packages).not.toContain('bullmq');
  });

  it('is locked as the checkout is, without what compiles packages', () => {
    const { files, packages } = closureOf(ROOT, 'alert-engine');
    const workspaces = [...new Set(files.map(workspaceOf))];
    const pruned = pruneLock(manifest, lock, { name: 'redoubt-alert-engine', packages, workspaces }).lock;
    const kept = Object.entries(pruned.packages).filter(([path]) => path !== '');
    for (const [path, { dependencies, ...entry }] of kept) {
      expect(lock.packages[path]).toMatchObject(entry);
      if (path.endsWith('/re2')) expect(dependencies).toBeUndefined();
    }
    expect(pruned.packages['node_modules/node-gyp']).toBeUndefined();
    const compiled = pruneLock(manifest, lock, {
      name: 're2',
      packages: ['re2'],
      workspaces: [],
      isCompiled: true,
    }).lock;
    expect(compiled.packages['node_modules/node-gyp']).toBeDefined();
  });

  it('says what is missing', () => {
    const wanted = { name: 'x', packages: ['no-such-package'], workspaces: [] };
    expect(() => pruneLock(manifest, lock, wanted)).toThrow('not in package.json: no-such-package');
    expect(() => closureOf(ROOT, 'no-such-app')).toThrow('apps/no-such-app has nothing to start');
  });
});
