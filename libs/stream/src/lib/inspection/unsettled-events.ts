import { EVENT_LANES, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { RedisReplyError, type RedisClient, type Reply } from '@redoubt/redis';
import { streamScripts } from '../scripts.ts';

/** Events of an organisation that a group has not settled: waiting in the streams, or delivered and not acknowledged. */
export interface UnsettledEvents {
  /** Events per start of their accept minute, epoch ms. */
  byMinute: Map<number, number>;
  entries: number;
  /** False when there are more entries than were looked at. */
  isComplete: boolean;
}

const minuteMs = 60_000;
const pageEntries = 100;

/**
 * Counts what a group still has to settle, per accept minute.
 *
 * Read it after what was accepted and before what was stored: an event on its way then counts at least once.
 *
 * @param maxEntries most entries looked at per lane; default 5,000
 * @param lanes streams to look at; by default those of events, which is what the ledger counts
 */
export async function countUnsettledEvents(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
  maxEntries = 5_000,
  lanes: readonly Lane[] = EVENT_LANES,
): Promise<UnsettledEvents> {
  const total: UnsettledEvents = { byMinute: new Map(), entries: 0, isComplete: true };
  for (const lane of lanes) await countLane(redis, { orgId, group, lane, maxEntries }, total);
  return total;
}

interface LaneToCount {
  orgId: OrgId;
  group: GroupName;
  lane: Lane;
  maxEntries: number;
}

async function countLane(redis: RedisClient, of: LaneToCount, total: UnsettledEvents): Promise<void> {
  const key = orgKeys(of.orgId).lane(of.lane);
  const script = redis.script(streamScripts.frameCounts);
  const count = async (args: (string | number)[]): Promise<EntryId | undefined> =>
    addCounts(total, (await script.run([key], [of.group, ...args], { retry: 'free' })) as Reply[]);
  let left = of.maxEntries;
  // The undelivered first: an entry that is delivered meanwhile is then counted twice rather than not at all.
  let after = await lastDelivered(redis, key, of.group);
  while (after !== undefined && left > 0) {
    after = await count(['after', after, Math.min(pageEntries, left)]);
    left -= pageEntries;
  }
  if (after !== undefined) total.isComplete = false;
  left = of.maxEntries;
  let ids = await pendingIds(redis, key, of.group, '-');
  while (ids.length > 0 && left > 0) {
    await count(['ids', ...ids]);
    left -= pageEntries;
    ids = await pendingIds(redis, key, of.group, `(${ids.at(-1)}`);
  }
  if (ids.length > 0) total.isComplete = false;
}

/** Adds `id, events, accept time, …`; returns the last id, or undefined when there was none. */
function addCounts(total: UnsettledEvents, counts: readonly Reply[]): EntryId | undefined {
  for (let i = 0; i + 2 < counts.length; i += 3) {
    const acceptedAtMs = Number(counts[i + 2]);
    const minute = acceptedAtMs - (acceptedAtMs % minuteMs);
    total.byMinute.set(minute, (total.byMinute.get(minute) ?? 0) + Number(counts[i + 1]));
    total.entries++;
  }
  return counts.length > 0 ? String(counts.at(-3)) : undefined;
}

/** @returns undefined when there is no such stream or group, so that nothing is on its way to it */
async function lastDelivered(redis: RedisClient, key: string, group: GroupName): Promise<EntryId | undefined> {
  const [reply] = await redis.batch([{ name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' }]);
  if (reply instanceof RedisReplyError && reply.message.includes('no such key')) return undefined;
  if (reply instanceof Error) throw reply;
  const row = (reply as Reply[][]).find((fields) => fields[1] === group);
  return row === undefined ? undefined : String(row[row.indexOf('last-delivered-id') + 1]);
}

async function pendingIds(redis: RedisClient, key: string, group: GroupName, from: string): Promise<EntryId[]> {
  const command = { name: 'XPENDING', key, args: [key, group, from, '+', pageEntries], retry: 'free' } as const;
  const [reply] = await redis.batch([command]);
  if (reply instanceof RedisReplyError && /NOGROUP|no such key/.test(reply.message)) return [];
  if (reply instanceof Error) throw reply;
  return (reply as Reply[][]).map((row) => String(row[0]));
}
