import { failuresBetween } from './command-failures.ts';

it('tells failures that a failover explains from others', () => {
  const before = { not_sent: 2, noauth: 1, noscript: 4 };
  expect(failuresBetween(before, { not_sent: 5, clusterdown: 1, noauth: 3, noscript: 4 })).toEqual({
    ofFailover: 4,
    others: { noauth: 2 },
  });
});
