import { EVENT_LANES, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { RedisReplyError, type RedisClient, type Reply } from '@redoubt/redis';

/**
 * Per lane of events the id from which on entries are still to come to a group: those it was given and has not
 * acknowledged, and those it was not given. A lane that is not named has no stream, so nothing is to come.
 *
 * To be asked by the owner of the group: it alone acknowledges, so that the ids hold until it does.
 *
 * @throws what the client ends with
 */
export async function readFirstToCome(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
): Promise<ReadonlyMap<Lane, EntryId>> {
  const first = new Map<Lane, EntryId>();
  for (const lane of EVENT_LANES) {
    const key = orgKeys(orgId).lane(lane);
    // In this order: what is read in between counts as not given.
    const [groups, pending] = await redis.batch([
      { name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' },
      { name: 'XPENDING', key, args: [key, group], retry: 'free' },
    ]);
    if (groups instanceof RedisReplyError && groups.message.includes('no such key')) continue;
    if (groups instanceof Error) throw groups;
    const row = (groups as Reply[][]).find((fields) => fields[1] === group);
    // A group that is made later begins with the stream.
    if (row === undefined) first.set(lane, '0-0');
    else if (pending instanceof Error) throw pending;
    else first.set(lane, oldestOf(pending as Reply[]) ?? nextTo(String(row[row.indexOf('last-delivered-id') + 1])));
  }
  return first;
}

/** @param pending what XPENDING says in short: how many entries, the oldest, the newest, their consumers */
function oldestOf([, oldest]: readonly Reply[]): EntryId | undefined {
  return typeof oldest === 'string' ? oldest : undefined;
}

function nextTo(entryId: EntryId): EntryId {
  const [timeMs, sequence] = entryId.split('-');
  return `${timeMs}-${BigInt(sequence ?? 0) + 1n}`;
}
