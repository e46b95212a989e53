import { REQUEST_STREAMS } from '@redoubt/commands';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';

/**
 * Notes in `{acl}:revoked` that a user is shut out, so that acl-manager keeps it out and does not put it right, and takes
 * away what waits in streams: it may let the user in, or be of the user itself. Requests of operators are sent again by
 * who waits for them.
 *
 * @returns false when it was noted already
 * @throws RedisUnavailableError, RedisReplyError
 */
export async function markRevoked(redis: RedisClient, user: string): Promise<boolean> {
  const added = await redis.call('SADD', clusterKeys.aclRevoked(), [user], { retry: 'free' });
  await redis.call('DEL', REQUEST_STREAMS.cli, [], { retry: 'free' });
  if (user === 'dashboard') await redis.call('DEL', REQUEST_STREAMS.dashboard, [], { retry: 'free' });
  return Number(added) === 1;
}

/** Takes it back; whoever writes users next lets it in. @throws RedisUnavailableError, RedisReplyError */
export async function unmarkRevoked(redis: RedisClient, user: string): Promise<void> {
  await redis.call('SREM', clusterKeys.aclRevoked(), [user], { retry: 'free' });
}
