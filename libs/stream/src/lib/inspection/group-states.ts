import type { EntryId, EventLane, OrgId } from '@redoubt/contracts';
import { EVENT_LANES } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { RedisReplyError, type RedisClient, type RedisCommand, type Reply } from '@redoubt/redis';

/** How far a group is on one lane of an organisation. */
export interface GroupState {
  orgId: OrgId;
  group: string;
  lane: EventLane;
  /** False when the group is expected and does not exist; the figures are then 0. */
  isPresent: boolean;
  /** Entries not delivered yet; null when the server cannot say (it lost count after a deletion). */
  lagEntries: number | null;
  /** Entries delivered and not acknowledged. */
  pendingEntries: number;
  oldestPendingId?: EntryId;
  lastDeliveredId: EntryId;
}

export interface GroupStates {
  states: GroupState[];
  /** Lanes that could not be read, with the reason. */
  failures: { orgId: OrgId; lane: EventLane; error: Error }[];
}

/**
 * Reads the state of every group of the given organisations, both lanes, in two pipelines per master.
 *
 * @param of organisations, with the groups that ought to exist
 */
export async function readGroupStates(
  redis: RedisClient,
  of: readonly { orgId: OrgId; expectedGroups: readonly GroupName[] }[],
): Promise<GroupStates> {
  const lanes = of.flatMap((org) => EVENT_LANES.map((lane) => ({ ...org, lane, key: orgKeys(org.orgId).lane(lane) })));
  const replies = await redis.batch(
    lanes.map(({ key }) => ({ name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' as const })),
  );
  const result: GroupStates = { states: [], failures: [] };
  lanes.forEach(({ orgId, lane, expectedGroups }, i) => {
    const reply = replies[i] as Reply | Error;
    const isAbsent = reply instanceof RedisReplyError && reply.message.includes('no such key');
    if (reply instanceof Error && !isAbsent) result.failures.push({ orgId, lane, error: reply });
    else result.states.push(...statesOf({ orgId, lane }, isAbsent ? [] : (reply as Reply[][]), expectedGroups));
  });
  await addOldestPending(redis, result.states);
  return result;
}

function statesOf(
  place: { orgId: OrgId; lane: EventLane },
  rows: readonly Reply[][],
  expectedGroups: readonly GroupName[],
): GroupState[] {
  const present = rows.map((row): GroupState => {
    const field = new Map<string, Reply>();
    for (let i = 0; i + 1 < row.length; i += 2) field.set(String(row[i]), row[i + 1] as Reply);
    const lag = field.get('lag') ?? null;
    return {
      ...place,
      group: String(field.get('name')),
      isPresent: true,
      lagEntries: lag === null ? null : Number(lag),
      pendingEntries: Number(field.get('pending')),
      lastDeliveredId: String(field.get('last-delivered-id')),
    };
  });
  const names = new Set(present.map((state) => state.group));
  const missing = expectedGroups
    .filter((group) => !names.has(group))
    .map((group) => ({ ...place, group, isPresent: false, lagEntries: 0, pendingEntries: 0, lastDeliveredId: '0-0' }));
  return [...present, ...missing];
}

async function addOldestPending(redis: RedisClient, states: readonly GroupState[]): Promise<void> {
  const waiting = states.filter((state) => state.pendingEntries > 0);
  const commands = waiting.map(({ orgId, lane, group }): RedisCommand => {
    const key = orgKeys(orgId).lane(lane);
    return { name: 'XPENDING', key, args: [key, group], retry: 'free' };
  });
  const replies = await redis.batch(commands);
  waiting.forEach((state, i) => {
    const reply = replies[i];
    // Acknowledged meanwhile, or the node went away: the count stands, only the age is missing.
    if (!Array.isArray(reply) || reply[1] === null) return;
    state.oldestPendingId = String(reply[1]);
  });
}
