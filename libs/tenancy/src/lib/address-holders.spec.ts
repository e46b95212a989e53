import { addressHolders, networkMatcher } from './address-holders.ts';

it.each([
  ['10.1.2.3', undefined],
  ['::ffff:10.1.2.3', undefined],
  ['192.0.2.7', undefined],
  ['fd00::7', undefined],
  ['192.0.2.8', '192.0.2.8'],
  ['::ffff:192.0.2.8', '192.0.2.8'],
  ['2001:db8::7', '2001:db8:0:0::/64'],
])('%s counts as %s', (address, holder) => {
  expect(addressHolders(['10.0.0.0/8', '192.0.2.7', 'fc00::/7'])(address)).toBe(holder);
});

it('what is no address lies nowhere', () => {
  const isIn = networkMatcher(['0.0.0.0/0', '::/0']);
  expect(['', 'x', '1.2.3', 'unix:'].some(isIn)).toBe(false);
  expect(['1.2.3.4', '::1'].every(isIn)).toBe(true);
});
