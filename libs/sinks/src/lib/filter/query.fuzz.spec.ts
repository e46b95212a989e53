import { PermanentError, type EventFields } from '@redoubt/contracts';
import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { parseQuery } from './query.ts';

it('a filter of a sink is read or refused, and tests an event either way', async () => {
  const event = { eventType: 'failed_login', severity: 'high', user: 'a*'.repeat(200), tags: ['x'] } as EventFields;
  const { refused } = await fuzzDecoder({
    ...{ name: 'filters of sinks', isRefusal: (error: unknown) => error instanceof PermanentError },
    seeds: ['eventType:failed_* -user:"a b" severity:high', 'user:*a*a*a*a*b tags:x', '-sourceIp:203.0.113.*'],
    decode: (input) => typeof parseQuery(input.toString())(event) === 'boolean',
  });
  expect(refused).toBeGreaterThan(0);
});
