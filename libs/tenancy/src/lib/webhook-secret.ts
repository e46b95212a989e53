import type { OrgId } from '@redoubt/contracts';
import type { SecretContext } from '@redoubt/encryption';
import { appendAudit, type AuditActor, type Database } from '@redoubt/storage';
import { readProjectableKeys } from './api-key-records.ts';
import { projectApiKeys } from './projection.ts';
import type { TenancyDeps } from './tenancy-deps.ts';

/** The sealed secret that webhooks under the id of a key are signed with. */
export interface SealedWebhookSecret {
  keyId: string;
  sealed: Buffer;
}

/** The place that the webhook secret of a key is bound to. */
export function webhookContext(orgId: OrgId, keyId: string): SecretContext {
  return { orgId, purpose: 'webhook_signature', id: keyId };
}

/** Those of keys in force; those of others are never opened again. */
export function readWebhookSecrets(database: Database, orgId: OrgId): Promise<SealedWebhookSecret[]> {
  return database.query<SealedWebhookSecret>(
    `SELECT id AS "keyId", webhook_secret AS sealed FROM api_keys
     WHERE org_id = $1 AND webhook_secret IS NOT NULL AND revoked_at IS NULL ORDER BY id`,
    [orgId],
  );
}

/**
 * Puts the same secrets sealed otherwise in the place of those before, in PostgreSQL and then in Redis; one that was
 * changed meanwhile stays.
 *
 * @returns how many were written
 */
export async function replaceSealedWebhookSecrets(
  deps: TenancyDeps,
  orgId: OrgId,
  changes: readonly { keyId: string; before: Buffer; after: Buffer }[],
  by: { actor: AuditActor; sealedWith: string },
): Promise<number> {
  const written = await deps.database.transaction(async (session) => {
    const keyIds: string[] = [];
    for (const { keyId, before, after } of changes) {
      const rows = await session.query(
        'UPDATE api_keys SET webhook_secret = $4 WHERE org_id = $1 AND id = $2 AND webhook_secret = $3 RETURNING 1',
        [orgId, keyId, before, after],
      );
      if (rows.length > 0) keyIds.push(keyId);
    }
    const target = { kind: 'organization', id: orgId };
    const after = { keyId: by.sealedWith, webhookKeys: keyIds.length };
    if (keyIds.length > 0)
      await appendAudit(session, { orgId, actor: by.actor, action: 'secrets.reencrypted', target, after });
    return keyIds;
  });
  for (const keyId of written)
    await projectApiKeys(deps.redis, await readProjectableKeys(deps.database, [orgId], keyId));
  return written.length;
}
