import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { orgKeys, subjectHash, type OrgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient, type Reply } from '@redoubt/redis';
import type { GroupState } from '../grouping/group-state.ts';
import { MAX_OUTCOMES, notificationOutcomeSchema, OUTCOME_LIFE_SECONDS, type NotificationOutcome } from './outcome.ts';

const commitScript = defineScript(join(import.meta.dirname, 'commit-groups-n.lua'));
const noteScript = defineScript(join(import.meta.dirname, 'note-outcome-1.lua'));

/** Where a group is kept. */
export interface GroupRef {
  channelId: string;
  groupHash: string;
}

/** A group as it was read; `revision` 0 when there is none. */
export interface StoredGroup extends GroupRef {
  revision: number;
  state: GroupState | undefined;
}

export interface GroupCommit {
  /** Groups with their new state; undefined deletes one. */
  groups: readonly StoredGroup[];
  /** Position of the last record taken in; `from` must still stand there. */
  position?: { from: string; to: string };
  outcome?: { channelId: string; entry: NotificationOutcome };
}

/** A group that should have been looked at by now. */
export interface DueGroup extends GroupRef {
  orgId: OrgId;
}

/** Notification groups of organisations in Redis; every write is a comparison with what was read. */
export class GroupStore {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  /** Position of the last record in the groups, '' when there was none. */
  async position(orgId: OrgId): Promise<string> {
    const reply = await this.#redis.call('GET', orgKeys(orgId).notificationsPosition(), [], { retry: 'free' });
    return reply === null ? '' : String(reply);
  }

  async read(orgId: OrgId, refs: readonly GroupRef[]): Promise<StoredGroup[]> {
    const keys = orgKeys(orgId);
    const replies = await this.#redis.batch(
      refs.map(({ channelId, groupHash }) => {
        const key = keys.notifications(subjectHash(channelId));
        return { name: 'HGET', key, args: [key, groupHash], retry: 'free' as const };
      }),
    );
    return replies.map((reply, i) => ({ ...(refs[i] as GroupRef), ...decodeGroup(orThrow(reply)) }));
  }

  /** Number of groups of each channel. */
  async countGroups(orgId: OrgId, channelIds: readonly string[]): Promise<Map<string, number>> {
    const keys = orgKeys(orgId);
    const replies = await this.#redis.batch(
      channelIds.map((channelId) => {
        const key = keys.notifications(subjectHash(channelId));
        return { name: 'HLEN', key, args: [key], retry: 'free' as const };
      }),
    );
    return new Map(replies.map((reply, i) => [channelIds[i] as string, Number(orThrow(reply))]));
  }

  /**
   * Writes all or nothing.
   *
   * @returns false when a group or the position is not what it was: to be read and decided again
   */
  async commit(orgId: OrgId, commit: GroupCommit): Promise<boolean> {
    const { keys, args } = commitCall(orgKeys(orgId), commit);
    // A write whose answer was lost is met as a conflict by the next try, which then finds it done.
    const reply = await this.#redis.script(commitScript).run(keys, args, { retry: 'definite' });
    return String(reply) === 'ok';
  }

  /** Groups of these organisations that were due by `untilMs`, at most `limit` of each. */
  async due(orgIds: readonly OrgId[], untilMs: number, limit = 200): Promise<DueGroup[]> {
    const replies = await this.#redis.batch(
      orgIds.map((orgId) => {
        const key = orgKeys(orgId).notificationsDue();
        return { name: 'ZRANGEBYSCORE', key, args: [key, '-inf', untilMs, 'LIMIT', 0, limit], retry: 'free' as const };
      }),
    );
    // One master that is away must not hide what is due on the others.
    return replies.flatMap((reply, i) =>
      Array.isArray(reply) ? reply.map((m) => dueGroup(orgIds[i] as OrgId, m)) : [],
    );
  }

  /** Notes what became of a message that belongs to no group. */
  async noteOutcome(orgId: OrgId, channelId: string, entry: NotificationOutcome): Promise<void> {
    const key = orgKeys(orgId).notificationOutcomes(subjectHash(channelId));
    const args = [JSON.stringify(entry), MAX_OUTCOMES, OUTCOME_LIFE_SECONDS];
    await this.#redis.script(noteScript).run([key], args, { retry: 'definite' });
  }

  /** What became of the newest messages to a channel, newest first. */
  async outcomes(orgId: OrgId, channelId: string, limit = MAX_OUTCOMES): Promise<NotificationOutcome[]> {
    const key = orgKeys(orgId).notificationOutcomes(subjectHash(channelId));
    const lines = (await this.#redis.call('LRANGE', key, [0, limit - 1], { retry: 'free' })) as string[];
    return lines.flatMap((line) => {
      const parsed = notificationOutcomeSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    });
  }
}

/** A group that comes again begins with other numbers than before, so that nobody who read the old one can write over it. */
function nextRevision({ revision, state }: StoredGroup): number {
  return revision === 0 ? (state as GroupState).createdAtMs : revision + 1;
}

/** Member of the due set. */
function dueMember({ channelId, groupHash }: GroupRef): string {
  return `${channelId}|${groupHash}`;
}

function dueGroup(orgId: OrgId, member: Reply): DueGroup {
  const [channelId = '', groupHash = ''] = String(member).split('|');
  return { orgId, channelId, groupHash };
}

function commitCall(
  keys: OrgKeys,
  { groups, position, outcome }: GroupCommit,
): { keys: string[]; args: (string | number)[] } {
  const names = [keys.notificationsPosition(), keys.notificationsDue()];
  const place = (key: string): number => {
    if (!names.includes(key)) names.push(key);
    return names.indexOf(key) + 1;
  };
  const args: (string | number)[] = [position?.from ?? '*', position?.to ?? '', groups.length];
  for (const group of groups) {
    const { state, revision, channelId, groupHash } = group;
    args.push(place(keys.notifications(subjectHash(channelId))), groupHash, revision);
    args.push(state === undefined ? '' : `${nextRevision(group)}|${JSON.stringify(state)}`);
    args.push(dueMember(group), state === undefined ? '' : state.dueAtMs);
  }
  if (outcome === undefined) args.push('', '', 0, 0);
  else {
    const list = place(keys.notificationOutcomes(subjectHash(outcome.channelId)));
    args.push(list, JSON.stringify(outcome.entry), MAX_OUTCOMES, OUTCOME_LIFE_SECONDS);
  }
  return { keys: names, args };
}

function decodeGroup(reply: Reply): { revision: number; state: GroupState | undefined } {
  if (reply === null) return { revision: 0, state: undefined };
  const text = String(reply);
  const cut = text.indexOf('|');
  return { revision: Number(text.slice(0, cut)), state: JSON.parse(text.slice(cut + 1)) as GroupState };
}

function orThrow(reply: Reply | Error): Reply {
  if (reply instanceof Error) throw reply;
  return reply;
}
