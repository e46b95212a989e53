import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { MUST_BE_ZERO } from './must-be-zero.ts';
import { countingSeeds, readSeeds, type SeedDone, type SeedsWanted } from './seeds-done.ts';
import { sumUp } from './sum-up.ts';

const SAME = { product: 'p', harness: 'h', isDirty: false };
const OTHER = { product: 'q', harness: 'h', isDirty: false };
const ZEROS = Object.fromEntries(Object.keys(MUST_BE_ZERO).map((name) => [name, 0]));

/** A green one of these sources, unless told otherwise. */
function done(seed: number, other: Partial<SeedDone> = {}): SeedDone {
  const figures = { ...ZEROS, lost: other.failures?.length ?? 0, accepted: 10 };
  const known = { seed, commit: 'before', sources: SAME, isQuick: false, isTls: false, plan: `plan ${seed}` };
  return { ...known, figures, kinds: ['failover'], failures: [], ...other };
}

function counting(all: readonly SeedDone[], other: Partial<SeedsWanted> = {}): SeedDone[] {
  const now = { sources: SAME, isQuick: false, isTls: false, planHashOf: (seed: number) => `plan ${seed}` };
  return [...countingSeeds(all, { ...now, countsAncestor: () => false, ...other }).values()];
}

const ancestors = { countsAncestor: (commit: string): boolean => commit === 'old' };

describe('countingSeeds', () => {
  it('counts what other commits did with the same sources, green or red, and the last of them', () => {
    const red = done(1, { failures: ['lost: 1'] });
    expect(counting([red, done(2)])).toEqual([red, done(2)]);
    expect(counting([done(1), red])).toEqual([red]);
  });

  it.each<[string, Partial<SeedDone>]>([
    ['another product', { sources: OTHER }],
    ['another judge', { sources: { ...SAME, harness: 'other' } }],
    ['sources that nobody knows', { sources: undefined }],
    ['fewer organisations', { isQuick: true }],
    ['TLS', { isTls: true }],
    ['other faults', { plan: 'drawn elsewhere' }],
  ])('does not count a run of %s', (_, other) => {
    expect(counting([done(1, other)])).toEqual([]);
  });

  it('counts nothing where nobody knows what would run now', () => {
    const unknown = { sources: undefined };
    expect(counting([done(1), done(2, unknown)], unknown)).toEqual([]);
  });

  it('counts what ancestors did well where that is asked for, and rather what these sources did', () => {
    const old = { commit: 'old', sources: OTHER };
    expect(counting([done(1, old), done(2, { ...old, commit: 'foreign' })], ancestors)).toEqual([done(1, old)]);
    expect(counting([done(1), done(1, old)], ancestors)).toEqual([done(1)]);
  });

  it.each<[string, Partial<SeedDone>]>([
    ['failed', { sources: OTHER, failures: ['lost: 1'] }],
    ['had changes beside the commit', { sources: { ...OTHER, isDirty: true } }],
    ['changed while it ran', { sources: undefined }],
    ['met other faults', { sources: OTHER, plan: 'drawn elsewhere' }],
    ['was quick', { sources: OTHER, isQuick: true }],
    ['was looked at less closely', { sources: OTHER, figures: { lost: 0 } }],
  ])('does not count an ancestor that %s', (_, other) => {
    expect(counting([done(1, { commit: 'old', ...other })], ancestors)).toEqual([]);
  });
});

it('reads a file line by line, and none as nothing', () => {
  const temp = createTempDir('seeds');
  const file = join(temp.path, 'done.ndjson');
  const all = [done(1), done(2, { commit: 'old', failures: ['lost: 1'] })];
  writeFileSync(file, all.map((one) => `${JSON.stringify(one)}\n`).join(''));
  expect(readSeeds(file)).toEqual(all);
  expect(readSeeds(join(temp.path, 'none'))).toEqual([]);
  temp.remove();
});

describe('sumUp', () => {
  it('sums up with what has to be zero, the kinds of faults, and the commits', () => {
    const all = [done(1, { commit: 'old' }), done(2, { failures: ['lost: 1'] }), done(3)];
    const { figures, notes, failures } = sumUp(all, 50);
    expect(figures).toMatchObject({ seeds: 3, wanted: 50, green: 2, lost: 1, accepted: 30, fault_failover: 3 });
    expect(notes).toEqual(['2 of 50 seeds green; lost 1, phantom 0, duplicated 0', '2 of before, 1 of old']);
    expect(failures).toEqual(['seed 2: lost: 1', '47 of 50 seeds were not run']);
  });

  it('takes nothing that was not looked at for zero, and no commit for what ran beside it', () => {
    const thrown = done(2, { figures: {}, failures: ['Error: no cluster'], sources: undefined });
    const changed = done(1, { sources: { ...SAME, isDirty: true } });
    const [zeros, commits] = sumUp([changed, thrown], 2).notes;
    expect(zeros).toContain('lost 0, not looked at in 1 of 2 seeds');
    expect(commits).toBe('1 of before with changes, 1 of nobody knows what, at before');
    expect(sumUp([thrown], 1).notes[0]).toContain('lost not looked at');
  });
});
