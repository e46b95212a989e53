import { parseSecurityPosture, type SecurityPosture } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';

/** What acl-manager last said; null when none runs. @throws RedisUnavailableError, RedisReplyError */
export async function readPosture(redis: RedisClient): Promise<SecurityPosture | null> {
  const text = await redis.call('GET', clusterKeys.aclPosture(), [], { retry: 'free' });
  return text === null ? null : parseSecurityPosture(String(text));
}

/** Users that were shut out by hand; they stay so until they are let in again. */
export async function readRevoked(redis: RedisClient): Promise<Set<string>> {
  return new Set((await redis.call('SMEMBERS', clusterKeys.aclRevoked(), [], { retry: 'free' })) as string[]);
}
