import { isEventLane, type EntryId, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { RedisReplyError, type RedisClient, type RedisCommand, type Reply } from '@redoubt/redis';
import { encodeFrame } from '../frame-codec.ts';
import { Doorbell } from '../producer/doorbell.ts';
import { streamScripts } from '../scripts.ts';
import { isWholeEntry, type DeadLetter } from './dead-letter.ts';
import { replayFields } from './replay-mark.ts';

/** What became of one dead letter. */
export type ReplayResult = { deadLetterId: EntryId } & (
  | { kind: 'replayed'; entryId: EntryId }
  /** It is no longer among the dead letters. */
  | { kind: 'gone' }
  /** It died again after so many replays that another one would hardly help. */
  | { kind: 'refused' }
  | { kind: 'failed'; error: Error }
);

export interface ReplayOptions {
  /** A letter that was put back this often is refused. @default 3 */
  maxReplays?: number;
  /** Puts it back all the same. */
  isForced?: boolean;
}

export const DEFAULT_MAX_REPLAYS = 3;

const batchSize = 100;

/** Whether the loop guard lets a dead letter through. */
export function mayReplay(letter: DeadLetter, options: ReplayOptions = {}): boolean {
  return options.isForced === true || letter.replays < (options.maxReplays ?? DEFAULT_MAX_REPLAYS);
}

/**
 * Puts dead letters back on the streams they came from, each in an entry of its own with its old accept time: the event
 * gets a new id, and the entry says which it had. Only `group` handles it again; other groups pass over it.
 *
 * Each letter moves in one step, so an event is never lost or in both places, whatever is interrupted. Order among
 * events of the organisation is not kept: a replay comes after what was accepted since.
 *
 * @returns one result per letter, in their order
 */
export async function replayDeadLetters(
  redis: RedisClient,
  orgId: OrgId,
  group: GroupName,
  letters: readonly DeadLetter[],
  options: ReplayOptions = {},
): Promise<ReplayResult[]> {
  const results: ReplayResult[] = [];
  const bell = new Doorbell(redis);
  const script = redis.script(streamScripts.replayDeadLetter);
  for (let at = 0; at < letters.length; at += batchSize) {
    const some = letters.slice(at, at + batchSize);
    const allowed = some.filter((letter) => mayReplay(letter, options));
    const replies = await redis.batch(allowed.map((letter) => replayCommand(script, orgId, group, letter)));
    const byId = new Map(allowed.map((letter, i) => [letter.deadLetterId, replies[i] as Reply | Error]));
    results.push(...some.map((letter) => resultOf(letter, byId.get(letter.deadLetterId), group)));
    const lanes = new Set(allowed.map((letter) => letter.lane));
    if (lanes.size > 0) bell.ring(orgId, [...lanes]);
  }
  bell.close();
  return results;
}

function replayCommand(
  script: ReturnType<RedisClient['script']>,
  orgId: OrgId,
  group: GroupName,
  letter: DeadLetter,
): RedisCommand {
  const keys = orgKeys(orgId);
  const ledgerField = isEventLane(letter.lane) ? `dead:${group}` : '';
  const mark = { group, originalEventId: letter.originalEventId, replays: letter.replays + 1 };
  return script.command(
    [keys.deadLetters(group), keys.lane(letter.lane), keys.ledger(letter.acceptedAtMs)],
    [letter.deadLetterId, group, ledgerField, ...entryFields(letter), ...replayFields(mark)],
    // Safe to repeat: a letter that has moved answers `gone`.
    { retry: 'free' },
  );
}

function entryFields(letter: DeadLetter): (string | number | Buffer)[] {
  if (isWholeEntry(letter)) return rawFields(letter.event);
  const { version, count, payload } = encodeFrame([letter.event]);
  return ['v', version, 'n', count, 't', letter.acceptedAtMs, 'd', payload];
}

const markNames: ReadonlySet<string> = new Set(['g', 'o', 'r']);

/** The fields of an entry that could not be read, as they were, without the mark of an earlier replay. */
function rawFields(event: Buffer): Buffer[] {
  const all = (JSON.parse(event.toString('utf8')) as string[]).map((field) => Buffer.from(field, 'base64'));
  const kept: Buffer[] = [];
  for (let i = 0; i + 1 < all.length; i += 2) {
    if (!markNames.has((all[i] as Buffer).toString('latin1'))) kept.push(all[i] as Buffer, all[i + 1] as Buffer);
  }
  return kept;
}

function resultOf({ deadLetterId }: DeadLetter, reply: Reply | Error | undefined, group: GroupName): ReplayResult {
  if (reply === undefined) return { deadLetterId, kind: 'refused' };
  if (reply instanceof Error) return { deadLetterId, kind: 'failed', error: reply };
  const [status, entryId] = reply as [string, string];
  if (status === 'ok') return { deadLetterId, kind: 'replayed', entryId };
  if (status === 'gone') return { deadLetterId, kind: 'gone' };
  const error = new RedisReplyError('nogroup', `the group ${group} does not read this organisation's stream`);
  return { deadLetterId, kind: 'failed', error };
}
