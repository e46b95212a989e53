import { randomUUID } from 'node:crypto';
import { eventIdOf, type EntryId, type EventLane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { StreamEvent } from '../consumer/contract.ts';
import { readEvent } from '../consumer/visit.ts';
import { streamScripts } from '../scripts.ts';
import { pendingRanges, type BackfillRange } from './detach-group.ts';

/** Where back-fills come from: storage, which has every event once db_writer has acknowledged it. */
export interface BackfillSource {
  /**
   * Events of whole entries with `from ≤ entryId < before`, in stream order; none when there are no more.
   *
   * @param most events, and bytes of them, after which it stops at an entry's end
   */
  readRange(
    orgId: OrgId,
    lane: EventLane,
    range: { from: EntryId; before: EntryId },
    most: { events: number; sizeBytes: number },
  ): Promise<readonly BackfillRow[]>;
}

export type BackfillRow = Pick<StreamEvent, 'entryId' | 'index' | 'line' | 'acceptedAtMs'>;

/** Each read looks through everything that was stored in its time: few and large ones. */
const READ = { events: 20_000, sizeBytes: 16 * 1024 * 1024 };
const PAGE_EVENTS = 500;

/** Somebody else began to fill the group since: that one goes on. */
export class BackfillTakenOverError extends Error {
  override name = 'BackfillTakenOverError';

  constructor(group: GroupName) {
    super(`${group} is being filled by somebody else since`);
  }
}

/**
 * Hands a group what it missed while it was detached, page by page in stream order, what is added meanwhile too.
 * Progress is recorded after each page, so it goes on where it stopped; a page may come twice after a crash or when
 * another fill takes over, under the same event ids.
 *
 * @param deliver makes the effects of a page durable before it resolves
 * @returns number of events delivered
 * @throws BackfillTakenOverError after the page during which another fill of the group began
 */
export async function fillGroup(
  deps: { redis: RedisClient; source: BackfillSource },
  orgId: OrgId,
  group: GroupName,
  deliver: (events: readonly StreamEvent[]) => Promise<void>,
): Promise<number> {
  let delivered = 0;
  const { redis, source } = deps;
  const token = randomUUID();
  const next = async (): Promise<BackfillRange | undefined> => (await pendingRanges(redis, orgId, group))[0];
  let range = await next();
  if (range) await redis.call('HSET', orgKeys(orgId).config(), [`filling:${group}`, token], { retry: 'free' });
  for (; range; range = await next()) {
    const { lane, before } = range;
    let { from } = range;
    const rows = await source.readRange(orgId, lane, range, READ);
    for (const page of rows.length === 0 ? [[]] : pagesOf(rows)) {
      const events = page.flatMap((row) => toStreamEvent(lane, row));
      if (events.length > 0) await deliver(events);
      delivered += events.length;
      const last = page.at(-1)?.entryId;
      const to = last === undefined ? before : after(last);
      await advance(redis, orgId, { group, token, lane, from, to });
      from = to;
    }
  }
  return delivered;
}

/** Of whole entries. */
function* pagesOf(rows: readonly BackfillRow[]): Iterable<readonly BackfillRow[]> {
  let page: BackfillRow[] = [];
  for (const row of rows) {
    if (page.length >= PAGE_EVENTS && page.at(-1)?.entryId !== row.entryId) {
      yield page;
      page = [];
    }
    page.push(row);
  }
  yield page;
}

/** What db_writer stored was decodable; should a later version refuse it, it is left out here and stays in storage. */
function toStreamEvent(lane: EventLane, row: BackfillRow): StreamEvent[] {
  const { fields, value } = readEvent(row.line);
  return fields === null ? [] : [{ ...row, lane, fields, value, eventId: eventIdOf(lane, row.entryId, row.index) }];
}

function after(entryId: EntryId): EntryId {
  const cut = entryId.indexOf('-');
  return `${entryId.slice(0, cut)}-${BigInt(entryId.slice(cut + 1)) + 1n}`;
}

/** May be repeated: a range that was moved already is found no more. */
async function advance(
  redis: RedisClient,
  orgId: OrgId,
  { group, token, lane, from, to }: { group: GroupName; token: string; lane: EventLane; from: EntryId; to: EntryId },
): Promise<void> {
  const script = redis.script(streamScripts.advanceBackfill);
  const args = [group, token, lane, from, to];
  const isOurs = await script.run([orgKeys(orgId).config()], args, { retry: 'free' });
  if (isOurs === 0) throw new BackfillTakenOverError(group);
}
