import { hash, randomBytes, X509Certificate } from 'node:crypto';
import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { appendAudit, type AuditActor } from '@redoubt/storage';
import { certificateKey, generateApiKey, hashSecret } from './api-key-text.ts';
import {
  findKeyOrg,
  insertApiKey,
  listKeyRecords,
  markRevoked,
  MAX_KEYS_PER_ORG,
  readProjectableKeys,
  type ApiKeyInfo,
} from './api-key-records.ts';
import { getOrganization } from './organization-records.ts';
import { projectApiKeys } from './projection.ts';
import { webhookContext } from './webhook-secret.ts';
import { OPERATOR, type TenancyDeps } from './tenancy-deps.ts';

/** What a key may be used for. */
export const API_KEY_SCOPES = ['ingest', 'read', 'admin'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** Characters of a key's name. */
export const MAX_KEY_NAME = 128;

const WEBHOOK_SECRET_BYTES = 32;

export interface NewApiKey {
  id: string;
  /** The whole key; shown once, kept nowhere. Empty for a certificate, whose holder has it. */
  text: string;
  /** What the source of webhooks is to sign with; shown once. */
  webhookSecret?: string;
}

/**
 * Makes a key for an active organisation. It works as soon as the call returns.
 *
 * @throws PermanentError  no such organisation, one that is not provisioned, no name, unknown scopes, or too many keys
 */
export async function createApiKey(
  deps: TenancyDeps,
  request: {
    organization: string;
    name: string;
    scopes: readonly ApiKeyScope[];
    expiresAtMs?: number;
    by?: AuditActor;
    /** PEM of a client certificate that is to be the credential instead of a text. */
    certificatePem?: string;
    /** Makes a secret that webhooks under the key's id are signed with, and seals it. */
    webhookSecretBox?: Pick<SecretBox, 'seal'>;
  },
): Promise<NewApiKey> {
  const { id: orgId, name: orgName } = await getOrganization(deps.database, request.organization);
  const isKnown = request.scopes.length > 0 && request.scopes.every((scope) => API_KEY_SCOPES.includes(scope));
  if (!isKnown) throw new PermanentError(`scopes are some of ${API_KEY_SCOPES.join(', ')}`);
  const scopes = [...new Set(request.scopes)];
  const name = checkKeyName(request.name);
  const { id, text, secretHash } =
    request.certificatePem === undefined ? generateApiKey() : keyOf(request.certificatePem);
  const webhook = request.webhookSecretBox && newWebhookSecret(request.webhookSecretBox, orgId, id);
  const key = { id, orgId, secretHash, name, scopes, ...(webhook ? { webhookSecret: webhook.sealed } : {}) };
  const end = request.expiresAtMs === undefined ? {} : { expiresAtMs: request.expiresAtMs };
  await deps.database.transaction(async (session) => {
    if (request.certificatePem !== undefined && (await findKeyOrg(deps.database, id)) !== undefined) {
      throw new PermanentError(`the certificate is the key ${id} already`);
    }
    if (!(await insertApiKey(session, { ...key, ...end }))) {
      throw new PermanentError(`${orgName} is not provisioned yet, or has ${MAX_KEYS_PER_ORG} keys`);
    }
    const after = { name, scopes, ...end, ...(webhook ? { hasWebhookSecret: true } : {}) };
    const target = { kind: 'key', id };
    await appendAudit(session, { orgId, actor: request.by ?? OPERATOR, action: 'key.created', target, after });
  });
  await projectApiKeys(deps.redis, await readProjectableKeys(deps.database, [orgId], id));
  return { id, text, ...(webhook ? { webhookSecret: webhook.secret } : {}) };
}

/**
 * Ends a key for good; every gateway refuses it within 3 s of the call's return.
 *
 * When Redis is away the record says revoked and the call throws: repeat it, or let `reconcile` finish it.
 * @param options  `orgId`: whose key it must be
 * @throws PermanentError when there is no such key
 */
export async function revokeApiKey(
  deps: TenancyDeps,
  keyId: string,
  options: { by?: AuditActor; orgId?: OrgId } = {},
): Promise<void> {
  const orgId = await findKeyOrg(deps.database, keyId);
  if (!orgId || (options.orgId !== undefined && options.orgId !== orgId))
    throw new PermanentError(`there is no key ${keyId}`);
  await deps.database.transaction(async (session) => {
    const revoked = await markRevoked(session, keyId);
    if (!revoked) return;
    const { name, scopes } = revoked;
    const actor = options.by ?? OPERATOR;
    const target = { kind: 'key', id: keyId };
    await appendAudit(session, { orgId, actor, action: 'key.revoked', target, before: { name, scopes } });
  });
  await projectApiKeys(deps.redis, await readProjectableKeys(deps.database, [orgId], keyId));
}

/** A secret as Standard Webhooks has it, which other sources take as text. */
function newWebhookSecret(secretBox: Pick<SecretBox, 'seal'>, orgId: OrgId, keyId: string) {
  const secret = `whsec_${randomBytes(WEBHOOK_SECRET_BYTES).toString('base64')}`;
  return { secret, sealed: secretBox.seal(secret, webhookContext(orgId, keyId)) };
}

function keyOf(certificatePem: string): { id: string; text: string; secretHash: Buffer } {
  try {
    const { raw } = new X509Certificate(certificatePem);
    const { id, secret } = certificateKey(hash('sha256', raw, 'buffer'));
    return { id, text: '', secretHash: hashSecret(secret) };
  } catch (error) {
    throw new PermanentError('that is no certificate in PEM', { cause: error });
  }
}

function checkKeyName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > MAX_KEY_NAME || /\p{Cc}/u.test(name) || !name.isWellFormed()) {
    throw new PermanentError(`the name of a key has 1 to ${MAX_KEY_NAME} characters`);
  }
  return name;
}

/** Keys of an organisation, oldest first. */
export async function listApiKeys(deps: Pick<TenancyDeps, 'database'>, organization: string): Promise<ApiKeyInfo[]> {
  const { id } = await getOrganization(deps.database, organization);
  return listKeyRecords(deps.database, id);
}
