import { changesSomething, isOfOtherOrigin } from './request-origin.ts';

const host = 'redoubt.example:8443';

describe('a page of another origin', () => {
  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'https://redoubt.example' },
    { origin: 'https://redoubt.example:8444' },
    { origin: `https://${host}.evil.example` },
    { origin: `https://${host}@evil.example` },
    { origin: `https://evil.example/${host}` },
    { origin: 'https://redoubt.example.:8443' },
    { origin: `data:text/html,${host}` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': '' },
    { origin: `https://${host}`, 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ])('is known by %j', (headers) => {
    expect(isOfOtherOrigin({ headers: { host, ...headers } })).toBe(true);
  });

  it('is nothing without a host to compare with', () => {
    expect(isOfOtherOrigin({ headers: { origin: `https://${host}` } })).toBe(true);
  });
});

it.each([{}, { origin: `https://${host}` }, { 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }])(
  'an own page, a person or a program may send %j',
  (headers) => {
    expect(isOfOtherOrigin({ headers: { host, ...headers } })).toBe(false);
  },
);

it('any method that is not known to be safe changes something', () => {
  expect(['GET', 'HEAD', 'OPTIONS'].map((method) => changesSomething({ method }))).toEqual([false, false, false]);
  for (const method of ['POST', 'DELETE', 'get', 'PROPFIND', '']) expect(changesSomething({ method })).toBe(true);
});
