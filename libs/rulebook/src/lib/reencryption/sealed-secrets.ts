import type { OrgId } from '@redoubt/contracts';
import type { SecretContext } from '@redoubt/encryption';
import type { Database, Session } from '@redoubt/storage';
import { readWebhookSecrets, webhookContext } from '@redoubt/tenancy';
import { secretContext } from '../channels/channels.ts';
import { sinkSecretContext } from '../sinks/sinks.ts';

/** What holds sealed secrets of an organisation: notification channels, sinks, keys with the secret of webhooks. */
export const SECRET_HOLDERS = ['channel', 'sink', 'key'] as const;
export type SecretHolder = (typeof SECRET_HOLDERS)[number];

export interface SealedSecret {
  holder: SecretHolder;
  id: string;
  sealed: Buffer;
  context: SecretContext;
}

/** Every sealed secret of an organisation. */
export async function readSealedSecrets(database: Database, orgId: OrgId): Promise<SealedSecret[]> {
  const [channels, sinks] = await database.transaction(
    async (session) => [await readTable(session, CHANNELS), await readTable(session, SINKS)] as const,
    // Readers cannot see these columns.
    { role: 'redoubt_writer', orgId, isReadOnly: true, statementTimeoutMs: 5_000 },
  );
  const webhooks = await readWebhookSecrets(database, orgId);
  return [
    ...channels.map(({ id, sealed }) => ({
      holder: 'channel' as const,
      id,
      sealed,
      context: secretContext(orgId, id),
    })),
    ...sinks.map(({ id, sealed }) => ({ holder: 'sink' as const, id, sealed, context: sinkSecretContext(orgId, id) })),
    ...webhooks.map(({ keyId, sealed }) => {
      return { holder: 'key' as const, id: keyId, sealed, context: webhookContext(orgId, keyId) };
    }),
  ];
}

/** Row security leaves the rows of the one organisation. */
const CHANNELS =
  'SELECT channel_id AS id, secret AS sealed FROM notification_channels WHERE secret IS NOT NULL ORDER BY channel_id';
const SINKS = 'SELECT sink_id AS id, secret AS sealed FROM sinks WHERE secret IS NOT NULL ORDER BY sink_id';

function readTable(session: Session, text: string): Promise<{ id: string; sealed: Buffer }[]> {
  return session.query<{ id: string; sealed: Buffer }>(text);
}
