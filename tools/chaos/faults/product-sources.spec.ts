import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { currentCommit, isAncestor, productSources } from './product-sources.ts';

const temp = createTempDir('sources');
afterAll(() => temp.remove());

test('the hash follows what services run and nothing else', () => {
  const write = (file: string, text: string): string => {
    mkdirSync(dirname(join(temp.path, file)), { recursive: true });
    writeFileSync(join(temp.path, file), text);
    execFileSync('git', ['add', '.'], { cwd: temp.path });
    return productSources(temp.path);
  };
  execFileSync('git', ['init', '--quiet'], { cwd: temp.path });
  const first = write('libs/a/src/a.ts', '1');
  expect(write('libs/a/src/a.spec.ts', '1')).toBe(first);
  expect(write('libs/a/src/testing/a.ts', '1')).toBe(first);
  expect(write('libs/test-kit/src/a.ts', '1')).toBe(first);
  expect(write('docs/a.md', '1')).toBe(first);
  const second = write('libs/a/src/a.ts', '2');
  expect(second).not.toBe(first);
  expect(write('package-lock.json', '{}')).not.toBe(second);
});

test('a commit is known by its hash', () => {
  expect(currentCommit()).toMatch(/^[0-9a-f]{40}$|^unknown$/);
  expect(isAncestor('0'.repeat(40))).toBe(false);
});
