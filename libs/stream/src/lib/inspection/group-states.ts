import { EVENT_LANES, type EntryId, type EventLane, type Lane, type OrgId } from '@redoubt/contracts';
import { lanesOfGroup, orgKeys, type GroupName } from '@redoubt/key-schema';
import { RedisReplyError, type RedisClient, type RedisCommand, type Reply } from '@redoubt/redis';

/** How far a group is on one lane of an organisation. */
export interface GroupState<L extends Lane = EventLane> {
  orgId: OrgId;
  group: string;
  lane: L;
  /** False when the group is expected and does not exist; the figures are then 0. */
  isPresent: boolean;
  /** Entries not delivered yet; null when the server cannot say (it lost count after a deletion). */
  lagEntries: number | null;
  /** Entries delivered and not acknowledged. */
  pendingEntries: number;
  oldestPendingId?: EntryId;
  lastDeliveredId: EntryId;
}

/** An organisation whose groups are looked at. */
export interface OrgToRead {
  orgId: OrgId;
  /** Groups that ought to exist on the streams they read. */
  expectedGroups: readonly GroupName[];
}

export interface GroupStates<L extends Lane = EventLane> {
  states: GroupState<L>[];
  /** Lanes that could not be read, with the reason. */
  failures: { orgId: OrgId; lane: L; error: Error }[];
}

/**
 * Reads the state of every group of the given organisations in two pipelines per master.
 *
 * @param of organisations, with the groups that ought to exist
 * @param lanes streams to look at; by default those of events
 */
export function readGroupStates(redis: RedisClient, of: readonly OrgToRead[]): Promise<GroupStates>;
export function readGroupStates<L extends Lane>(
  redis: RedisClient,
  of: readonly OrgToRead[],
  lanes: readonly L[],
): Promise<GroupStates<L>>;
export async function readGroupStates(
  redis: RedisClient,
  of: readonly OrgToRead[],
  wanted: readonly Lane[] = EVENT_LANES,
): Promise<GroupStates<Lane>> {
  const lanes = of.flatMap((org) => wanted.map((lane) => ({ ...org, lane, key: orgKeys(org.orgId).lane(lane) })));
  const replies = await redis.batch(
    lanes.map(({ key }) => ({ name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' as const })),
  );
  const result: GroupStates<Lane> = { states: [], failures: [] };
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
  place: { orgId: OrgId; lane: Lane },
  rows: readonly Reply[][],
  expectedGroups: readonly GroupName[],
): GroupState<Lane>[] {
  const present = rows.map((row): GroupState<Lane> => {
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
    .filter((group) => !names.has(group) && lanesOfGroup(group).includes(place.lane))
    .map((group) => ({ ...place, group, isPresent: false, lagEntries: 0, pendingEntries: 0, lastDeliveredId: '0-0' }));
  return [...present, ...missing];
}

async function addOldestPending(redis: RedisClient, states: readonly GroupState<Lane>[]): Promise<void> {
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
