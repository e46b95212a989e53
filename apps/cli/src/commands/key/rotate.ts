import { createSecretBox } from '@redoubt/encryption';
import { API_KEY_SCOPES, revokeApiKey, type ApiKeyScope } from '@redoubt/tenancy';
import { z } from 'zod';
import { CliError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { flag } from '../../command/inputs.ts';
import { operatorOf } from '../../people/operator.ts';
import { findKey, keyIdArgument } from './find-key.ts';
import { issueKey, outOption, renderNewKey } from './issue-key.ts';
import { keyJson, newKeySchema } from './key-schema.ts';

export const keyRotate = defineCommand({
  path: 'key rotate',
  summary: 'make a key that takes the place of another',
  details:
    'The new key has the name, scopes and end of the old one. The old one goes on working, so that senders can be switched without a gap; revoke it afterwards, or at once with --revoke-old. A key with a webhook secret gets a new secret as well; webhooks move to the path with the new id, and those under the old one are taken until the old key is revoked.',
  args: { keyId: keyIdArgument },
  options: { out: outOption, revokeOld: flag('--revoke-old', 'the old key stops working now') },
  examples: ['redoubt key rotate 4fJ2kQ9sLmN0pR7t --out edge-1.key'],
  result: newKeySchema.extend({
    replaces: z.object({ id: z.string(), state: z.enum(['active', 'revoked']) }).describe('the old key'),
  }),
  run: async (context, { keyId, out, revokeOld }) => {
    const old = await findKey(context, keyId);
    const { state } = keyJson(old, context.clock.now());
    if (state !== 'active') {
      throw new CliError(EXIT.conflict, `the key ${keyId} is ${state}`, ['redoubt key create makes a new one']);
    }
    const request = {
      organization: old.orgId,
      name: old.name,
      scopes: old.scopes.filter(isScope),
      ...(old.expiresAtMs === undefined ? {} : { expiresAtMs: old.expiresAtMs }),
      ...(old.hasWebhookSecret ? { webhookSecretBox: createSecretBox(context.settings.secretKeys()) } : {}),
    };
    const made = await issueKey(context, request, out);
    if (revokeOld) await revokeApiKey(await context.tenancy(), keyId, { by: operatorOf(context) });
    else context.output.note(`the old key still works; when senders use the new one: redoubt key revoke ${keyId}`);
    if (old.hasWebhookSecret)
      context.output.note(`webhooks go to /v1/webhooks/<shape>/${made.key.id} now, signed with the new secret`);
    return { result: { ...made, replaces: { id: keyId, state: revokeOld ? 'revoked' : 'active' } } };
  },
  render: renderNewKey,
});

function isScope(scope: string): scope is ApiKeyScope {
  return (API_KEY_SCOPES as readonly string[]).includes(scope);
}
