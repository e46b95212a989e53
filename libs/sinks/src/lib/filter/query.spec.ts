import type { EventFields } from '@redoubt/contracts';
import { parseQuery } from './query.ts';

const event: EventFields = {
  ...{
    eventType: 'failed_login',
    severity: 'low',
    user: 'Root',
    asset: 'web-17.lab',
    message: 'Failed password for root',
  },
  tags: ['ssh', 'edge'],
};

test.each([
  ['user:root', true],
  ['user:roo', false],
  ['-user:root', false],
  ['asset:web-*', true],
  ['asset:*.lab asset:web*', true],
  ['asset:w*17*b', true],
  ['asset:*7*7*', false],
  ['message:"failed password*"', true],
  ['tags:edge -tags:core', true],
  ['-sourceIp:*', true],
  ['sourceIp:*', false],
  ['user:root eventType:successful_login', false],
])('%s: %p', (query, isMatch) => expect(parseQuery(query)(event)).toBe(isMatch));

test.each(['nonsense', 'user:', 'payload:x', 'user:root or', 'user:"open'])('%s is refused', (query) =>
  expect(() => parseQuery(query)).toThrow('query'),
);

test('a value of many stars takes no time', () => {
  const test = parseQuery(`message:${'*a'.repeat(400)}`);
  expect(test({ ...event, message: 'a'.repeat(20_000) })).toBe(true);
  expect(test({ ...event, message: `${'a'.repeat(399)}${'b'.repeat(20_000)}` })).toBe(false);
});
