import type { OrgId } from '@redoubt/contracts';
import { SecretUnreadable, type SecretBox } from '@redoubt/encryption';
import type { Database, Session } from '@redoubt/storage';
import { secretContext } from '../channels/channels.ts';
import { auditChange, changeSettings, type Author } from '../rulebook-deps.ts';
import { countSecrets } from './count-secrets.ts';

export interface ReencryptReport {
  /** Sealed anew with the active key. */
  reencrypted: number;
  /** Channels whose secret could not be opened; they stay as they are. */
  unreadable: { channelId: string; reason: string }[];
}

/**
 * Seals an organisation's secrets anew with the active key, those that are not already: what is done is done, so it may
 * be repeated and cut short. All of them change in one transaction, whose outbox row brings them to Redis; while it runs
 * changes of the organisation's settings wait.
 *
 * @throws RetryableError when PostgreSQL is away
 */
export async function reencryptSecrets(
  database: Database,
  orgId: OrgId,
  { secretBox, ...author }: Author & { secretBox: SecretBox },
): Promise<ReencryptReport> {
  const nothing: ReencryptReport = { reencrypted: 0, unreadable: [] };
  // Without this look every run would raise the settings version and wake alert-engine.
  if ((await countSecrets(database, orgId, secretBox)).stale === 0) return nothing;
  return changeSettings(database, { orgId, actor: author.actor, topic: 'channels' }, async (session) => {
    const report = await resealRows(session, orgId, secretBox);
    await auditChange(
      session,
      { ...author, orgId },
      {
        action: 'secrets.reencrypted',
        target: { kind: 'organization', id: orgId },
        after: { keyId: secretBox.keyId, channels: report.reencrypted, unreadable: report.unreadable.length },
      },
    );
    return report;
  });
}

async function resealRows(session: Session, orgId: OrgId, secretBox: SecretBox): Promise<ReencryptReport> {
  const report: ReencryptReport = { reencrypted: 0, unreadable: [] };
  const rows = await session.query<{ channel_id: string; secret: Buffer }>(
    'SELECT channel_id, secret FROM notification_channels WHERE org_id = $1 AND secret IS NOT NULL ORDER BY channel_id',
    [orgId],
  );
  for (const { channel_id: channelId, secret } of rows) {
    if (secretBox.isCurrent(secret)) continue;
    try {
      const sealed = secretBox.reseal(secret, secretContext(orgId, channelId));
      await session.query('UPDATE notification_channels SET secret = $3 WHERE org_id = $1 AND channel_id = $2', [
        ...[orgId, channelId, sealed],
      ]);
      report.reencrypted += 1;
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error;
      report.unreadable.push({ channelId, reason: error.message });
    }
  }
  return report;
}
