import type { OrgId } from '@redoubt/contracts';

/** What secrets are kept for. A value sealed for one purpose does not open for another. */
export type SecretPurpose = 'notification_channel' | 'siem_sink' | 'webhook_signature';

/** Where a secret belongs: bound into what is sealed, so that it opens in no other place. */
export interface SecretContext {
  /** Null: of the installation. */
  orgId: OrgId | null;
  purpose: SecretPurpose;
  /** Id of the row or key that holds it. */
  id: string;
}

/** Additional data of format 2; a JSON list, so that no two places share a text. `part` keeps keys and values apart. */
export function boundData(context: SecretContext, keyId: string, part: 'key' | 'value'): Buffer {
  const { orgId, purpose, id } = context;
  return Buffer.from(JSON.stringify(['redoubt-secret', 2, keyId, part, orgId, purpose, id]));
}

/** Additional data of format 1, which only channels used. */
export function boundDataOfFormat1({ orgId, id }: SecretContext): Buffer {
  return Buffer.from(`${orgId}/${id}`);
}
