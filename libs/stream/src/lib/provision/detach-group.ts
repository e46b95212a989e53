import type { EntryId, EventLane, OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { streamScripts } from '../scripts.ts';

/** What a group has to be given from storage, per lane: entries from `from` up to but without `before`. */
export interface BackfillRange {
  lane: EventLane;
  from: EntryId;
  before: EntryId;
}

/** Fields of the organisation's settings that this library keeps: what a group missed. */
export const backfillField = (group: GroupName): string => `backfill:${group}`;

/**
 * Takes a lagging group off an organisation's streams and records where it stood; its entries may then be trimmed.
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
  const keys = orgKeys(orgId);
  const script = redis.script(streamScripts.detachGroup);
  const names = [keys.eventsStream(), keys.eventsPriority(), keys.config()];
  // Not repeated after an unknown outcome: the record of the first call must stand.
  const reply = await script.run(names, [group, nowMs, expectedGroups.join(',')], { retry: 'definite' });
  return reply !== 'absent';
}

/**
 * Puts a detached group back. It reads on from the streams at once; the ranges returned (and recorded until they are
 * filled) are what was trimmed meanwhile, to be handed to it with `fillGroup`.
 *
 * @returns ranges that are not empty; null when the group was not detached
 */
export async function attachGroup(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
  expectedGroups: readonly GroupName[],
): Promise<BackfillRange[] | null> {
  const keys = orgKeys(orgId);
  const script = redis.script(streamScripts.attachGroup);
  const names = [keys.eventsStream(), keys.eventsPriority(), keys.config()];
  const reply = await script.run(names, [group, expectedGroups.join(',')], { retry: 'definite' });
  return reply === 'not detached' ? null : readRanges(reply as string[]);
}

/** Ranges a group still has to be given. */
export async function pendingRanges(redis: RedisClient, orgId: OrgId, group: GroupName): Promise<BackfillRange[]> {
  const record = await redis.call('HGET', orgKeys(orgId).config(), [backfillField(group)], { retry: 'free' });
  return record === null ? [] : readRanges(String(record).split(' '));
}

/** Reads `from before from before`; a lane whose two ids are equal has nothing to fill. */
function readRanges(ids: readonly string[]): BackfillRange[] {
  const [sFrom = '', sBefore = '', pFrom = '', pBefore = ''] = ids;
  const both: BackfillRange[] = [
    { lane: 's', from: sFrom, before: sBefore },
    { lane: 'p', from: pFrom, before: pBefore },
  ];
  return both.filter(({ from, before }) => from !== before);
}
