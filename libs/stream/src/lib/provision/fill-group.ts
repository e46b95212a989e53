import { compareEntryIds, eventIdOf, type EntryId, type EventLane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { StreamEvent } from '../consumer/contract.ts';
import { readEvent } from '../consumer/visit.ts';
import { backfillField, pendingRanges, type BackfillRange } from './detach-group.ts';

/** Where back-fills come from: storage, which has every event once db_writer has acknowledged it. */
export interface BackfillSource {
  /**
   * Events of whole entries with `from ≤ entryId < before`, in stream order; none when there are no more.
   *
   * @param limit number of events after which it stops, at an entry's end
   */
  readRange(
    orgId: OrgId,
    lane: EventLane,
    range: { from: EntryId; before: EntryId },
    limit: number,
  ): Promise<readonly Pick<StreamEvent, 'entryId' | 'index' | 'line' | 'acceptedAtMs'>[]>;
}

const pageEvents = 500;

/**
 * Hands a group what it missed while it was detached, page by page in stream order. Progress is recorded after each
 * page, so it goes on where it stopped; a page may come twice after a crash, under the same event ids.
 *
 * @param deliver makes the effects of a page durable before it resolves
 * @returns number of events delivered
 */
export async function fillGroup(
  deps: { redis: RedisClient; source: BackfillSource },
  orgId: OrgId,
  group: GroupName,
  deliver: (events: readonly StreamEvent[]) => Promise<void>,
): Promise<number> {
  let delivered = 0;
  const ranges = await pendingRanges(deps.redis, orgId, group);
  for (const range of ranges) {
    while (compareEntryIds(range.from, range.before) < 0) {
      const page = await deps.source.readRange(orgId, range.lane, range, pageEvents);
      const events = page.flatMap((row) => toStreamEvent(range.lane, row));
      if (events.length > 0) await deliver(events);
      delivered += events.length;
      range.from = page.length === 0 ? range.before : after((page.at(-1) as { entryId: EntryId }).entryId);
      await recordProgress(deps.redis, orgId, group, ranges);
    }
  }
  return delivered;
}

/** What db_writer stored was decodable; should a later version refuse it, it is left out here and stays in storage. */
function toStreamEvent(
  lane: EventLane,
  row: Pick<StreamEvent, 'entryId' | 'index' | 'line' | 'acceptedAtMs'>,
): StreamEvent[] {
  const { fields, value } = readEvent(row.line);
  return fields === null ? [] : [{ ...row, lane, fields, value, eventId: eventIdOf(lane, row.entryId, row.index) }];
}

function after(entryId: EntryId): EntryId {
  const cut = entryId.indexOf('-');
  return `${entryId.slice(0, cut)}-${BigInt(entryId.slice(cut + 1)) + 1n}`;
}

async function recordProgress(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
  ranges: readonly BackfillRange[],
): Promise<void> {
  const key = orgKeys(orgId).config();
  const isDone = ranges.every((r) => compareEntryIds(r.from, r.before) >= 0);
  if (isDone) {
    await redis.call('HDEL', key, [backfillField(group)], { retry: 'free' });
    return;
  }
  const record = ranges.map(({ lane, from, before }) => `${lane} ${from} ${before}`).join(' ');
  await redis.call('HSET', key, [backfillField(group), record], { retry: 'free' });
}
