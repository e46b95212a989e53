import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import type { SeedDone } from './seeds-done.ts';
import { appendSeed, readSeeds, readUnfinished, type SeedBegun } from './seeds-file.ts';

const RAN = { commit: 'now', isQuick: false, isTls: false };
const done = (seed: number): SeedDone => ({ seed, ...RAN, plan: 'x', figures: { lost: 0 }, kinds: [], failures: [] });
const begun = (seed: number, commit = 'now'): SeedBegun => ({ begun: true, seed, ...RAN, commit });

describe('a file of seeds', () => {
  const temp = createTempDir('seeds');
  const file = join(temp.path, 'done.ndjson');
  afterAll(() => temp.remove());
  const write = (...lines: (SeedDone | SeedBegun)[]): void =>
    writeFileSync(file, lines.map((one) => `${JSON.stringify(one)}\n`).join(''));

  it('is read line by line, and none as nothing', () => {
    const all = [done(1), { ...done(2), commit: 'old', failures: ['lost: 1'] }];
    write(...all);
    expect(readSeeds(file)).toEqual(all);
    expect(readUnfinished(file)).toEqual([]);
    expect(readSeeds(join(temp.path, 'none'))).toEqual([]);
    expect(readSeeds(undefined)).toEqual([]);
  });

  it('shows what was begun and never ended', () => {
    write(begun(1), done(1), begun(2, 'old'), begun(2), done(2), begun(3));
    expect(readUnfinished(file)).toEqual([begun(2, 'old'), begun(3)]);
    expect(readSeeds(file)).toEqual([done(1), done(2)]);
  });

  it('may end in a torn line, which goes when the next is added', () => {
    write(begun(1));
    appendFileSync(file, JSON.stringify(done(1)).slice(0, 40));
    expect(readUnfinished(file)).toEqual([begun(1)]);
    appendSeed(file, done(2));
    expect(readSeeds(file)).toEqual([done(2)]);
    expect(readUnfinished(file)).toEqual([begun(1)]);
  });

  it('keeps a last line that only lacks its end', () => {
    writeFileSync(file, JSON.stringify(done(1)));
    expect(readSeeds(file)).toEqual([done(1)]);
    appendSeed(file, done(2));
    expect(readSeeds(file)).toEqual([done(1), done(2)]);
    expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true);
  });

  it('with another line that is torn is refused', () => {
    writeFileSync(file, `{"seed":1,\n${JSON.stringify(done(2))}\n`);
    expect(() => readSeeds(file)).toThrow();
  });
});
