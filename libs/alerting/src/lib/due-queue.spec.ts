import fc from 'fast-check';
import { DueQueue } from './due-queue.ts';

describe('DueQueue', () => {
  it('gives out what is due, in the order of time and key, like a sorted list', () => {
    const operations = fc.array(
      fc.record({
        key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        dueMs: fc.nat(20),
        what: fc.constantFrom('add', 'delete', 'take'),
      }),
    );
    fc.assert(
      fc.property(operations, (list) => {
        const queue = new DueQueue();
        const model = new Map<string, number>();
        for (const { key, dueMs, what } of list) {
          if (what === 'add') {
            queue.add(key, dueMs);
            model.set(key, Math.min(dueMs, model.get(key) ?? dueMs));
          } else if (what === 'delete') {
            queue.delete(key);
            model.delete(key);
          } else {
            const [first] = [...model].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
            expect(queue.peekMs()).toBe(first?.[1]);
            const isDue = first !== undefined && first[1] <= dueMs;
            expect(queue.take(dueMs)).toEqual(isDue ? { key: first[0], dueMs: first[1] } : undefined);
            if (isDue) model.delete(first[0]);
          }
        }
      }),
    );
  });

  it('does not keep what was forgotten, however far off its time is', () => {
    const queue = new DueQueue();
    for (let i = 0; i < 50; i++) queue.add(`kept ${i}`, 1_000_000 - i);
    for (let i = 0; i < 20_000; i++) {
      queue.add(`gone ${i}`, 1_000_000 + i);
      queue.delete(`gone ${i}`);
      expect(queue.heldCount).toBeLessThan(1_200);
    }
    for (let i = 20_000; i > 0; i--) queue.add('ever sooner', 2_000_000 + i);
    expect(queue.heldCount).toBeLessThan(1_200);
    const taken = Array.from({ length: 51 }, () => queue.take(3_000_000));
    expect(taken.map((due) => due?.dueMs)).toEqual([...Array.from({ length: 50 }, (_, i) => 999_951 + i), 2_000_001]);
    expect(queue.take(3_000_000)).toBeUndefined();
  });
});
