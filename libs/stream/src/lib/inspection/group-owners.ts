import type { OrgId } from '@redoubt/contracts';
import { clusterKeys, partitionOf, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';

/** Who works for an organisation in a group. */
export interface GroupOwner {
  group: GroupName;
  /** Live workers of the group, of all organisations. */
  workers: number;
  /** Who holds the organisation's partition; absent when nobody does now. */
  owner?: {
    workerId: string;
    /** Since when, epoch ms of Redis. */
    sinceMs: number;
    /** When its lease ends unless it is renewed, epoch ms of Redis. */
    expiresAtMs: number;
  };
}

/** Reads who works for an organisation in each of the groups, in their order; an error where one cannot be read. */
export async function readGroupOwners(
  redis: RedisClient,
  orgId: OrgId,
  groups: readonly GroupName[],
  nowMs: number,
): Promise<(GroupOwner | Error)[]> {
  const partition = partitionOf(orgId);
  const replies = await redis.batch(
    groups.flatMap((group): RedisCommand[] => {
      const [members, leases] = [clusterKeys.members(group), clusterKeys.leases(group)];
      return [
        { name: 'ZRANGE', key: members, args: [members, 0, -1, 'WITHSCORES'], retry: 'free' },
        { name: 'HGET', key: leases, args: [leases, partition], retry: 'free' },
      ];
    }),
  );
  return groups.map((group, i) => {
    const [members, lease] = replies.slice(2 * i, 2 * i + 2);
    if (members instanceof Error) return members;
    if (lease instanceof Error) return lease;
    const live = liveMembers(members as string[], nowMs);
    const [epoch = '', session = ''] = ((lease as string | null) ?? '').split('|');
    const expiresAtMs = live.get(session);
    const held = { group, workers: live.size };
    if (expiresAtMs === undefined) return held;
    return { ...held, owner: { workerId: workerOf(session), sinceMs: Number(epoch), expiresAtMs } };
  });
}

function liveMembers(flat: readonly string[], nowMs: number): Map<string, number> {
  const live = new Map<string, number>();
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const expiresAtMs = Number(flat[i + 1]);
    if (expiresAtMs > nowMs) live.set(flat[i] as string, expiresAtMs);
  }
  return live;
}

/** A session is the worker's name and what tells its runs apart. */
function workerOf(session: string): string {
  const cut = session.lastIndexOf(':');
  return cut === -1 ? session : session.slice(0, cut);
}
