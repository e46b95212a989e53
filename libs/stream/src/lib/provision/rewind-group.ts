import { LeaseLostError, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { Position } from '../consumer/positions.ts';
import { streamScripts } from '../scripts.ts';

/** Entries of a stream that a group is given again. */
export interface Rewound {
  lane: Lane;
  /** The first that comes again, and the last that had been delivered. */
  from: EntryId;
  upTo: EntryId;
}

export interface RewindRequest {
  orgId: OrgId;
  group: GroupName;
  /** Of the ownership in which it is done; undefined: nobody may be reading. */
  epoch?: number;
  /** Only say what would come again. */
  isDryRun?: boolean;
}

/**
 * Brings a group back to where its own record of what it handled ends, when that record was set back: PostgreSQL was
 * restored. An ordinary takeover, where what lies behind the record is pending, changes nothing.
 *
 * @param stored last event handled per stream, `0-0` and -1 for none
 * @returns what comes again; empty when the record agrees with Redis, and when the streams hold nothing of it any more
 * @throws LeaseLostError the fence is another owner's
 */
export async function rewindGroup(
  redis: RedisClient,
  request: RewindRequest,
  stored: ReadonlyMap<Lane, Position>,
): Promise<Rewound[]> {
  const { orgId, group, epoch, isDryRun = false } = request;
  const keys = orgKeys(orgId);
  const lanes = [...stored.keys()];
  const names = [keys.fence(group), ...lanes.map((lane) => keys.lane(lane))];
  const places = [...stored.values()].flatMap(({ entryId, index }) => [entryId, index]);
  const args = [epoch ?? '', group, isDryRun ? 'look' : 'rewind', ...places];
  const script = redis.script(streamScripts.rewindGroup);
  const [status, ...ids] = (await script.run(names, args, { retry: 'free' })) as string[];
  if (status === 'fenced') throw new LeaseLostError('the fence is another owner’s');
  return lanes.flatMap((lane, at): Rewound[] => {
    const [from = '', upTo = ''] = ids.slice(2 * at, 2 * at + 2);
    return from === '' ? [] : [{ lane, from, upTo }];
  });
}
