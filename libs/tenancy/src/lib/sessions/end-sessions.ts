import { join } from 'node:path';
import { RetryableError, type OrgId } from '@redoubt/contracts';
import { orgKeys, parseKey } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';

const endSessions = defineScript(join(import.meta.dirname, '..', '..', 'scripts', 'end-sessions-n.lua'));

/** Longer than any sign-in takes between looking up rights and writing the session. */
const MARK_LIFE_S = 86_400;
const BATCH = 500;
const ORGS_AT_ONCE = 16;

/** Which sessions were ended: one, all of a user, or all of the organisation. */
export type EndedSessions =
  | { orgId: OrgId; kind: 'session'; sessionHash: string }
  | { orgId: OrgId; kind: 'user'; userId: string }
  | { orgId: OrgId; kind: 'all' };

/** What the set of active sessions holds of one. */
export function sessionMember(sessionHash: string, userId: string): string {
  return `${sessionHash}:${userId}`;
}

export function parseMember(member: string): { sessionHash: string; userId: string } {
  const [sessionHash = '', userId = ''] = member.split(':');
  return { sessionHash, userId };
}

/** Ends one session; @returns false when it had ended already */
export async function endSession(
  redis: RedisClient,
  orgId: OrgId,
  session: { sessionHash: string; userId: string },
): Promise<boolean> {
  const { sessionHash, userId } = session;
  const ended = await end(redis, orgId, {
    members: [sessionMember(sessionHash, userId)],
    message: `session ${sessionHash}`,
  });
  return ended > 0;
}

/** Ends all sessions of a user in an organisation, and sign-ins under way. @returns how many there were */
export function endUserSessions(redis: RedisClient, orgId: OrgId, userId: string): Promise<number> {
  return endAll(redis, orgId, { mark: userId, message: `user ${userId}`, isMeant: (one) => one.userId === userId });
}

/**
 * Takes away sessions of a user whose epoch has counted up, and closes their sockets at once. Where Redis is away it is
 * left at that: they are refused by their epoch as soon as it is back.
 */
export async function endPastSessions(redis: RedisClient, orgIds: readonly OrgId[], userId: string): Promise<void> {
  for (let at = 0; at < orgIds.length; at += ORGS_AT_ONCE) {
    await Promise.all(
      orgIds.slice(at, at + ORGS_AT_ONCE).map(async (orgId) => {
        try {
          await endUserSessions(redis, orgId, userId);
        } catch (error) {
          if (!(error instanceof RetryableError)) throw error;
        }
      }),
    );
  }
}

/** Ends all sessions of an organisation, and sign-ins under way. @returns how many there were */
export function endOrgSessions(redis: RedisClient, orgId: OrgId): Promise<number> {
  return endAll(redis, orgId, { mark: '*', message: 'all', isMeant: () => true });
}

async function endAll(
  redis: RedisClient,
  orgId: OrgId,
  given: { mark: string; message: string; isMeant: (session: { userId: string }) => boolean },
): Promise<number> {
  // Counted first: a sign-in that is not in the list below comes later, and is refused for the count.
  await end(redis, orgId, { members: [], mark: given.mark });
  const all = (await redis.call('ZRANGE', orgKeys(orgId).sessions(), [0, -1], { retry: 'free' })) as unknown[];
  const members = all.map(String).filter((member) => given.isMeant(parseMember(member)));
  let ended = 0;
  for (let at = 0; at < members.length; at += BATCH) {
    ended += await end(redis, orgId, { members: members.slice(at, at + BATCH) });
  }
  await end(redis, orgId, { members: [], message: given.message });
  return ended;
}

async function end(
  redis: RedisClient,
  orgId: OrgId,
  given: { members: readonly string[]; message?: string; mark?: string },
): Promise<number> {
  const keys = orgKeys(orgId);
  const sessions = given.members.flatMap((member) => {
    const { sessionHash, userId } = parseMember(member);
    return [keys.session(sessionHash), keys.userSessions(userId)];
  });
  const reply = await redis
    .script(endSessions)
    .run(
      [keys.sessionsRevoked(), keys.sessions(), ...sessions],
      [keys.sessionsEnded(), given.message ?? '', given.mark ?? '', MARK_LIFE_S, ...given.members],
      { retry: 'free' },
    );
  return Number(reply);
}

/** Reads what came on the channel of ended sessions; undefined for anything else. */
export function parseEndedSessions(channel: string, message: string): EndedSessions | undefined {
  const key = parseKey(channel);
  if (key?.kind !== 'org' || key.entity !== 'sessions' || key.parts[0] !== 'ended') return undefined;
  const { orgId } = key;
  const [kind, id] = message.split(' ');
  if (kind === 'all') return { orgId, kind };
  if (kind === 'session' && id) return { orgId, kind, sessionHash: id };
  return kind === 'user' && id ? { orgId, kind, userId: id } : undefined;
}
