import { isEventLane, type EntryId, type EventLane, type Lane, type OrgId } from '@redoubt/contracts';
import { lanesOfGroup, orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { streamScripts } from '../scripts.ts';

/** What a group has to be given from storage, per lane: entries from `from` up to but without `before`. */
export interface BackfillRange {
  lane: EventLane;
  from: EntryId;
  before: EntryId;
}

/**
 * Takes a lagging group off all of an organisation's streams that it reads, and records where it stood; its entries may then be trimmed.
 * db_writer is never detached: storage is where the others are filled from.
 *
 * @returns false when the organisation has no such group
 * @throws TypeError for db_writer
 */
export async function detachGroup(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
  nowMs: number,
  expectedGroups: readonly GroupName[],
): Promise<boolean> {
  if (group === 'db_writer') throw new TypeError('db_writer is never detached');
  const { lanes, names } = streamsOf(orgId, group);
  const script = redis.script(streamScripts.detachGroup);
  // Not repeated after an unknown outcome: the record of the first call must stand.
  const reply = await script.run(names, [group, nowMs, expectedGroups.join(','), ...lanes], { retry: 'definite' });
  return reply !== 'absent';
}

/**
 * Puts a detached group back. It reads on from the streams at once; the ranges returned are the events that were trimmed
 * meanwhile, to be handed to it with `fillGroup`. They are recorded until they are filled, beside those of earlier
 * times; from the 65th on the last one of the lane is made longer instead. Commands and detections
 * wait in their streams while nobody expects them; alerts that left the stream meanwhile are not handed out again.
 *
 * @returns ranges that are not empty; null when the group was not detached
 */
export async function attachGroup(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
  expectedGroups: readonly GroupName[],
): Promise<BackfillRange[] | null> {
  const { lanes, names } = streamsOf(orgId, group);
  const script = redis.script(streamScripts.attachGroup);
  const reply = await script.run(names, [group, expectedGroups.join(','), ...lanes], { retry: 'definite' });
  return reply === 'not detached' ? null : readRanges(reply as string[]);
}

/** Ranges a group still has to be given. */
export async function pendingRanges(redis: RedisClient, orgId: OrgId, group: GroupName): Promise<BackfillRange[]> {
  const record = await redis.call('HGET', orgKeys(orgId).config(), [`backfill:${group}`], { retry: 'free' });
  return record === null ? [] : readRanges(String(record).split(' '));
}

/** Keys of the settings and of the streams that a group reads. */
function streamsOf(orgId: OrgId, group: GroupName): { lanes: readonly Lane[]; names: string[] } {
  const keys = orgKeys(orgId);
  const lanes = lanesOfGroup(group);
  return { lanes, names: [keys.config(), ...lanes.map((lane) => keys.lane(lane))] };
}

/** Reads `lane from before …`; a lane whose two ids are equal has nothing to fill. */
function readRanges(words: readonly string[]): BackfillRange[] {
  const ranges: BackfillRange[] = [];
  for (let i = 0; i + 2 < words.length; i += 3) {
    const [lane, from = '', before = ''] = words.slice(i, i + 3) as [Lane, EntryId, EntryId];
    if (isEventLane(lane) && from !== before) ranges.push({ lane, from, before });
  }
  return ranges;
}
