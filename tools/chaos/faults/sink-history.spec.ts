import { judgeSink, judgeSinks, repeatsAllowed } from './sink-history.ts';

test.each([
  [0, 8_000, 0],
  [1, 80_000, 1_000],
  [20, 8_000, 400],
])('%i faults let no more of %i items come again than %i', (faults, forwarded, allowed) => {
  expect(repeatsAllowed({ faults, forwarded })).toBe(allowed);
});

test('what is missing, foreign or out of order is told', () => {
  const id = (entry: string): string => `org-s-${entry}-0`;
  const stored = new Set(['1-0', '2-0', '3-0'].map(id));
  expect(judgeSink(['2-0', '1-0', '9-0'].map(id), stored, 'org')).toEqual({ missing: 1, phantom: 1, outOfOrder: 1 });
});

test('each of several organisations is judged by itself, and what is of none is told', () => {
  const id = (org: string, entry: string): string => `${org}-s-${entry}-0`;
  const stored = new Map([
    ['a', new Set([id('a', '1-0'), id('a', '2-0')])],
    ['b', new Set([id('b', '1-0'), id('b', '9-0')])],
  ]);
  const taken = [id('b', '9-0'), id('a', '1-0'), id('b', '1-0'), id('c', '1-0')];
  expect(judgeSinks(taken, stored)).toEqual({ missing: 1, phantom: 1, outOfOrder: 1 });
});
