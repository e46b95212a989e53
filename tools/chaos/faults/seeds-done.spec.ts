import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { countingSeeds, readSeeds, type SeedDone } from './seeds-done.ts';
import { sumUp } from './sum-up.ts';

const done = (seed: number, commit: string, sources?: string, failures: string[] = []): SeedDone => ({
  ...{ seed, commit, figures: { lost: failures.length, accepted: 10 }, kinds: ['failover'], failures },
  ...(sources === undefined ? {} : { sources }),
});
const all = [
  ...[done(1, 'old', 'x'), done(2, 'before', 'same', ['lost: 1']), done(3, 'before', 'same')],
  ...[done(4, 'old', 'x', ['lost: 1']), done(5, 'old'), done(6, 'foreign', 'x'), done(3, 'old', 'x')],
];

it('counts what other commits did with the same sources, green or red', () => {
  const counting = countingSeeds(all, { sources: 'same', countsAncestor: () => false });
  expect([...counting.values()]).toEqual([all[1], all[2]]);
});

it('counts what ancestors did well where that is asked for, and rather what these sources did', () => {
  const counting = countingSeeds(all, { sources: 'same', countsAncestor: (commit) => commit === 'old' });
  expect([...counting.keys()].sort()).toEqual([1, 2, 3, 5]);
  expect(counting.get(3)).toBe(all[2]);
});

it('reads a file line by line, and none as nothing', () => {
  const temp = createTempDir('seeds');
  const file = join(temp.path, 'done.ndjson');
  writeFileSync(file, all.map((one) => `${JSON.stringify(one)}\n`).join(''));
  expect(readSeeds(file)).toEqual(all);
  expect(readSeeds(join(temp.path, 'none'))).toEqual([]);
  temp.remove();
});

it('sums up with what has to be zero, the kinds of faults, and the commits', () => {
  const { figures, notes, failures } = sumUp(
    [...countingSeeds(all, { sources: 'same', countsAncestor: () => true }).values()],
    50,
  );
  expect(figures).toMatchObject({ seeds: 5, wanted: 50, green: 4, lost: 1, accepted: 50, fault_failover: 5 });
  expect(notes).toEqual([
    '4 of 50 seeds green; lost 1, phantom 0, duplicated 0',
    '2 of old, 2 of before, 1 of foreign',
  ]);
  expect(failures).toEqual(['seed 2: lost: 1', '45 of 50 seeds were not run']);
});
