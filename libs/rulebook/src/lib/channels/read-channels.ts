import { toError, type OrgId } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { ProjectedChannel } from '../relay/settings-state.ts';
import { joinChannel, type ChannelSecrets, type NotificationChannel } from './channel.ts';
import { secretContext } from './channels.ts';

/** Channels of an organisation for the notifier. */
export interface OrgChannels {
  channels: NotificationChannel[];
  /** Channels that cannot be used, and why; the reason holds no secret. */
  unusable: { channelId: string; reason: string }[];
}

/**
 * Reads an organisation's channels with their secrets.
 *
 * @param secretBox  without one, channels that have secrets are unusable
 * @throws what the client ends with
 */
export async function readChannels(redis: RedisClient, orgId: OrgId, secretBox?: SecretBox): Promise<OrgChannels> {
  const keys = orgKeys(orgId);
  const listed = await redis.call('HGET', keys.config(), ['notificationChannels'], { retry: 'free' });
  const ids = typeof listed === 'string' ? (JSON.parse(listed) as string[]) : [];
  const result: OrgChannels = { channels: [], unusable: [] };
  if (ids.length === 0) return result;
  const replies = await redis.batch(
    ids.map((id) => ({ name: 'GET', key: keys.sensitive(id), args: [keys.sensitive(id)], retry: 'free' as const })),
  );
  for (const [index, reply] of replies.entries()) {
    if (reply instanceof Error) throw reply;
    const channelId = ids[index] as string;
    try {
      if (typeof reply !== 'string') throw new Error('it is not in Redis');
      result.channels.push(openChannel(orgId, JSON.parse(reply) as ProjectedChannel, secretBox));
    } catch (error) {
      result.unusable.push({ channelId, reason: reasonOf(toError(error)) });
    }
  }
  return result;
}

function openChannel(orgId: OrgId, { info, sealed }: ProjectedChannel, box?: SecretBox): NotificationChannel {
  if (sealed === undefined) return joinChannel(info, {});
  if (!box) throw new Error('it has a secret, and there is no REDOUBT_SECRET_KEY to open it with');
  const text = box.open(Buffer.from(sealed, 'base64'), secretContext(orgId, info.channelId));
  return joinChannel(info, JSON.parse(text) as ChannelSecrets);
}

/** Errors of parsers quote what they were given. */
function reasonOf(error: Error): string {
  return error.name === 'Error' || error.name === 'PermanentError' ? error.message : 'it does not parse';
}
