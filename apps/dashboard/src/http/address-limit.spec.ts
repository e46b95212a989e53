import { FakeClock } from '@redoubt/test-kit';
import { AddressLimit } from './address-limit.ts';

it('lets an address ask so often a minute, whatever others ask', () => {
  const clock = new FakeClock();
  const limit = new AddressLimit(3, clock);
  const asked = (address: string): number[] => Array.from({ length: 4 }, () => limit.take(address));
  expect(asked('203.0.113.1')).toEqual([0, 0, 0, 60_000]);
  clock.advance(20_000);
  expect(limit.take('203.0.113.1')).toBe(40_000);
  expect(asked('203.0.113.2')).toEqual([0, 0, 0, 60_000]);
  clock.advance(40_000);
  expect(limit.take('203.0.113.1')).toBe(0);
});

it('takes the addresses of one IPv6 network for one', () => {
  const limit = new AddressLimit(1, new FakeClock());
  expect(limit.take('2001:db8::1')).toBe(0);
  expect(limit.take('2001:db8::2')).toBe(60_000);
  expect(limit.take('2001:db8:0:1::2')).toBe(0);
});
