import type { EntryId, OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { readDeadLetter, type DeadLetter } from './dead-letter.ts';

export interface DeadLetterPage {
  letters: DeadLetter[];
  /** Ids of entries that are no dead letters of ours. */
  unreadable: EntryId[];
  /** Last id looked at: `afterId` of the next page. Absent on the last page. */
  nextId?: EntryId;
}

const maxPage = 1_000;

/**
 * Reads a page of a group's dead letters, oldest first.
 *
 * @param page.limit 1 to 1,000; default 100
 */
export async function listDeadLetters(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
  page: { afterId?: EntryId; limit?: number } = {},
): Promise<DeadLetterPage> {
  const limit = Math.min(page.limit ?? 100, maxPage);
  const from = page.afterId === undefined ? '-' : `(${page.afterId}`;
  const rows = await range(redis, orgKeys(orgId).deadLetters(group), [from, '+', 'COUNT', limit]);
  const read = readRows(rows);
  const last = rows.at(-1);
  return rows.length === limit && last ? { ...read, nextId: last[0].toString('latin1') } : read;
}

/** The dead letters of these ids that still exist. */
export async function findDeadLetters(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
  ids: readonly EntryId[],
): Promise<DeadLetter[]> {
  const key = orgKeys(orgId).deadLetters(group);
  const replies = await redis.batch(
    ids.map((id) => ({ name: 'XRANGE', key, args: [key, id, id], retry: 'free' as const, buffers: true })),
  );
  return replies.flatMap((reply) => {
    if (reply instanceof Error) throw reply;
    return readRows(reply as Row[]).letters;
  });
}

/** How many dead letters each of these groups has, in their order. */
export async function countDeadLetters(
  redis: RedisClient,
  of: readonly { orgId: OrgId; group: GroupName }[],
): Promise<(number | Error)[]> {
  const keys = of.map(({ orgId, group }) => orgKeys(orgId).deadLetters(group));
  const replies = await redis.batch(keys.map((key) => ({ name: 'XLEN', key, args: [key], retry: 'free' as const })));
  return replies.map((reply) => (reply instanceof Error ? reply : Number(reply)));
}

type Row = [Buffer, Buffer[]];

async function range(redis: RedisClient, key: string, args: readonly (string | number)[]): Promise<Row[]> {
  return (await redis.call('XRANGE', key, args, { retry: 'free', buffers: true })) as Row[];
}

function readRows(rows: readonly Row[]): { letters: DeadLetter[]; unreadable: EntryId[] } {
  const letters: DeadLetter[] = [];
  const unreadable: EntryId[] = [];
  for (const [id, fields] of rows) {
    const letter = readDeadLetter(id.toString('latin1'), fields);
    if (letter === null) unreadable.push(id.toString('latin1'));
    else letters.push(letter);
  }
  return { letters, unreadable };
}
