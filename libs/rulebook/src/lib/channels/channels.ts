import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { SecretBox, SecretContext } from '@redoubt/encryption';
import { jsonbText, type Database, type Session } from '@redoubt/storage';
import { checked } from '../checked.ts';
import { auditChange, changeSettings, readSettings, type Author } from '../rulebook-deps.ts';
import { notificationChannelSchema, splitChannel, type ChannelInfo, type NewChannel } from './channel.ts';

/** Channels of an organisation; further ones are refused. */
export const MAX_CHANNELS = 100;

export interface SaveChannelOptions extends Author {
  /** Absent: a new channel. */
  channelId?: string;
  /** Needed for a channel that has a secret. */
  secretBox?: SecretBox;
}

/** What a channel's secrets are sealed for. */
export function secretContext(orgId: OrgId, channelId: string): SecretContext {
  return { orgId, purpose: 'notification_channel', id: channelId };
}

/**
 * Makes a channel, or replaces the one with `channelId`.
 *
 * @returns the channel without its secrets
 * @throws PermanentError  it makes no sense, its name is taken, there are too many, or it has a secret and there is no
 *   key to seal it with
 */
export async function saveChannel(
  database: Database,
  orgId: OrgId,
  given: NewChannel,
  options: SaveChannelOptions,
): Promise<ChannelInfo> {
  const channelId = options.channelId ?? globalThis.crypto.randomUUID();
  const channel = checked(notificationChannelSchema, { ...given, channelId }, 'channel');
  const { info, secrets } = splitChannel(channel);
  const sealed = info.hasSecret ? sealSecrets(options.secretBox, secrets, secretContext(orgId, channelId)) : null;
  await changeSettings(database, { orgId, actor: options.actor, topic: 'channels' }, async (session) => {
    const before = await requireRoom(session, orgId, info, options.channelId === undefined);
    await session.query(
      `INSERT INTO notification_channels (org_id, channel_id, name, type, is_enabled, doc, secret, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (org_id, channel_id) DO UPDATE SET name = excluded.name, type = excluded.type,
         is_enabled = excluded.is_enabled, doc = excluded.doc, secret = excluded.secret, updated_at = now(),
         updated_by = excluded.updated_by`,
      [orgId, channelId, info.name, info.type, info.isEnabled, jsonbText(info), sealed, options.actor],
    );
    await auditChange(
      session,
      { ...options, orgId },
      {
        action: before === undefined ? 'channel.created' : 'channel.changed',
        ...{ target: { kind: 'channel', id: channelId }, before, after: info },
      },
    );
  });
  return info;
}

/** @throws PermanentError when there is no key */
export function sealSecrets(
  box: SecretBox | undefined,
  secrets: Record<string, string>,
  context: SecretContext,
): Buffer {
  if (!box) throw new PermanentError('this channel has a secret, and there is no REDOUBT_SECRET_KEY to keep it with');
  return box.seal(JSON.stringify(secrets), context);
}

/** @returns what is there of the channel */
async function requireRoom(
  session: Session,
  orgId: OrgId,
  info: ChannelInfo,
  isNew: boolean,
): Promise<ChannelInfo | undefined> {
  const rows = await session.query<{ channel_id: string; doc: ChannelInfo }>(
    'SELECT channel_id, doc FROM notification_channels WHERE org_id = $1',
    [orgId],
  );
  const held = rows.find((row) => row.channel_id === info.channelId);
  if (!isNew && !held) throw new PermanentError(`there is no channel ${info.channelId}`);
  await requireFreeName(session, orgId, info);
  if (isNew && rows.length >= MAX_CHANNELS)
    throw new PermanentError(`an organisation has at most ${MAX_CHANNELS} channels`);
  return held?.doc;
}

/** @throws PermanentError when another channel has the name */
export async function requireFreeName(
  session: Session,
  orgId: OrgId,
  { channelId, name }: Pick<ChannelInfo, 'channelId' | 'name'>,
): Promise<void> {
  const rows = await session.query(
    'SELECT 1 FROM notification_channels WHERE org_id = $1 AND name = $2 AND channel_id <> $3',
    [orgId, name, channelId],
  );
  if (rows.length > 0) throw new PermanentError(`there is a channel ${JSON.stringify(name)} already`);
}

/** Switches a channel on or off. @throws PermanentError when there is no such channel */
export async function enableChannel(
  database: Database,
  orgId: OrgId,
  channelId: string,
  options: Author & { isEnabled: boolean },
): Promise<ChannelInfo> {
  return changeSettings(database, { orgId, actor: options.actor, topic: 'channels' }, async (session) => {
    const [row] = await session.query<{ doc: ChannelInfo }>(
      `UPDATE notification_channels SET is_enabled = $3, doc = jsonb_set(doc, '{isEnabled}', to_jsonb($3::boolean)),
         updated_at = now(), updated_by = $4 WHERE org_id = $1 AND channel_id = $2 RETURNING doc`,
      [orgId, channelId, options.isEnabled, options.actor],
    );
    if (!row) throw new PermanentError(`there is no channel ${channelId}`);
    await auditChange(
      session,
      { ...options, orgId },
      {
        action: options.isEnabled ? 'channel.enabled' : 'channel.disabled',
        target: { kind: 'channel', id: channelId },
      },
    );
    return row.doc;
  });
}

/** Takes a channel away with its secret. @throws PermanentError when there is no such channel */
export async function deleteChannel(
  database: Database,
  orgId: OrgId,
  channelId: string,
  author: Author,
): Promise<void> {
  await changeSettings(database, { orgId, ...author, topic: 'channels' }, async (session) => {
    const [row] = await session.query<{ doc: ChannelInfo }>(
      'DELETE FROM notification_channels WHERE org_id = $1 AND channel_id = $2 RETURNING doc',
      [orgId, channelId],
    );
    if (!row) throw new PermanentError(`there is no channel ${channelId}`);
    const target = { kind: 'channel', id: channelId };
    await auditChange(session, { ...author, orgId }, { action: 'channel.removed', target, before: row.doc });
  });
}

/** An organisation's channels by name, without their secrets. */
export async function listChannels(database: Database, orgId: OrgId): Promise<ChannelInfo[]> {
  const rows = await readSettings(database, orgId, (session) =>
    session.query<{ doc: ChannelInfo }>('SELECT doc FROM notification_channels WHERE org_id = $1 ORDER BY name', [
      orgId,
    ]),
  );
  return rows.map((row) => row.doc);
}
