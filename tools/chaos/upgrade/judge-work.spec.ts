import { judgeWork, type Work } from './judge-work.ts';

const first: Work = { stored: 100, alerts: 5, forwarded: 50, migrations: 27 };
const wanted: Work = { stored: 300, alerts: 8, forwarded: 150, migrations: 27 };

it('finds nothing where all grew to what was sent, or beyond', () => {
  expect(judgeWork({ first, wanted, last: wanted })).toEqual([]);
  expect(judgeWork({ first, wanted, last: { stored: 400, alerts: 9, forwarded: 200, migrations: 28 } })).toEqual([]);
});

it.each(['stored', 'alerts', 'forwarded'] as const)('finds a release that does nothing to %s', (name) => {
  const last = { ...wanted, [name]: first[name] };
  expect(judgeWork({ first, wanted, last })).toEqual([`while all services were new, ${name} stayed ${first[name]}`]);
});

it('finds a release that did some of it alone', () => {
  const last = { ...wanted, stored: 101 };
  expect(judgeWork({ first, wanted, last })).toEqual(['while all services were new, stored came to 101 of 300']);
});

it('finds nothing done where nothing was sent', () => {
  expect(judgeWork({ first, wanted: first, last: first })).toHaveLength(3);
});
