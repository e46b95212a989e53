import type { OrgId } from '@redoubt/contracts';
import { SecretUnreadable, type SecretBox } from '@redoubt/encryption';
import type { Database, Session } from '@redoubt/storage';
import { secretContext } from '../channels/channels.ts';
import { auditChange, changeSettings, type Author } from '../rulebook-deps.ts';

export interface ReencryptReport {
  /** Sealed anew with the active key. */
  reencrypted: number;
  /** Channels whose secret could not be opened; they stay as they are. */
  unreadable: { channelId: string; reason: string }[];
}

/**
 * Seals an organisation's secrets anew with the active key, those that are not already: what is done is done, so it may
 * be repeated and cut short. All of them change in one transaction, whose outbox row brings them to Redis; where none
 * can be opened nothing changes, and nothing is recorded.
 *
 * @throws RetryableError when PostgreSQL is away
 */
export async function reencryptSecrets(
  database: Database,
  orgId: OrgId,
  { secretBox, ...author }: Author & { secretBox: SecretBox },
): Promise<ReencryptReport> {
  const { resealed, unreadable } = await resealStale(database, orgId, secretBox);
  if (resealed.length === 0) return { reencrypted: 0, unreadable };
  return changeSettings(database, { orgId, actor: author.actor, topic: 'channels' }, async (session) => {
    const report = { reencrypted: await writeResealed(session, orgId, resealed), unreadable };
    await auditChange(
      session,
      { ...author, orgId },
      {
        action: 'secrets.reencrypted',
        target: { kind: 'organization', id: orgId },
        after: { keyId: secretBox.keyId, channels: report.reencrypted, unreadable: unreadable.length },
      },
    );
    return report;
  });
}

interface Resealed {
  channelId: string;
  before: Buffer;
  after: Buffer;
}

async function resealStale(
  database: Database,
  orgId: OrgId,
  secretBox: SecretBox,
): Promise<{ resealed: Resealed[]; unreadable: ReencryptReport['unreadable'] }> {
  const rows = await database.transaction(
    (session) =>
      session.query<{ channel_id: string; secret: Buffer }>(
        'SELECT channel_id, secret FROM notification_channels WHERE secret IS NOT NULL ORDER BY channel_id',
      ),
    // Readers cannot see this column.
    { role: 'redoubt_writer', orgId, isReadOnly: true, statementTimeoutMs: 5_000 },
  );
  const resealed: Resealed[] = [];
  const unreadable: ReencryptReport['unreadable'] = [];
  for (const { channel_id: channelId, secret: before } of rows) {
    if (secretBox.isCurrent(before)) continue;
    try {
      resealed.push({ channelId, before, after: secretBox.reseal(before, secretContext(orgId, channelId)) });
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error;
      unreadable.push({ channelId, reason: error.message });
    }
  }
  return { resealed, unreadable };
}

/** One that was changed meanwhile stays as it is. @returns how many were written */
async function writeResealed(session: Session, orgId: OrgId, resealed: readonly Resealed[]): Promise<number> {
  let written = 0;
  for (const { channelId, before, after } of resealed) {
    const rows = await session.query(
      'UPDATE notification_channels SET secret = $4 WHERE org_id = $1 AND channel_id = $2 AND secret = $3 RETURNING 1',
      [orgId, channelId, before, after],
    );
    written += rows.length;
  }
  return written;
}
