import { parseActor, type Session } from '@redoubt/storage';
import { replaceSealedWebhookSecrets } from '@redoubt/tenancy';
import type { OrgId } from '@redoubt/contracts';
import { SecretUnreadable, type SecretBox } from '@redoubt/encryption';
import { auditChange, changeSettings, type Author, type RulebookDeps } from '../rulebook-deps.ts';
import { readSealedSecrets, type SealedSecret, type SecretHolder } from './sealed-secrets.ts';

export interface ReencryptReport {
  /** Sealed anew with the active key. */
  reencrypted: number;
  /** Whose secret could not be opened; it stays as it is. */
  unreadable: { holder: SecretHolder; id: string; reason: string }[];
}

interface Resealed extends SealedSecret {
  after: Buffer;
}

/**
 * Seals an organisation's secrets anew with the active key, those that are not already: what is done is done, so it may
 * be repeated and cut short. Those of settings change in one transaction, whose outbox row brings them to Redis; those of
 * keys in another. Where none can be opened nothing changes, and nothing is recorded.
 *
 * @throws RetryableError when PostgreSQL is away, or Redis for those of keys
 */
export async function reencryptSecrets(
  deps: RulebookDeps,
  orgId: OrgId,
  { secretBox, ...author }: Author & { secretBox: SecretBox },
): Promise<ReencryptReport> {
  const { resealed, unreadable } = resealStale(await readSealedSecrets(deps.database, orgId), secretBox);
  const [ofKeys, ofSettings] = [
    resealed.filter(({ holder }) => holder === 'key'),
    resealed.filter(({ holder }) => holder !== 'key'),
  ];
  let reencrypted = 0;
  if (ofSettings.length > 0) {
    reencrypted += await changeSettings(deps.database, { orgId, actor: author.actor, topic: 'secrets' }, (session) =>
      writeResealed(session, orgId, ofSettings, { ...author, keyId: secretBox.keyId }),
    );
  }
  if (ofKeys.length > 0) {
    const changes = ofKeys.map(({ id, sealed, after }) => ({ keyId: id, before: sealed, after }));
    const by = { actor: parseActor(author.actor), sealedWith: secretBox.keyId };
    reencrypted += await replaceSealedWebhookSecrets(deps, orgId, changes, by);
  }
  return { reencrypted, unreadable };
}

function resealStale(
  secrets: readonly SealedSecret[],
  secretBox: SecretBox,
): { resealed: Resealed[]; unreadable: ReencryptReport['unreadable'] } {
  const resealed: Resealed[] = [];
  const unreadable: ReencryptReport['unreadable'] = [];
  for (const secret of secrets) {
    if (secretBox.isCurrent(secret.sealed)) continue;
    try {
      resealed.push({ ...secret, after: secretBox.reseal(secret.sealed, secret.context) });
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error;
      unreadable.push({ holder: secret.holder, id: secret.id, reason: error.message });
    }
  }
  return { resealed, unreadable };
}

const UPDATE = {
  channel:
    'UPDATE notification_channels SET secret = $4 WHERE org_id = $1 AND channel_id = $2 AND secret = $3 RETURNING 1',
  sink: 'UPDATE sinks SET secret = $4 WHERE org_id = $1 AND sink_id = $2 AND secret = $3 RETURNING 1',
};

/** One that was changed meanwhile stays as it is. @returns how many were written */
async function writeResealed(
  session: Session,
  orgId: OrgId,
  resealed: readonly Resealed[],
  { keyId, ...author }: Author & { keyId: string },
): Promise<number> {
  const written = { channel: 0, sink: 0 };
  for (const { holder, id, sealed, after } of resealed) {
    if (holder === 'key') continue;
    written[holder] += (await session.query(UPDATE[holder], [orgId, id, sealed, after])).length;
  }
  const target = { kind: 'organization', id: orgId };
  const after = { keyId, channels: written.channel, sinks: written.sink };
  await auditChange(session, { ...author, orgId }, { action: 'secrets.reencrypted', target, after });
  return written.channel + written.sink;
}
