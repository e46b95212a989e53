import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { PermanentError, RetryableError, systemClock, toError, type Clock, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { defineScript } from '@redoubt/redis';
import { appendAudit, type AuditActor } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import { ROLE_PERMISSIONS, type Role } from '../people/permissions.ts';
import type { UserPrincipal } from '../people/principal.ts';
import type { TenancyDeps } from '../tenancy-deps.ts';
import { endSession, endUserSessions, parseMember, sessionMember, type EndedSessions } from './end-sessions.ts';
import type { SessionKeys } from './session-keys.ts';
import { readStanding } from './standing.ts';
import { parseSession, sessionFields, type SessionRecord } from './session-record.ts';
import { readSessionToken, sessionHashOf, signSessionToken } from './session-token.ts';

const openSession = defineScript(join(import.meta.dirname, '..', '..', 'scripts', 'open-session-4.lua'));
const useSession = defineScript(join(import.meta.dirname, '..', '..', 'scripts', 'use-session-3.lua'));

export interface SessionOptions {
  /** A session ends this long after its last use. @default 8 h */
  idleMs?: number;
  /** A session ends this long after signing in, however much it is used. @default 12 h */
  maxLifeMs?: number;
  /** How often use is noted. @default 1 min */
  touchMs?: number;
  /** An answer is used this long without asking Redis: a session that was ended works no longer than this. @default 1 s */
  freshMs?: number;
  /** Active sessions of one organisation. @default 10,000 */
  maxSessions?: number;
  /** Active sessions of one user there; the one that would end first goes for a further one. @default 50 */
  maxUserSessions?: number;
  /** Sessions remembered; the least used go first. @default 10,000 */
  maxCached?: number;
}

const DEFAULTS: Required<SessionOptions> = {
  idleMs: 8 * 3_600_000,
  maxLifeMs: 12 * 3_600_000,
  touchMs: 60_000,
  freshMs: 1_000,
  maxSessions: 10_000,
  maxUserSessions: 50,
  maxCached: 10_000,
};

export interface NewSession {
  /** A JWT; for the cookie or the socket, kept nowhere. */
  token: string;
  principal: UserPrincipal;
}

/** `unavailable`: Redis gave no answer; try again. */
export type SessionResult = UserPrincipal | { refused: 'invalid' | 'ended' } | { unavailable: true };

/** A session as its user and the organisation's admins see it. */
export type SessionInfo = Omit<SessionRecord, 'permissions' | 'sessionEpoch'> & { sessionHash: string };

export interface SessionDeps extends TenancyDeps {
  log: Logger;
  keys: SessionKeys;
  clock?: Clock;
}

export function createSessions(deps: SessionDeps, options: SessionOptions = {}): Sessions {
  return new Sessions(deps, { ...DEFAULTS, ...options });
}

/** Sessions of signed-in people: a signed token that works only while Redis knows it. */
export class Sessions {
  readonly #deps: SessionDeps;
  readonly #clock: Clock;
  readonly #options: Required<SessionOptions>;
  readonly #cache: LRUCache<string, { principal: UserPrincipal; seenAtMs: number }>;

  constructor(deps: SessionDeps, options: Required<SessionOptions>) {
    this.#deps = deps;
    this.#clock = deps.clock ?? systemClock;
    this.#options = options;
    this.#cache = new LRUCache({ max: options.maxCached });
  }

  /**
   * Signs a user in to one organisation; who they are must have been proved before.
   *
   * @param given `sessionEpoch`: that of the user when the proof began, so that an old password opens nothing once
   *   there is another; without it the proof counts as of now
   * @throws PermanentError  disabled, no member, or too many sessions
   * @throws RetryableError  rights were changed meanwhile, or PostgreSQL or Redis is away
   */
  async open(given: {
    userId: string;
    orgId: OrgId;
    address: string;
    userAgent?: string;
    sessionEpoch?: number;
  }): Promise<NewSession> {
    const { userId, orgId, address } = given;
    const keys = orgKeys(orgId);
    const marks = await this.#deps.redis.call('HMGET', keys.sessionsRevoked(), [userId, '*'], { retry: 'free' });
    const { role, sessionEpoch } = await this.#standingOf(userId, orgId);
    if (given.sessionEpoch !== undefined && given.sessionEpoch !== sessionEpoch) throw changedMeanwhile();
    const nowMs = this.#clock.now();
    const expiresAtMs = Math.floor((nowMs + this.#options.maxLifeMs) / 1000) * 1000;
    const token = await signSessionToken(this.#deps.keys, { userId, orgId, expiresAtMs }, nowMs);
    const record: SessionRecord = {
      ...{ orgId, userId, role, permissions: ROLE_PERMISSIONS[role], sessionEpoch, address, expiresAtMs },
      ...{ createdAtMs: nowMs, lastSeenAtMs: nowMs, userAgent: (given.userAgent ?? '').slice(0, 256) },
    };
    const sessionHash = sessionHashOf(token);
    const beyond = await this.#write(sessionHash, record, marks as (string | null)[]);
    for (const hash of beyond) await this.#endForNewer(hash, record);
    await this.#audit('session.opened', { orgId, actor: actorOf(record) }, sessionHash);
    return { token, principal: principalOf(record, sessionHash) };
  }

  async #standingOf(userId: string, orgId: OrgId): Promise<{ role: Role; sessionEpoch: number }> {
    const standing = await readStanding(this.#deps.database, orgId, userId);
    if (!standing || standing.isDisabled) throw new PermanentError('the user is disabled');
    const { role, sessionEpoch } = standing;
    if (role === undefined) throw new PermanentError('the user is no member of the organisation');
    return { role, sessionEpoch };
  }

  /** @returns hashes of sessions that the user has beyond the most */
  async #write(sessionHash: string, record: SessionRecord, marks: readonly (string | null)[]): Promise<string[]> {
    const keys = orgKeys(record.orgId);
    const { idleMs, maxLifeMs, maxSessions, maxUserSessions } = this.#options;
    const [written, ...beyond] = (await this.#deps.redis
      .script(openSession)
      .run(
        [keys.session(sessionHash), keys.sessions(), keys.sessionsRevoked(), keys.userSessions(record.userId)],
        [
          ...[sessionMember(sessionHash, record.userId), Math.min(idleMs, maxLifeMs), maxSessions, record.userId],
          ...[marks[0] ?? '', marks[1] ?? '', maxUserSessions, maxLifeMs, ...sessionFields(record)],
        ],
        { retry: 'free' },
      )) as unknown[];
    if (written === 0) throw changedMeanwhile();
    if (written === -1) throw new PermanentError(`an organisation has at most ${maxSessions} sessions`);
    return beyond.map((member) => parseMember(String(member)).sessionHash);
  }

  /** Ends the session of a user that a newer one takes the place of. */
  async #endForNewer(sessionHash: string, { orgId, userId, address }: SessionRecord): Promise<void> {
    const reason = `a user has at most ${this.#options.maxUserSessions} sessions in an organisation`;
    await this.revoke({ orgId, userId, sessionHash }, { ...actorOf({ userId, address }), reason });
  }

  /**
   * Who holds the token: its signature, then Redis, then whether the record still gives the user the role and has ended
   * none of their sessions since. Answers without a promise when that was asked within `freshMs`. Without Redis nobody is
   * let in; without PostgreSQL the sessions that Redis holds go on.
   */
  verify(token: string): SessionResult | Promise<SessionResult> {
    const sessionHash = sessionHashOf(token);
    const known = this.#cache.get(sessionHash);
    if (known && this.#clock.monotonicMs() - known.seenAtMs < this.#options.freshMs) {
      return known.principal.expiresAtMs > this.#clock.now() ? known.principal : { refused: 'ended' };
    }
    return this.#verify(token, sessionHash);
  }

  async #verify(token: string, sessionHash: string): Promise<SessionResult> {
    const claims = await readSessionToken(this.#deps.keys, token, this.#clock.now());
    if (!claims) return { refused: 'invalid' };
    // Counted from the question: an end in between must not be hidden for longer.
    const seenAtMs = this.#clock.monotonicMs();
    let record: SessionRecord | undefined;
    try {
      record = await this.#use(claims.orgId, sessionHash, claims.userId);
    } catch (error) {
      this.#deps.log.warn({ err: toError(error), orgId: claims.orgId }, 'session_store_unavailable');
      return { unavailable: true };
    }
    const isOfToken = record?.orgId === claims.orgId && record.userId === claims.userId;
    if (!record || !isOfToken || record.expiresAtMs <= this.#clock.now() || !(await this.#isAsRecorded(record))) {
      this.#cache.delete(sessionHash);
      return { refused: 'ended' };
    }
    const principal = principalOf(record, sessionHash);
    this.#cache.set(sessionHash, { principal, seenAtMs });
    return principal;
  }

  /**
   * Whether the session has the rights its user has. Redis is told of each change after it was made: where it was away
   * then, or has lost it in a failover, this is what ends the session.
   */
  async #isAsRecorded({ orgId, userId, role, sessionEpoch }: SessionRecord): Promise<boolean> {
    try {
      const standing = await readStanding(this.#deps.database, orgId, userId);
      return standing?.isDisabled === false && standing.role === role && standing.sessionEpoch === sessionEpoch;
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      this.#deps.log.warn({ err: error, orgId }, 'session_not_held_against_record');
      return true;
    }
  }

  async #use(orgId: OrgId, sessionHash: string, userId: string): Promise<SessionRecord | undefined> {
    const keys = orgKeys(orgId);
    const { idleMs, touchMs } = this.#options;
    const flat = await this.#deps.redis
      .script(useSession)
      .run(
        [keys.session(sessionHash), keys.sessions(), keys.userSessions(userId)],
        [sessionMember(sessionHash, userId), idleMs, touchMs],
        { retry: 'free' },
      );
    return parseSession(flat as unknown[]);
  }

  /** Ends the session of somebody who signs out. */
  async close(principal: UserPrincipal, address?: string): Promise<void> {
    this.#cache.delete(principal.sessionHash);
    const wasOpen = await endSession(this.#deps.redis, principal.orgId, principal);
    if (!wasOpen) return;
    const { orgId, userId, sessionHash } = principal;
    await this.#audit('session.closed', { orgId, actor: actorOf({ userId, address }) }, sessionHash);
  }

  /** One active session of an organisation; undefined when it has none of that hash. */
  async find(orgId: OrgId, sessionHash: string): Promise<SessionInfo | undefined> {
    const key = orgKeys(orgId).session(sessionHash);
    const record = parseSession((await this.#deps.redis.call('HGETALL', key, [], { retry: 'free' })) as unknown[]);
    return record && { ...infoOf(record), sessionHash };
  }

  /** Ends a session in the name of whoever wants that. Nothing happens to one that has ended. */
  async revoke(session: Pick<SessionInfo, 'orgId' | 'userId' | 'sessionHash'>, by: AuditActor): Promise<void> {
    const { orgId, userId, sessionHash } = session;
    this.#cache.delete(sessionHash);
    const wasOpen = await endSession(this.#deps.redis, orgId, session);
    if (wasOpen) await this.#audit('session.revoked', { orgId, actor: by, before: { userId } }, sessionHash);
  }

  /** Ends all sessions of a user in an organisation, in the name of whoever wants that. @returns how many there were */
  async revokeAll({ orgId, userId }: { orgId: OrgId; userId: string }, by: AuditActor): Promise<number> {
    this.forget({ orgId, kind: 'user', userId });
    const ended = await endUserSessions(this.#deps.redis, orgId, userId);
    const target = { kind: 'user', id: userId };
    const entry = { orgId, actor: by, target, action: 'user.sessions_ended', before: { sessions: ended } };
    await this.#deps.database.transaction((session) => appendAudit(session, entry));
    return ended;
  }

  /** To be called with what the channel of ended sessions says, so that not even `freshMs` passes. */
  forget(ended: EndedSessions): void {
    if (ended.kind === 'session') this.#cache.delete(ended.sessionHash);
    else {
      for (const [hash, { principal }] of this.#cache.entries()) {
        const isMeant = principal.orgId === ended.orgId && (ended.kind === 'all' || principal.userId === ended.userId);
        if (isMeant) this.#cache.delete(hash);
      }
    }
  }

  /** Active sessions of an organisation, or of one of its users, the one that ends last first; at most 1,000. */
  async list(orgId: OrgId, userId?: string): Promise<SessionInfo[]> {
    const keys = orgKeys(orgId);
    const { redis } = this.#deps;
    const all = (await redis.call('ZRANGE', keys.sessions(), [0, -1, 'REV'], { retry: 'free' })) as unknown[];
    const members = all.map((member) => parseMember(String(member)));
    const wanted = members.filter((member) => userId === undefined || member.userId === userId).slice(0, 1_000);
    const replies = await redis.batch(
      wanted.map(({ sessionHash }) => {
        const key = keys.session(sessionHash);
        return { name: 'HGETALL', key, args: [key], retry: 'free' as const };
      }),
    );
    return replies.flatMap((reply, index) => {
      if (reply instanceof Error) throw reply;
      const record = parseSession(reply as unknown[]);
      if (!record) return [];
      return [{ ...infoOf(record), sessionHash: (wanted[index] as { sessionHash: string }).sessionHash }];
    });
  }

  async #audit(
    action: string,
    of: { orgId: OrgId; actor: AuditActor; before?: unknown },
    sessionHash: string,
  ): Promise<void> {
    const target = { kind: 'session', id: sessionHash.slice(0, 16) };
    await this.#deps.database.transaction((session) => appendAudit(session, { ...of, action, target }));
  }
}

function changedMeanwhile(): RetryableError {
  return new RetryableError('the rights of the user were changed while they signed in');
}

function actorOf({ userId, address }: { userId: string; address?: string | undefined }): AuditActor {
  return { kind: 'user', name: userId, ...(address === undefined ? {} : { address }) };
}

function principalOf(record: SessionRecord, sessionHash: string): UserPrincipal {
  const { orgId, userId, role, expiresAtMs, sessionEpoch } = record;
  return {
    kind: 'user',
    id: userId,
    orgId,
    userId,
    role,
    sessionHash,
    expiresAtMs,
    sessionEpoch,
    permissions: new Set(record.permissions),
  };
}

function infoOf(record: SessionRecord): Omit<SessionInfo, 'sessionHash'> {
  const { orgId, userId, role, createdAtMs, lastSeenAtMs, expiresAtMs, address, userAgent } = record;
  return { orgId, userId, role, createdAtMs, lastSeenAtMs, expiresAtMs, address, userAgent };
}
