import { ConfigError } from '@redoubt/contracts';
import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { parseKeyRing } from './key-ring.ts';
import { createSecretBox } from './secret-box.ts';
import { SecretUnreadable } from './secret-unreadable.ts';

const key = Buffer.alloc(32, 3).toString('base64');
const context = { orgId: 'o', kind: 'channel', id: 'c' } as never;

it.each([
  {
    name: 'key rings',
    seeds: [`k1:${key}\n${Buffer.alloc(32, 4).toString('base64')}`, key],
    isRefusal: (error: unknown) => error instanceof ConfigError && !error.message.includes(key.slice(0, 12)),
    decode: (input: Buffer): boolean => parseKeyRing(input.toString()).keys.length > 0,
  },
])('$name: whatever is given is read or refused', async (decoder) => {
  expect((await fuzzDecoder(decoder)).refused).toBeGreaterThan(0);
});

it('a sealed value that was changed anywhere is not opened', async () => {
  const box = createSecretBox([key]);
  const sealed = box.seal('secret', context);
  const { taken } = await fuzzDecoder({
    ...{ name: 'sealed values', seeds: [sealed], flips: 0.7, leastTaken: 0 },
    isRefusal: (error) => error instanceof SecretUnreadable,
    decode: (input) => {
      expect(box.open(input, context).toString()).toBe('secret');
      return input.equals(sealed);
    },
  });
  expect(taken).toBeLessThan(500);
});
