import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { changedProduct, currentCommit, isAncestor, runSources, type RunSources } from './run-sources.ts';

describe('runSources', () => {
  const temp = createTempDir('sources');
  afterAll(() => temp.remove());
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.test', ...args], { cwd: temp.path });
  };
  const write = (file: string, text: string): RunSources => {
    mkdirSync(dirname(join(temp.path, file)), { recursive: true });
    writeFileSync(join(temp.path, file), text);
    return runSources(temp.path) as RunSources;
  };
  const commit = (): RunSources => {
    git('add', '.');
    git('commit', '--quiet', '--allow-empty', '--message', 'some');
    return runSources(temp.path) as RunSources;
  };
  beforeAll(() => git('init', '--quiet'));
  beforeEach(() => {
    for (const file of ['libs/a/src/a.ts', 'libs/a/packs/a.yml', 'tools/chaos/faults/a.ts']) write(file, 'first');
    commit();
  });

  it.each(['libs/a/src/a.ts', 'libs/a/packs/a.yml', 'libs/a/package.json', 'apps/a/src/new.ts', 'package-lock.json'])(
    '%s is of the product',
    (file) => {
      const first = runSources(temp.path) as RunSources;
      const changed = write(file, `changed ${file}`);
      expect(changed).toEqual({
        product: expect.not.stringMatching(first.product),
        harness: first.harness,
        isDirty: true,
      });
      expect(commit()).toEqual({ ...changed, isDirty: false });
    },
  );

  it.each([
    ...['tools/chaos/faults/a.ts', 'tools/bench/judge/a.ts', 'libs/test-kit/src/a.ts', 'libs/a/src/testing/a.ts'],
    ...['tools/traffic/a.ts', 'tools/traffic/scenes/a.ts', 'tools/chaos/chaos-a.ts'],
  ])('%s is of what judges', (file) => {
    const first = runSources(temp.path) as RunSources;
    const changed = write(file, `changed ${file}`);
    expect(changed).toEqual({
      product: first.product,
      harness: expect.not.stringMatching(first.harness),
      isDirty: true,
    });
  });

  it.each([
    ...['tools/chaos/results/seeds.ndjson', 'docs/a.md', 'libs/a/README.md', 'libs/a/docs/a.ts', 'README.md'],
    ...['libs/a/src/a.spec.ts', 'tools/chaos/faults/a.spec.ts', 'tools/chaos/broken/a.ts'],
    ...['apps/platform-e2e/a.ts', 'apps/cli/src/a.ts'],
  ])('%s is of neither', (file) => {
    const first = runSources(temp.path) as RunSources;
    expect(write(file, `changed ${file}`)).toEqual({ ...first, isDirty: false });
  });

  it('names what services load that is not as in a commit', () => {
    expect(changedProduct('HEAD', temp.path)).toEqual([]);
    write('libs/a/src/a.spec.ts', 'other');
    write('libs/a/packs/a.yml', 'other');
    expect(changedProduct('HEAD', temp.path)).toEqual(['libs/a/packs/a.yml']);
    expect(changedProduct('none', temp.path)).toBeUndefined();
  });

  it('knows nothing outside of a repository', () => {
    const outside = createTempDir('no-repository');
    expect(runSources(outside.path)).toBeUndefined();
    outside.remove();
  });
});

test('a commit is known by its hash', () => {
  expect(currentCommit()).toMatch(/^[0-9a-f]{40}$|^unknown$/);
  expect(isAncestor('0'.repeat(40))).toBe(false);
});
