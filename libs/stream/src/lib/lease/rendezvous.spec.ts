import { PARTITION_COUNT } from '@redoubt/key-schema';
import fc from 'fast-check';
import { partitionsOf } from './rendezvous.ts';

/** Owner of every partition. */
function ownersAmong(workers: readonly string[]): string[] {
  const owners = new Array<string>(PARTITION_COUNT).fill('');
  for (const worker of workers) for (const partition of partitionsOf(worker, workers)) owners[partition] += worker;
  return owners;
}

const workerNames = fc.uniqueArray(fc.stringMatching(/^[a-z-]{1,12}-\d:[0-9a-f]{12}$/), { minLength: 2, maxLength: 8 });

describe('rendezvous hashing', () => {
  it('gives every partition to exactly one worker', () => {
    fc.assert(
      fc.property(workerNames, (workers) => {
        expect(ownersAmong(workers).every((owner) => workers.includes(owner))).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it('does not care for the order of names', () => {
    fc.assert(
      fc.property(workerNames, (workers) => {
        expect(ownersAmong([...workers].reverse())).toEqual(ownersAmong(workers));
      }),
      { numRuns: 5 },
    );
  });

  it('moves only what a joining worker gains and a leaving one held', () => {
    fc.assert(
      fc.property(workerNames, (workers) => {
        const [joiner, ...others] = workers as [string, ...string[]];
        const [without, withJoiner] = [ownersAmong(others), ownersAmong(workers)];
        withJoiner.forEach((owner, p) => expect([joiner, without[p]]).toContain(owner));
      }),
      { numRuns: 8 },
    );
  });

  it.each([1, 2, 3, 5, 8])('spreads partitions evenly over %i workers', (count) => {
    const workers = Array.from({ length: count }, (_, i) => `db-writer-${i}:5f0c1a2b3c4d`);
    const shares = workers.map((worker) => partitionsOf(worker, workers).length);
    const fair = PARTITION_COUNT / count;
    for (const share of shares) expect(Math.abs(share - fair)).toBeLessThanOrEqual(fair * 0.4);
  });

  it('gives nothing to a worker that is not a member, and none without members', () => {
    expect(partitionsOf('a', ['b', 'c'])).toEqual([]);
    expect(partitionsOf('a', [])).toEqual([]);
  });
});
