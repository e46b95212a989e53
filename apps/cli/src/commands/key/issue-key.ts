import type { z } from 'zod';
import type { SecretBox } from '@redoubt/encryption';
import { createApiKey, listApiKeys, type ApiKeyScope, type NewApiKey } from '@redoubt/tenancy';
import type { Context } from '../../command/context.ts';
import { asText, option } from '../../command/inputs.ts';
import { operatorOf } from '../../people/operator.ts';
import { keyJson, type newKeySchema } from './key-schema.ts';
import { SecretFile } from './secret-file.ts';

export type NewKeyJson = z.infer<typeof newKeySchema>;

export const outOption = option(
  '--out <file>',
  'write the key to a new file (0600) instead of standard output',
  asText,
);

export interface KeyRequest {
  organization: string;
  name: string;
  scopes: readonly ApiKeyScope[];
  expiresAtMs?: number;
  /** A client certificate that is the credential instead of a text. */
  certificatePem?: string;
  /** Makes a secret for webhooks as well, and seals it. */
  webhookSecretBox?: Pick<SecretBox, 'seal'>;
}

/** Makes a key and hands its text over once: to standard output, or to a file that only its owner can read. */
export async function issueKey(context: Context, request: KeyRequest, out: string | undefined): Promise<NewKeyJson> {
  const deps = await context.tenancy();
  const hasText = request.certificatePem === undefined;
  const file = out === undefined || !hasText ? undefined : new SecretFile(out);
  let made: NewApiKey;
  try {
    made = await createApiKey(deps, { ...request, by: operatorOf(context) });
  } catch (error) {
    file?.remove();
    throw error;
  }
  file?.write(made.text);
  const info = (await listApiKeys(deps, request.organization)).find((key) => key.id === made.id);
  if (info === undefined) throw new Error(`the key ${made.id} was made and is not listed`);
  const key = keyJson(info, context.clock.now());
  if (!hasText) {
    context.output.note(`key ${key.id} (${key.name}: ${key.scopes.join(', ')}) is the certificate`);
    return { key };
  }
  const place =
    file === undefined ? 'shown this once and kept nowhere: store it now' : `written to ${file.path} (0600)`;
  context.output.note(`key ${key.id} (${key.name}: ${key.scopes.join(', ')}), ${place}`);
  const { webhookSecret } = made;
  if (webhookSecret !== undefined)
    context.output.note('the second line is the webhook secret, shown this once as well');
  const webhook = webhookSecret === undefined ? {} : { webhookSecret };
  return file === undefined ? { key, secret: made.text, ...webhook } : { key, file: file.path, ...webhook };
}

/** The key alone on a line, so that it can be captured; with a file, its id; a webhook secret on the next line. */
export function renderNewKey({ key, secret, webhookSecret }: NewKeyJson): string {
  return [secret ?? key.id, ...(webhookSecret === undefined ? [] : [webhookSecret])].join('\n');
}
