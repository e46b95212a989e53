import { LeaseLostError, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';
import { formatPosition, parsePosition, type Position } from '../consumer/positions.ts';
import { streamScripts } from '../scripts.ts';

/** A stream of which a group's own record knows less than it did. */
export interface SetBack {
  lane: Lane;
  /** Where the record ends now, and where it had ended. */
  stored: Position;
  reached: Position;
  /** The first entry that comes again and the last that had been delivered; null when the stream holds none. */
  again: { from: EntryId; upTo: EntryId } | null;
  /** The stream does not hold all that was stored: the part before `again`, or up to `reached`, comes from nowhere. */
  isPartGone: boolean;
}

/** What a look at the streams of an organisation found. */
export interface Rewound {
  setBack: SetBack[];
  /** An entry in hand is this group's no more: it was read before the group was set elsewhere. */
  isStale: boolean;
}

export interface RewindRequest {
  orgId: OrgId;
  group: GroupName;
  /** Of the ownership in which it is done; undefined of an operator: a worker that reads is fenced off. */
  epoch?: number;
  /** An entry per lane that was read and is about to be handled. */
  inHand?: ReadonlyMap<Lane, EntryId>;
  /** Only say what would come again. */
  isDryRun?: boolean;
}

/**
 * Notes that a group's own record of what it handled, outside Redis, has come this far: to be sent after each commit,
 * before anything of it is acknowledged. It is only ever raised, so what was committed earlier may be noted again.
 * Replies 0 when a newer owner holds the fence, otherwise 1.
 */
export function keepReachedCommand(
  redis: RedisClient,
  { orgId, group, epoch }: { orgId: OrgId; group: GroupName; epoch: number },
  lane: Lane,
  position: Position,
): RedisCommand {
  const keys = orgKeys(orgId);
  const args = [epoch, lane, formatPosition(position)];
  return redis
    .script(streamScripts.keepReached)
    .command([keys.fence(group), keys.reached(group)], args, { retry: 'free' });
}

/**
 * Brings a group back to where its own record of what it handled ends, when that record was set back: PostgreSQL was
 * restored. Without a note of a higher position nothing is changed, whatever else lies in the streams.
 *
 * @param stored last event handled per stream, `0-0` and -1 for none
 * @throws LeaseLostError  the fence is another owner's
 * @throws OutcomeUnknownError  it may have gone back: nothing in hand may be handled. Not sent again by itself, since
 *   the second answer would be that nothing is to be done
 */
export async function rewindGroup(
  redis: RedisClient,
  request: RewindRequest,
  stored: ReadonlyMap<Lane, Position>,
): Promise<Rewound> {
  const { orgId, group, epoch, inHand, isDryRun = false } = request;
  const keys = orgKeys(orgId);
  const lanes = [...stored];
  const names = [keys.fence(group), keys.reached(group), ...lanes.map(([lane]) => keys.lane(lane))];
  const places = lanes.flatMap(([lane, { entryId, index }]) => [lane, entryId, index, inHand?.get(lane) ?? '']);
  const args = [epoch ?? '', group, isDryRun ? 'look' : 'rewind', ...places];
  const script = redis.script(streamScripts.rewindGroup);
  const [status, ...texts] = (await script.run(names, args, { retry: isDryRun ? 'free' : 'definite' })) as string[];
  if (status === 'fenced') throw new LeaseLostError('the fence is another owner’s');
  const found = lanes.map(([lane, position], at) => readLane(lane, position, texts.slice(5 * at, 5 * at + 5)));
  return {
    setBack: found.filter((one) => typeof one === 'object'),
    isStale: found.includes('stale'),
  };
}

function readLane(lane: Lane, stored: Position, texts: readonly string[]): SetBack | 'stale' | 'fine' {
  const [kind = '', noted = '', from = '', upTo = '', gone = ''] = texts;
  const reached = parsePosition(noted);
  if (kind !== 'set_back' || reached === undefined) return kind === 'stale' ? 'stale' : 'fine';
  return { lane, stored, reached, again: from === '' ? null : { from, upTo }, isPartGone: gone === '1' };
}
