import type { EntryId, Lane } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient, Reply } from '@redoubt/redis';
import { decodeEntry, type DecodedEntry } from '@redoubt/stream';
import type { KnownOrg } from '../../orgs/org-directory.ts';

/** One of the streams that are watched, and the last entry seen of it. */
export interface WatchedLane {
  org: KnownOrg;
  lane: Lane;
  lastId: EntryId;
}

export interface TailedEntry {
  org: KnownOrg;
  lane: Lane;
  entryId: EntryId;
  decoded: DecodedEntry;
}

const pageEntries = 50;

/** The newest `perLane` entries of every stream, oldest first; moves the lanes behind them. */
export async function readNewest(
  redis: RedisClient,
  orgs: readonly KnownOrg[],
  perLane: number,
  wanted: readonly Lane[],
): Promise<{ lanes: WatchedLane[]; entries: TailedEntry[] }> {
  const lanes = orgs.flatMap((org) => wanted.map((lane): WatchedLane => ({ org, lane, lastId: '0-0' })));
  const entries = await read(redis, lanes, (key) => ['XREVRANGE', key, '+', '-', 'COUNT', perLane]);
  return { lanes, entries };
}

/** What came to the streams since the last call; `isMore` when a page was full. */
export async function readNew(
  redis: RedisClient,
  lanes: readonly WatchedLane[],
): Promise<{ entries: TailedEntry[]; isMore: boolean }> {
  const entries = await read(redis, lanes, (key, after) => ['XRANGE', key, `(${after}`, '+', 'COUNT', pageEntries]);
  return { entries, isMore: entries.length >= pageEntries };
}

type CommandOf = (key: string, after: EntryId) => [string, ...(string | number)[]];

async function read(redis: RedisClient, lanes: readonly WatchedLane[], commandOf: CommandOf): Promise<TailedEntry[]> {
  const replies = await redis.batch(
    lanes.map(({ org, lane, lastId }) => {
      const key = orgKeys(org.orgId).lane(lane);
      const [name, ...args] = commandOf(key, lastId);
      return { name, key, args, retry: 'free' as const, buffers: true };
    }),
  );
  const entries = lanes.flatMap((watched, i) => entriesOf(watched, replies[i] as Reply | Error));
  return entries.sort((a, b) => timeOf(a) - timeOf(b));
}

function entriesOf(watched: WatchedLane, reply: Reply | Error): TailedEntry[] {
  if (reply instanceof Error) throw reply;
  const rows = reply as [Buffer, Buffer[]][];
  const entries = rows.map(([id, fields]): TailedEntry => {
    const entryId = id.toString('latin1');
    return { org: watched.org, lane: watched.lane, entryId, decoded: decodeEntry(entryId, fields) };
  });
  entries.sort((a, b) => timeOf(a) - timeOf(b) || sequenceOf(a) - sequenceOf(b));
  watched.lastId = entries.at(-1)?.entryId ?? watched.lastId;
  return entries;
}

const timeOf = ({ entryId }: TailedEntry): number => Number(entryId.split('-')[0]);
const sequenceOf = ({ entryId }: TailedEntry): number => Number(entryId.split('-')[1]);
