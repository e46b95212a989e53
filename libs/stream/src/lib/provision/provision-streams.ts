import type { EntryId, Lane, OrgId } from '@redoubt/contracts';
import { clusterKeys, lanesOfGroup, orgKeys, partitionOf, type GroupName } from '@redoubt/key-schema';
import { RedisReplyError, type RedisClient } from '@redoubt/redis';
import { streamScripts } from '../scripts.ts';

/**
 * Makes an organisation's streams ready for its first event: the streams of every expected group with the group at id 0, then the
 * registry by which consumers find it. Safe to repeat; a group that exists keeps its place.
 * Never left to the first event: group creation is refused when memory is short, and a group created at `$` skips
 * what came before.
 *
 * @throws RedisUnavailableError when the slot cannot be reached
 */
export async function provisionStreams(redis: RedisClient, orgId: OrgId, groups: readonly GroupName[]): Promise<void> {
  await createStreams(redis, orgId, groups);
  await registerOrganization(redis, orgId);
}

/** The streams of every given group with the group at id 0. Safe to repeat; a group that exists keeps its place. */
export async function createStreams(redis: RedisClient, orgId: OrgId, groups: readonly GroupName[]): Promise<void> {
  const keys = orgKeys(orgId);
  for (const group of groups) {
    for (const lane of lanesOfGroup(group)) await createGroup(redis, keys.lane(lane), group, '0');
  }
}

/** Puts an organisation into the registry by which consumers find it. */
export async function registerOrganization(redis: RedisClient, orgId: OrgId): Promise<void> {
  const partition = partitionOf(orgId);
  const members = clusterKeys.orgRegistry(partition);
  await redis.call('SADD', members, [orgId], { retry: 'free' });
  // Raised even when the member was there: the call that added it may have ended before it came to this.
  await redis.call('INCR', clusterKeys.orgRegistryVersion(partition), [], { retry: 'free' });
}

/**
 * Makes streams hand out ids above those that a reader outside Redis has handled: to be called before the first append
 * to streams that were lost.
 *
 * @param handled last id handled per stream; a stream that does not exist is left out
 */
export async function raiseStreamIds(
  redis: RedisClient,
  orgId: OrgId,
  handled: ReadonlyMap<Lane, EntryId>,
): Promise<void> {
  if (handled.size === 0) return;
  const keys = orgKeys(orgId);
  const names = [...handled.keys()].map((lane) => keys.lane(lane));
  await redis.script(streamScripts.raiseStreams).run(names, [...handled.values()], { retry: 'free' });
}

/** Creates a group on a stream unless it exists. */
export async function createGroup(
  redis: RedisClient,
  stream: string,
  group: GroupName,
  fromId: string,
): Promise<boolean> {
  const command = {
    name: 'XGROUP',
    key: stream,
    args: ['CREATE', stream, group, fromId, 'MKSTREAM'],
    retry: 'free',
  } as const;
  const [reply] = await redis.batch([command]);
  if (reply instanceof RedisReplyError && reply.message.startsWith('BUSYGROUP')) return false;
  if (reply instanceof Error) throw reply;
  return true;
}

/** Takes an organisation out of the registry; its streams stay until they are deleted with its data. */
export async function unregisterOrganization(redis: RedisClient, orgId: OrgId): Promise<void> {
  const partition = partitionOf(orgId);
  await redis.call('SREM', clusterKeys.orgRegistry(partition), [orgId], { retry: 'free' });
  await redis.call('INCR', clusterKeys.orgRegistryVersion(partition), [], { retry: 'free' });
}
