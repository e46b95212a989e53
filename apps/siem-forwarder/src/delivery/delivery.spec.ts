import type { SinkItem } from '@redoubt/sinks';
import { chunkLength } from './next-chunk.ts';
import { SettledItems } from './settled-items.ts';

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
