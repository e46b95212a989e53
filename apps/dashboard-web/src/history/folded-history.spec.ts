import { foldedHistory } from './folded-history.ts';

const entry = (version: number, change: string) => ({ version, change });

test('updates that follow each other are one line with the newest time', () => {
  const history = [
    entry(1, 'opened'),
    entry(2, 'updated'),
    entry(3, 'updated'),
    entry(4, 'acknowledged'),
    entry(5, 'updated'),
  ];
  expect(foldedHistory(history).map(({ entry: { version }, repeated }) => [version, repeated])).toEqual([
    [1, 1],
    [3, 2],
    [4, 1],
    [5, 1],
  ]);
});
