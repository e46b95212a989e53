import { readFile } from 'node:fs/promises';
import { PermanentError, toError } from '@redoubt/contracts';
import { createSecretBox } from '@redoubt/encryption';
import { API_KEY_SCOPES, type ApiKeyScope } from '@redoubt/tenancy';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { asChoice, asDuration, asText, asWords, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { issueKey, outOption, renderNewKey } from './issue-key.ts';
import { newKeySchema } from './key-schema.ts';

const asScope = asChoice(API_KEY_SCOPES);
const asScopes = (text: string, before: readonly ApiKeyScope[] | undefined): readonly ApiKeyScope[] => [
  ...(before ?? []),
  ...asWords(text, undefined).map((word) => asScope(word)),
];
const DEFAULT_SCOPES: readonly ApiKeyScope[] = ['ingest'];

export const keyCreate = defineCommand({
  path: 'key create',
  summary: 'make an API key; its text is shown once',
  details:
    'It works as soon as the command returns. Standard output holds nothing but the key, and the webhook secret on the next line. Webhooks are sent to /v1/webhooks/<shape>/<key id>; the secret is kept encrypted under REDOUBT_SECRET_KEY, which the gateway needs as well.',
  options: {
    org: requiredOrgOption,
    name: option('--name <text>', 'what or who uses it', asText, { isRequired: true }),
    scope: option('--scope <scopes>', `some of ${API_KEY_SCOPES.join(', ')}; repeatable`, asScopes, {
      defaultValue: DEFAULT_SCOPES,
      defaultText: DEFAULT_SCOPES.join(', '),
    }),
    expiresIn: option('--expires-in <duration>', 'how long it works, such as 90d (default: until revoked)', asDuration),
    certificate: option(
      '--certificate <file>',
      'a client certificate in PEM that is the credential instead: for syslog over TLS',
      asText,
    ),
    webhook: flag('--webhook', 'also make a secret that webhooks under the id of the key are signed with'),
    out: outOption,
  },
  examples: [
    'redoubt key create --org acme --name edge-1 --out edge-1.key',
    'redoubt key create --org acme --name firewall-1 --certificate firewall-1.crt',
    'redoubt key create --org acme --name github --webhook',
    'REDOUBT_API_KEY=$(redoubt key create --org acme --name test --expires-in 1h)',
  ],
  result: newKeySchema,
  run: async (context, { org, name, scope, expiresIn, certificate, webhook, out }) => {
    if (webhook && certificate !== undefined) throw usageError('--webhook goes with a key of text, not a certificate');
    const organization = await findOrg(await context.database(), org);
    const end = expiresIn === undefined ? {} : { expiresAtMs: context.clock.now() + expiresIn };
    const pem = certificate === undefined ? {} : { certificatePem: await readPem(certificate) };
    const box = webhook ? { webhookSecretBox: createSecretBox(context.settings.secretKeys()) } : {};
    const request = { organization: organization.id, name, scopes: [...new Set(scope)], ...end, ...pem, ...box };
    return { result: await issueKey(context, request, out) };
  },
  render: renderNewKey,
});

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new PermanentError(`the certificate cannot be read: ${toError(error).message}`);
  }
}
