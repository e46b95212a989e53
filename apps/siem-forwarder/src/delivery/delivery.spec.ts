import type { SinkItem } from '@redoubt/sinks';
import { chunkLength } from './next-chunk.ts';
import { SettledBudget, SettledItems } from './settled-items.ts';

const items = (...sizes: number[]): { item: SinkItem }[] =>
  sizes.map((size) => ({ item: { text: 'x'.repeat(size) } as SinkItem }));

test.each([
  [items(10, 10, 10), { maxEvents: 2, maxBytes: 100 }, 2],
  [items(60, 60), { maxEvents: 10, maxBytes: 100 }, 1],
  [items(500), { maxEvents: 10, maxBytes: 100 }, 1],
  [items(50, 50, 1), { maxEvents: 10, maxBytes: 100 }, 2],
])('a request holds at least one item, and no more than fits', (all, bounds, length) =>
  expect(chunkLength(all, bounds)).toBe(length),
);

test('what ended is known again, of the newest entries', () => {
  const settled = new SettledItems();
  const place = (entry: number, index = 0) => ({ lane: 's' as const, entryId: `${entry}-0`, index });
  settled.set(place(1), 'delivered');
  settled.set(place(1, 1), { deadBecause: 'odd' });
  expect([settled.get(place(1)), settled.get(place(1, 1)), settled.get(place(1, 2))]).toEqual([
    'delivered',
    { deadBecause: 'odd' },
    undefined,
  ]);
  for (let entry = 2; entry <= 2_001; entry++) settled.set(place(entry), 'delivered');
  expect(settled.get(place(1))).toBeUndefined();
  expect(settled.get(place(2))).toBe('delivered');
});

test('items of an entry are told apart whatever their place', () => {
  const settled = new SettledItems();
  const place = (index: number) => ({ lane: 's' as const, entryId: '1-0', index });
  for (const index of [0, 31, 32, 63, 999]) settled.set(place(index), index === 32 ? 'duplicate' : 'delivered');
  const known = Array.from({ length: 1_000 }, (_, index) => settled.get(place(index))).flatMap((ending, index) =>
    ending === undefined ? [] : [[index, ending]],
  );
  expect(known).toEqual([
    ...[0, 31].map((index) => [index, 'delivered']),
    [32, 'duplicate'],
    ...[63, 999].map((index) => [index, 'delivered']),
  ]);
});

test('sinks of a process remember no more than so much together, each its newest', () => {
  const budget = new SettledBudget(10);
  const [one, other] = [new SettledItems(budget), new SettledItems(budget)];
  const place = (entry: number) => ({ lane: 's' as const, entryId: `${entry}-0`, index: 0 });
  for (let entry = 1; entry <= 8; entry++) one.set(place(entry), 'delivered');
  for (let entry = 1; entry <= 8; entry++) other.set(place(entry), 'delivered');
  expect(budget.used).toBe(10);
  expect([one.get(place(1)), other.get(place(6)), other.get(place(7)), other.get(place(8))]).toEqual([
    'delivered',
    undefined,
    ...['delivered', 'delivered'],
  ]);
  one.clear();
  expect([budget.used, one.get(place(1))]).toEqual([2, undefined]);
});
