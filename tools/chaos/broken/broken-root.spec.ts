import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { BROKEN_BUILDS } from './broken-builds.ts';
import { makeBrokenRoot } from './broken-root.ts';

const ROOT = join(import.meta.dirname, '../../..');
const temp = createTempDir('broken');
afterAll(() => temp.remove());

it.each(BROKEN_BUILDS)('$name is the build with its lines changed, and loads its own packages', ({ name, edits }) => {
  const root = join(temp.path, name);
  makeBrokenRoot(ROOT, root, edits);
  for (const { file, from, to } of edits) {
    const text = readFileSync(join(root, file), 'utf8');
    expect(text).toContain(to);
    expect(text).not.toContain(from);
  }
  expect(realpathSync(join(root, 'node_modules/@redoubt/stream'))).toBe(realpathSync(join(root, 'libs/stream')));
});

it('refuses a change that meets nothing', () => {
  const edit = { file: 'package.json', from: 'no such line', to: '' };
  expect(() => makeBrokenRoot(ROOT, join(temp.path, 'none'), [edit])).toThrow('0 times');
});
