import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { currentCommit, readDone } from './seeds-done.ts';

test('seeds of another commit are not done', () => {
  const temp = createTempDir('seeds');
  const file = join(temp.path, 'done.ndjson');
  const seed = { figures: {}, kinds: [], failures: [] };
  const all = [{ seed: 1 }, { seed: 2, commit: 'a' }, { seed: 3, commit: 'b' }];
  writeFileSync(file, all.map((one) => `${JSON.stringify({ ...seed, ...one })}\n`).join(''));
  expect(readDone(file, 'b').map((one) => one.seed)).toEqual([3]);
  expect(readDone(join(temp.path, 'none'), 'b')).toEqual([]);
  expect(currentCommit()).toMatch(/^[0-9a-f]{40}$|^unknown$/);
  temp.remove();
});
