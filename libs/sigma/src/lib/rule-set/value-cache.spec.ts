import { CacheBudget, ValueCache } from './value-cache.ts';

const atoms = Int32Array.of(1, 2, 3);

describe('ValueCache', () => {
  it('remembers and counts', () => {
    const budget = new CacheBudget();
    const cache = new ValueCache(budget);
    expect(cache.get('a')).toBeUndefined();
    cache.set('a', atoms);
    expect(cache.get('a')).toBe(atoms);
    expect(budget).toMatchObject({ hits: 1, misses: 1, entries: 1 });
  });

  it('keeps what is asked for now and then, forgets the rest', () => {
    const cache = new ValueCache(new CacheBudget());
    cache.set('kept', atoms);
    cache.set('lost', atoms);
    for (let count = 0; count < 5_000; count++) {
      cache.set(`filler ${count}`, atoms);
      if (count % 500 === 0) expect(cache.get('kept')).toBe(atoms);
    }
    expect(cache.get('lost')).toBeUndefined();
  });

  it('holds a bounded number of entries and bytes over all fields', () => {
    const budget = new CacheBudget();
    const caches = Array.from({ length: 200 }, () => new ValueCache(budget));
    const large = new Int32Array(200);
    let mostEntries = 0;
    let mostBytes = 0;
    for (let count = 0; count < 150_000; count++) {
      caches[count % 200]?.set(`value ${count}`, count % 3 === 0 ? large : atoms);
      mostEntries = Math.max(mostEntries, budget.entries);
      mostBytes = Math.max(mostBytes, budget.bytes);
    }
    expect(mostEntries).toBeLessThanOrEqual(65_536);
    expect(mostBytes).toBeLessThanOrEqual((16 << 20) + 2_048);
    expect(mostEntries).toBeGreaterThan(10_000);
  });

  it('counts exactly what it holds', () => {
    const budget = new CacheBudget();
    const cache = new ValueCache(budget);
    for (let count = 0; count < 10_000; count++) cache.set(`value ${count}`, atoms);
    cache.age();
    cache.age();
    expect(budget).toMatchObject({ entries: 0, bytes: 0 });
  });
});
