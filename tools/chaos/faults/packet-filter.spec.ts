import { deletionsOf } from './packet-filter.ts';

it('finds the rules of runs, by the process that made them, among those of others', () => {
  const rule = (pid: number): string =>
    `-A INPUT -i lo -p tcp -m multiport --dports 7000,17000 -m comment --comment redoubt-${pid} -j DROP`;
  const others = [
    '-P INPUT ACCEPT',
    '-A INPUT -i lo -m comment --comment redoubtable-12 -j ACCEPT',
    '-A INPUT -j DROP',
  ];
  const listing = [...others, rule(12), rule(123).replace('redoubt-123', '"redoubt-123"'), ''].join('\n');
  expect(deletionsOf(listing, (pid) => pid === 12)).toEqual([['-D', ...rule(12).split(' ').slice(1)]]);
  expect(deletionsOf(listing, () => true).at(-1)).toEqual(['-D', ...rule(123).split(' ').slice(1)]);
  expect(deletionsOf(listing, () => true)).toHaveLength(2);
});
