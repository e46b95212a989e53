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
});
