import { judgeSink, repeatsAllowed } from './sink-history.ts';

test.each([
  [0, 8_000, 0],
  [2, 8_000, 2_000],
  [20, 8_000, 4_000],
])('%i faults let no more of %i items come again than %i', (faults, forwarded, allowed) => {
  expect(repeatsAllowed(faults, forwarded)).toBe(allowed);
});

test('what is missing, foreign or out of order is told', () => {
  const id = (entry: string): string => `org-s-${entry}-0`;
  const stored = new Set(['1-0', '2-0', '3-0'].map(id));
  expect(judgeSink(['2-0', '1-0', '9-0'].map(id), stored, 'org')).toEqual({ missing: 1, phantom: 1, outOfOrder: 1 });
});
