import { isDeepStrictEqual } from 'node:util';
import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { jsonbText, type Database, type Session } from '@redoubt/storage';
import { checked } from '../checked.ts';
import { auditChange, changeSettings, type Author } from '../rulebook-deps.ts';
import {
  channelChangeSchema,
  joinChannel,
  notificationChannelSchema,
  splitChannel,
  type ChannelChange,
  type ChannelInfo,
  type ChannelSecrets,
  type NotificationChannel,
} from './channel.ts';
import { requireFreeName, sealSecrets, secretContext } from './channels.ts';

interface ChannelRow {
  doc: ChannelInfo;
  secret: Buffer | null;
}

/** Which channel, and what to open its secrets with. */
export interface ChannelRef {
  channelId: string;
  /** Needed for a channel that has a secret. */
  secretBox?: SecretBox | undefined;
}

/**
 * One channel with its secrets, as PostgreSQL has it: for sending to it, and nothing else.
 *
 * @returns undefined when the organisation has no such channel
 * @throws PermanentError when its secret cannot be opened
 */
export async function openChannel(
  database: Database,
  orgId: OrgId,
  { channelId, secretBox }: ChannelRef,
): Promise<NotificationChannel | undefined> {
  const row = await database.transaction((session) => readRow(session, orgId, channelId), {
    ...{ role: 'redoubt_writer', orgId, isReadOnly: true, statementTimeoutMs: 5_000 },
  });
  return row && joinChannel(row.doc, openSecrets(row, orgId, secretBox));
}

/**
 * Changes what is named of a channel; its type stays.
 *
 * @returns the channel without its secrets
 * @throws PermanentError  there is none, the change makes no sense for its type, the name is taken, or its secret cannot
 *   be opened or kept
 */
export async function changeChannel(
  database: Database,
  orgId: OrgId,
  given: ChannelChange,
  options: Author & ChannelRef,
): Promise<ChannelInfo> {
  const { channelId, secretBox, actor } = options;
  const change = checked(channelChangeSchema, given, 'channel');
  return changeSettings(database, { orgId, actor, topic: 'channels' }, async (session) => {
    const row = await readRow(session, orgId, channelId);
    if (!row) throw new PermanentError(`there is no channel ${channelId}`);
    const held = joinChannel(row.doc, openSecrets(row, orgId, secretBox));
    const channel = checked(notificationChannelSchema, merge(held, change), 'channel');
    const { info, secrets } = splitChannel(channel);
    const context = secretContext(orgId, channelId);
    const isSame = isDeepStrictEqual(secrets, splitChannel(held).secrets);
    const sealed = isSame ? row.secret : info.hasSecret ? sealSecrets(secretBox, secrets, context) : null;
    await requireFreeName(session, orgId, info);
    await session.query(
      `UPDATE notification_channels SET name = $3, is_enabled = $4, doc = $5, secret = $6, updated_at = now(),
         updated_by = $7 WHERE org_id = $1 AND channel_id = $2`,
      [orgId, channelId, info.name, info.isEnabled, jsonbText(info), sealed, actor],
    );
    const target = { kind: 'channel', id: channelId };
    const after = isSame ? info : { ...info, isSecretChanged: true };
    await auditChange(session, { ...options, orgId }, { action: 'channel.changed', target, before: row.doc, after });
    return info;
  });
}

async function readRow(session: Session, orgId: OrgId, channelId: string): Promise<ChannelRow | undefined> {
  const [row] = await session.query<ChannelRow>(
    'SELECT doc, secret FROM notification_channels WHERE org_id = $1 AND channel_id = $2',
    [orgId, channelId],
  );
  return row;
}

function openSecrets({ doc, secret }: ChannelRow, orgId: OrgId, box: SecretBox | undefined): ChannelSecrets {
  if (secret === null) return {};
  if (!box) throw new PermanentError('this channel has a secret, and there is no REDOUBT_SECRET_KEY to open it with');
  return JSON.parse(box.open(secret, secretContext(orgId, doc.channelId))) as ChannelSecrets;
}

/** Null takes away; what does not belong to the type is left for the schema to refuse. */
function merge(held: NotificationChannel, change: ChannelChange): Record<string, unknown> {
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  const merged = Object.fromEntries(
    Object.entries({ ...held, ...Object.fromEntries(named) }).filter(([, value]) => value !== null),
  );
  const server = change.smtp;
  if (held.type !== 'email' || !server || server.password !== undefined) return merged;
  return { ...merged, smtp: { ...server, ...passwordFor(held.smtp, server) } };
}

type Server = NonNullable<Extract<NotificationChannel, { type: 'email' }>['smtp']>;

/** Whoever may change a channel could otherwise have its password sent to a server of theirs. */
function passwordFor(held: Server | undefined, next: Partial<Server>): { password?: string } {
  const isSame =
    held?.host === next.host &&
    held?.port === next.port &&
    held?.isSecure === next.isSecure &&
    held?.username === next.username;
  return isSame && held?.password !== undefined ? { password: held.password } : {};
}
