import { SignJWT } from 'jose';
import { RetryableError, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { listAudit, type AuditActor, type Database } from '@redoubt/storage';
import { FakeClock, startRedisCluster, waitFor } from '@redoubt/test-kit';
import { connectTestBackends, connectTestRedis, silentLog, type TestBackends } from '../../testing/test-backends.ts';
import { provisionOrganization } from '../organizations.ts';
import { removeMember, setMember } from '../people/members.ts';
import { createPasswordLogin } from '../people/password-login.ts';
import { may } from '../people/principal.ts';
import { createUser, disableUser, enableUser, setPassword, signOutUser } from '../people/users.ts';
import { endOrgSessions, endUserSessions, parseEndedSessions, type EndedSessions } from './end-sessions.ts';
import { parseSessionKeys, type SessionKeys } from './session-keys.ts';
import { sessionHashOf } from './session-token.ts';
import { createSessions, type SessionOptions, type Sessions } from './sessions.ts';

const operator: AuditActor = { kind: 'operator', name: 'root' };
const keyText = (id: string): string => `${id}:${Buffer.alloc(32, id).toString('base64')}`;
const keys = parseSessionKeys(keyText('k1'));
const address = '203.0.113.7';
const passwordCost = { memoryKib: 64, passes: 1, lanes: 1 };
let deps: TestBackends;
let orgId: OrgId;
let count = 0;

beforeAll(async () => {
  deps = await connectTestBackends();
  orgId = (await provisionOrganization(deps, { name: 'acme', expectedGroups: ['db_writer'] })).id;
});
afterAll(() => deps.close());

function newSessions(options: SessionOptions = {}, more: { clock?: FakeClock; keys?: SessionKeys } = {}): Sessions {
  return createSessions({ ...deps, log: silentLog, keys, ...more }, options);
}

/** The same Redis where the scripts of one organisation get no answer. */
function without(redis: RedisClient, orgId: OrgId): RedisClient {
  const script: RedisClient['script'] = (definition) => {
    const { run, command } = redis.script(definition);
    const away = new RetryableError('no master of its slot');
    return { command, run: (all, ...rest) => (all[0]?.includes(orgId) ? Promise.reject(away) : run(all, ...rest)) };
  };
  return { call: redis.call.bind(redis), script } as unknown as RedisClient;
}

async function newMember(role: 'viewer' | 'admin' = 'viewer', inOrg = orgId): Promise<string> {
  const email = `session-${++count}@example.com`;
  const { id } = await createUser(deps.database, { email, displayName: 'P' }, { by: operator });
  await setMember(deps, inOrg, { userId: id, role }, operator);
  return id;
}

describe('a session', () => {
  test('gives its holder the rights of the role, in that organisation', async () => {
    const userId = await newMember();
    const sessions = newSessions();
    const { token, principal } = await sessions.open({ userId, orgId, address, userAgent: 'Firefox' });
    const verified = await newSessions().verify(token);
    expect(verified).toEqual(principal);
    expect(verified).toMatchObject({ kind: 'user', userId, orgId, role: 'viewer' });
    expect(may(principal, 'alerts:read')).toBe(true);
    expect(may(principal, 'alerts:write')).toBe(false);
    expect(await sessions.list(orgId, userId)).toMatchObject([
      { userId, role: 'viewer', address, userAgent: 'Firefox' },
    ]);
  });

  test('is in Redis under the hash of its token, for 8 hours, with the fields of the data model', async () => {
    const userId = await newMember();
    const { token } = await newSessions().open({ userId, orgId, address });
    const key = orgKeys(orgId).session(sessionHashOf(token));
    const flat = (await deps.redis.call('HGETALL', key, [])) as string[];
    expect(flat).toEqual(expect.arrayContaining(['user_id', userId, 'org_id', orgId, 'expires', 'permissions']));
    expect(JSON.stringify(flat)).not.toContain(token);
    const ttlMs = Number(await deps.redis.call('PTTL', key, []));
    expect(ttlMs).toBeGreaterThan(8 * 3_600_000 - 30_000);
    expect(ttlMs).toBeLessThanOrEqual(8 * 3_600_000);
  });

  test('answers from memory for a second, without a promise', async () => {
    const clock = new FakeClock(Date.now());
    const sessions = newSessions({}, { clock });
    const { token } = await sessions.open({ userId: await newMember(), orgId, address });
    await sessions.verify(token);
    expect(sessions.verify(token)).toMatchObject({ kind: 'user' });
    clock.advance(1_000);
    expect(sessions.verify(token)).toBeInstanceOf(Promise);
  });

  test('lives on while it is used, never beyond its end', async () => {
    const userId = await newMember();
    const sessions = newSessions({ idleMs: 60_000, maxLifeMs: 100_000, touchMs: 0, freshMs: 0 });
    const { token, principal } = await sessions.open({ userId, orgId, address });
    const key = orgKeys(orgId).session(principal.sessionHash);
    await deps.redis.call('PEXPIRE', key, [5_000]);
    await sessions.verify(token);
    const ttlMs = Number(await deps.redis.call('PTTL', key, []));
    expect(ttlMs).toBeGreaterThan(50_000);
    await newSessions({ idleMs: 1_000_000, touchMs: 0 }).verify(token);
    expect(Number(await deps.redis.call('PTTL', key, []))).toBeLessThanOrEqual(100_000);
    await deps.redis.call('DEL', key, []);
    expect(await sessions.verify(token)).toEqual({ refused: 'ended' });
  });

  test.each([
    ['no end', 'HDEL', ['expires']],
    ['a text for its end', 'HSET', ['expires', 'never']],
    ['an end that no session has', 'HSET', ['expires', '1.7e12']],
    ['a text for its last use, and no end', 'HSET', ['last_seen', 'now', 'expires', '']],
  ] as const)('with %s is none, and lives no longer for being used', async (_, command, args) => {
    const { token, principal } = await newSessions().open({ userId: await newMember(), orgId, address });
    const key = orgKeys(orgId).session(principal.sessionHash);
    await deps.redis.call('PEXPIRE', key, [50_000]);
    await deps.redis.call(command, key, args);
    expect(await newSessions({ touchMs: 0 }).verify(token)).toHaveProperty('refused');
    expect(Number(await deps.redis.call('PTTL', key, []))).toBeLessThanOrEqual(50_000);
  });

  test('ends by the clock, also out of memory', async () => {
    const clock = new FakeClock(Date.now());
    const sessions = newSessions({ maxLifeMs: 60_000, freshMs: 600_000 }, { clock });
    const { token } = await sessions.open({ userId: await newMember(), orgId, address });
    await sessions.verify(token);
    clock.setNow(clock.now() + 61_000);
    expect(sessions.verify(token)).toEqual({ refused: 'ended' });
    expect(await newSessions({}, { clock }).verify(token)).toEqual({ refused: 'invalid' });
  });
});

describe('a token', () => {
  test('of another key, algorithm, audience, or none is invalid', async () => {
    const userId = await newMember();
    const { token } = await newSessions().open({ userId, orgId, address });
    const [head, body, signature] = token.split('.') as [string, string, string];
    const unsigned = `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${body}.`;
    const forOthers = await new SignJWT({ org: orgId })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setSubject(userId)
      .setIssuer('redoubt')
      .setAudience('other')
      .setJti('x')
      .setExpirationTime('1h')
      .sign(keys[0].secret);
    const strange = await newSessions({}, { keys: parseSessionKeys(keyText('k2')) }).open({ userId, orgId, address });
    const changed = `${head}.${Buffer.from(JSON.stringify({ sub: userId, org: orgId })).toString('base64url')}.${signature}`;
    for (const bad of [unsigned, forOthers, strange.token, changed, '', 'x', 'a.b.c', 'x'.repeat(10_000)]) {
      expect(await newSessions().verify(bad)).toEqual({ refused: 'invalid' });
    }
  });

  test('signed with the key before the newest one still works; with one taken off the list it does not', async () => {
    const userId = await newMember();
    const { token } = await newSessions().open({ userId, orgId, address });
    const both = parseSessionKeys(`${keyText('k2')},${keyText('k1')}`);
    expect(await newSessions({}, { keys: both }).verify(token)).toMatchObject({ userId });
    const next = await newSessions({}, { keys: both }).open({ userId, orgId, address });
    expect(await newSessions().verify(next.token)).toEqual({ refused: 'invalid' });
    expect(await newSessions({}, { keys: [both[0]] }).verify(token)).toEqual({ refused: 'invalid' });
  });
});

describe('ending sessions', () => {
  test('one, by signing out', async () => {
    const userId = await newMember();
    const sessions = newSessions();
    const [one, other] = [
      await sessions.open({ userId, orgId, address }),
      await sessions.open({ userId, orgId, address }),
    ];
    await sessions.close(one.principal, address);
    expect(await sessions.verify(one.token)).toEqual({ refused: 'ended' });
    expect(await sessions.verify(other.token)).toMatchObject({ userId });
    const { entries } = await listAudit(deps.database, orgId, { actor: userId });
    expect(entries.map(({ action }) => action)).toEqual(['session.closed', 'session.opened', 'session.opened']);
  });

  test('all of a user, and of an organisation; listeners are told', async () => {
    const own = (await provisionOrganization(deps, { name: 'endings', expectedGroups: ['db_writer'] })).id;
    const [one, other] = [await newMember('viewer', own), await newMember('viewer', own)];
    const sessions = newSessions({ freshMs: 3_600_000 });
    const told: EndedSessions[] = [];
    const subscription = await deps.redis.subscribe([orgKeys(own).sessionsEnded()], (channel, message) => {
      const ended = parseEndedSessions(channel, message);
      if (ended) told.push(ended);
      if (ended) sessions.forget(ended);
    });
    const opened = [];
    for (const userId of [one, one, other]) opened.push(await sessions.open({ userId, orgId: own, address }));
    const [first, second, third] = opened.map(({ token }) => token) as [string, string, string];
    for (const token of [first, second, third]) await sessions.verify(token);
    expect(await endUserSessions(deps.redis, own, one)).toBe(2);
    await waitFor(() => told.length === 1);
    expect(told[0]).toEqual({ orgId: own, kind: 'user', userId: one });
    expect(await sessions.verify(first)).toEqual({ refused: 'ended' });
    expect(await sessions.verify(second)).toEqual({ refused: 'ended' });
    expect(await sessions.verify(third)).toMatchObject({ userId: other });
    expect(await endOrgSessions(deps.redis, own)).toBe(1);
    await waitFor(() => told.length === 2);
    expect(await sessions.verify(third)).toEqual({ refused: 'ended' });
    expect(await sessions.list(own)).toEqual([]);
    subscription.close();
  });

  test('another role, leaving and being disabled end sessions at once', async () => {
    const sessions = newSessions({ freshMs: 0 });
    const endings: ((userId: string) => Promise<unknown>)[] = [
      (userId) => setMember(deps, orgId, { userId, role: 'analyst' }, operator),
      (userId) => removeMember(deps, orgId, userId, operator),
      (userId) => disableUser(deps, userId, { by: operator }),
    ];
    for (const end of endings) {
      const userId = await newMember();
      const { token } = await sessions.open({ userId, orgId, address });
      await end(userId);
      expect(await sessions.verify(token)).toEqual({ refused: 'ended' });
    }
  });

  test('nobody signs in who is disabled or no member, nor with rights that change meanwhile', async () => {
    const sessions = newSessions();
    const [gone, disabled] = [await newMember(), await newMember()];
    await removeMember(deps, orgId, gone, operator);
    await disableUser(deps, disabled, { by: operator });
    await expect(sessions.open({ userId: gone, orgId, address })).rejects.toThrow('no member');
    await expect(sessions.open({ userId: disabled, orgId, address })).rejects.toThrow('disabled');
    const userId = await newMember();
    const signingIn = Array.from({ length: 10 }, () => sessions.open({ userId, orgId, address }));
    const [, ...results] = await Promise.allSettled([endUserSessions(deps.redis, orgId, userId), ...signingIn]);
    await endUserSessions(deps.redis, orgId, userId);
    for (const result of results) {
      if (result.status === 'fulfilled')
        expect(await newSessions().verify(result.value.token)).toEqual({ refused: 'ended' });
      else expect(result.reason).toBeInstanceOf(RetryableError);
    }
  });

  test('rights that are taken between looking them up and writing the session are not kept by it', async () => {
    const userId = await newMember();
    const { database } = deps;
    const interrupted: Database = {
      query: async <R>(text: string, values?: readonly unknown[]) => {
        const rows = await database.query<R>(text, values);
        if (text.includes('JOIN memberships')) await endUserSessions(deps.redis, orgId, userId);
        return rows;
      },
      transaction: (work, options) => database.transaction(work, options),
      session: (work, options) => database.session(work, options),
      state: () => database.state(),
      close: () => Promise.resolve(),
    };
    const sessions = createSessions({ ...deps, database: interrupted, log: silentLog, keys });
    await expect(sessions.open({ userId, orgId, address })).rejects.toThrow('were changed while');
    expect(await newSessions().list(orgId, userId)).toEqual([]);
  });

  test('a change made while Redis was away ends the sessions from before it as soon as Redis is back', async () => {
    const closed = await connectTestRedis();
    await closed.close();
    const away = { ...deps, redis: closed };
    const changes: ((userId: string) => Promise<unknown>)[] = [
      (userId) => expect(setMember(away, orgId, { userId, role: 'viewer' }, operator)).rejects.toThrow(RetryableError),
      (userId) => expect(removeMember(away, orgId, userId, operator)).rejects.toThrow(RetryableError),
      (userId) => setPassword(away, userId, 'another good passphrase', { by: operator, passwordCost }),
      (userId) => signOutUser(away, userId, { by: operator }),
      async (userId) => {
        await disableUser(away, userId, { by: operator });
        await enableUser(away, userId, { by: operator });
      },
    ];
    for (const change of changes) {
      const userId = await newMember('admin');
      const { token } = await newSessions().open({ userId, orgId, address });
      await change(userId);
      expect(await newSessions().list(orgId, userId)).toHaveLength(1);
      expect(await newSessions().verify(token)).toEqual({ refused: 'ended' });
    }
  });

  test('sessions go on while PostgreSQL does not answer', async () => {
    const { token } = await newSessions().open({ userId: await newMember(), orgId, address });
    const away: Database = { ...deps.database, query: () => Promise.reject(new RetryableError('no connection')) };
    const sessions = createSessions({ ...deps, database: away, log: silentLog, keys });
    expect(await sessions.verify(token)).toMatchObject({ orgId });
  });

  test('a role that is set again ends the sessions that the first time could not', async () => {
    const closed = await connectTestRedis();
    await closed.close();
    const userId = await newMember('admin');
    await newSessions().open({ userId, orgId, address });
    const demote = (redis: RedisClient) => setMember({ ...deps, redis }, orgId, { userId, role: 'viewer' }, operator);
    await expect(demote(closed)).rejects.toThrow(RetryableError);
    await demote(deps.redis);
    expect(await newSessions().list(orgId, userId)).toEqual([]);
  });

  test('another password ends the sessions of each organisation that Redis can be told of', async () => {
    const [one, two] = [await deps.newOrg('unreachable'), await deps.newOrg('reachable')];
    const userId = await newMember('viewer', one);
    await setMember(deps, two, { userId, role: 'viewer' }, operator);
    for (const own of [one, two]) await newSessions().open({ userId, orgId: own, address });
    await setPassword({ ...deps, redis: without(deps.redis, one) }, userId, 'another good passphrase', {
      ...{ by: operator, passwordCost },
    });
    expect(await newSessions().list(one, userId)).toHaveLength(1);
    expect(await newSessions().list(two, userId)).toEqual([]);
  });

  test('an old password that was being checked opens nothing once there is another', async () => {
    const userId = await newMember();
    const { email } = await setPassword(deps, userId, 'correct horse battery', { by: operator, passwordCost });
    const proof = await createPasswordLogin(deps, { passwordCost }).check({
      ...{ email, password: 'correct horse battery', address },
    });
    if (!('user' in proof)) throw new Error(proof.refused);
    await setPassword(deps, userId, 'another good passphrase', { by: operator, passwordCost });
    const { sessionEpoch } = proof.user;
    await expect(newSessions().open({ userId, orgId, address, sessionEpoch })).rejects.toThrow('were changed while');
    const late = { by: operator, passwordCost, sessionEpoch };
    await expect(setPassword(deps, userId, 'a third good passphrase', late)).rejects.toThrow('changed meanwhile');
  });

  test('a user has a bound of sessions: a further one takes the place of the one that would end first', async () => {
    const own = await deps.newOrg('one-of-many');
    const [greedy, other] = [await newMember('viewer', own), await newMember('viewer', own)];
    const sessions = newSessions({ maxUserSessions: 3, freshMs: 0 });
    const beside = await sessions.open({ userId: other, orgId: own, address });
    const opened = [];
    for (let i = 0; i < 5; i++) opened.push(await sessions.open({ userId: greedy, orgId: own, address }));
    const isEnded = [];
    for (const { token } of opened) isEnded.push('refused' in (await sessions.verify(token)));
    expect(isEnded).toEqual([true, true, false, false, false]);
    expect(await sessions.verify(beside.token)).toMatchObject({ userId: other });
    const { entries } = await listAudit(deps.database, own, { action: 'session.revoked' });
    expect(entries.map(({ reason }) => reason)).toEqual(Array(2).fill(expect.stringContaining('at most 3 sessions')));
  });

  test('sessions that ended do not count among those of a user, and leave nothing behind', async () => {
    const userId = await newMember();
    const sessions = newSessions({ maxUserSessions: 2, freshMs: 0 });
    const kept = await sessions.open({ userId, orgId, address });
    for (let i = 0; i < 3; i++) {
      await sessions.close((await sessions.open({ userId, orgId, address })).principal);
      expect(await sessions.verify(kept.token)).toMatchObject({ userId });
    }
    const key = orgKeys(orgId).userSessions(userId);
    expect(await deps.redis.call('ZCARD', key, [])).toBe(1);
    expect(Number(await deps.redis.call('PTTL', key, []))).toBeGreaterThan(0);
    await endUserSessions(deps.redis, orgId, userId);
    expect(await deps.redis.call('ZCARD', key, [])).toBe(0);
  });

  test('an organisation has a bound of sessions, in which ended ones do not count', async () => {
    const own = (await provisionOrganization(deps, { name: 'bounded', expectedGroups: ['db_writer'] })).id;
    const userId = await newMember('viewer', own);
    const sessions = newSessions({ maxSessions: 2 });
    const [first] = [
      await sessions.open({ userId, orgId: own, address }),
      await sessions.open({ userId, orgId: own, address }),
    ];
    await expect(sessions.open({ userId, orgId: own, address })).rejects.toThrow('at most 2');
    await sessions.close(first.principal);
    await sessions.open({ userId, orgId: own, address });
  });
});

test('without Redis nobody is let in, and the answer says to try again', async () => {
  const cluster = await startRedisCluster();
  const redis = await connectTestRedis(cluster.addresses);
  try {
    const sessions = createSessions({ ...deps, redis, log: silentLog, keys }, { freshMs: 0 });
    const { token } = await sessions.open({ userId: await newMember(), orgId, address });
    await Promise.all(cluster.nodes.map((node) => cluster.kill9(node)));
    expect(await sessions.verify(token)).toEqual({ unavailable: true });
  } finally {
    await redis.close();
    await cluster.stop();
  }
});
