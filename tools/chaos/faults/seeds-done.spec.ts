import { MUST_BE_ZERO } from './must-be-zero.ts';
import { countingSeeds, type SeedDone, type SeedsWanted } from './seeds-done.ts';
import { sumUp } from './sum-up.ts';

const SAME = { product: 'p', harness: 'h', isDirty: false };
const OTHER = { product: 'q', harness: 'h', isDirty: false };
const VERSIONS = { node: '22.18.0', redis: '7.0.15' };
const ZEROS = Object.fromEntries(Object.keys(MUST_BE_ZERO).map((name) => [name, 0]));

/** A green one of these sources, unless told otherwise. */
function done(seed: number, other: Partial<SeedDone> = {}): SeedDone {
  const figures = { ...ZEROS, lost: other.failures?.length ?? 0, accepted: 10 };
  const known = { seed, commit: 'before', sources: SAME, versions: VERSIONS, isQuick: false, isTls: false };
  return { ...known, plan: `plan ${seed}`, figures, kinds: ['failover'], failures: [], ...other };
}

function counting(all: readonly SeedDone[], other: Partial<SeedsWanted> = {}): SeedDone[] {
  const planHashOf = (seed: number): string => `plan ${seed}`;
  const now = { sources: SAME, versions: VERSIONS, isQuick: false, isTls: false, planHashOf };
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
    ['another Redis', { versions: { ...VERSIONS, redis: '7.2.0' } }],
    ['another Node', { versions: { ...VERSIONS, node: '24.0.0' } }],
    ['servers that nobody knows', { versions: undefined }],
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
    ['ran on another Redis', { sources: OTHER, versions: { ...VERSIONS, redis: '7.2.0' } }],
    ['was quick', { sources: OTHER, isQuick: true }],
    ['was judged otherwise', { sources: { ...OTHER, harness: 'other' } }],
  ])('does not count an ancestor that %s', (_, other) => {
    expect(counting([done(1, { commit: 'old', ...other })], ancestors)).toEqual([]);
  });
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

  it('tells how often each fault met each service, also never, and what was begun and never ended', () => {
    const met = [
      done(1, { targets: ['service_kill db-writer', 'service_pause db-writer'] }),
      done(2, { targets: ['service_kill db-writer'] }),
    ];
    const begun = { begun: true as const, seed: 2, commit: 'before', isQuick: false, isTls: false };
    const { figures, notes } = sumUp(met, 2, [begun]);
    expect(figures).toMatchObject({ 'service_kill of db-writer': 2, 'service_pause of db-writer': 1, unfinished: 1 });
    expect(figures).toMatchObject({ 'service_kill of dashboard': 0 });
    expect(notes).toContainEqual(expect.stringMatching(/^service_kill: db-writer 2, .*dashboard 0/));
    expect(notes).toContain('1 attempts were begun and never ended: seed 2 of before');
  });
});
