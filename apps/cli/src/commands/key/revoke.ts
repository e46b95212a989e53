import { revokeApiKey } from '@redoubt/tenancy';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { operatorOf } from '../../people/operator.ts';
import { findKey, keyIdArgument } from './find-key.ts';
import { keyJson, keySchema } from './key-schema.ts';

export const keyRevoke = defineCommand({
  path: 'key revoke',
  summary: 'end a key for good',
  details: 'Every gateway refuses it within 5 seconds. A key that is revoked already stays as it is.',
  args: { keyId: keyIdArgument },
  examples: ['redoubt key revoke 4fJ2kQ9sLmN0pR7t'],
  result: z.object({ key: keySchema, wasRevoked: z.boolean().describe('true when it had been revoked before') }),
  run: async (context, { keyId }) => {
    const before = await findKey(context, keyId);
    await revokeApiKey(await context.tenancy(), keyId, { by: operatorOf(context) });
    const key = keyJson(await findKey(context, keyId), context.clock.now());
    return { result: { key, wasRevoked: before.revokedAtMs !== undefined } };
  },
  render: ({ key, wasRevoked }) =>
    wasRevoked
      ? `${key.id} (${key.name}) was revoked at ${key.revokedAt ?? 'an unknown time'} already`
      : `${key.id} (${key.name}) is revoked`,
});
