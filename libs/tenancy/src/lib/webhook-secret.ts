import type { OrgId } from '@redoubt/contracts';
import type { SecretContext } from '@redoubt/encryption';

/** The place that the webhook secret of a key is bound to. */
export function webhookContext(orgId: OrgId, keyId: string): SecretContext {
  return { orgId, purpose: 'webhook_signature', id: keyId };
}
