import type { OrgId } from '@redoubt/contracts';
import { listAudit, listViews, saveView, verifyAudit, type AuditActor } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { connectTestBackends, type TestBackends } from '../../testing/test-backends.ts';
import { provisionOrganization } from '../organizations.ts';
import { createApiKey } from '../api-keys.ts';
import { readActorNames } from './actor-names.ts';
import {
  acceptInvitation,
  findInvitation,
  inviteMember,
  listInvitations,
  noteMailed,
  revokeInvitation,
} from './invitations.ts';
import { getMember, listMembers, listMemberships } from './list-members.ts';
import { removeMember, setMember } from './members.ts';
import { isKnownNetwork, MAX_KNOWN_NETWORKS, noteNetwork } from './known-networks.ts';
import { DEFAULT_THROTTLE_LIMITS } from './login-throttle.ts';
import { createPasswordLogin } from './password-login.ts';
import { createUser, disableUser, enableUser, getUser, listUsers, setPassword } from './users.ts';

const passwordCost = { memoryKib: 64, passes: 1, lanes: 1 };
const operator: AuditActor = { kind: 'operator', name: 'root' };
const password = 'correct horse battery';
const address = '203.0.113.7';
let deps: TestBackends;
let orgId: OrgId;
let count = 0;

beforeAll(async () => {
  deps = await connectTestBackends();
  orgId = (await provisionOrganization(deps, { name: 'acme', expectedGroups: ['db_writer'] })).id;
});
afterAll(() => deps.close());

function newUser(email = `person-${++count}@example.com`) {
  return createUser(deps.database, { email, displayName: 'A Person', password }, { by: operator, passwordCost });
}
const as = (userId: string): AuditActor => ({ kind: 'user', name: userId, address });

describe('users', () => {
  test('are found by address in any case; an address is taken once', async () => {
    const user = await newUser('Zoe@Example.com');
    expect(user).toMatchObject({ email: 'zoe@example.com', hasPassword: true });
    expect((await getUser(deps.database, 'ZOE@example.com')).id).toBe(user.id);
    await expect(newUser('zoe@example.com')).rejects.toThrow('already');
    expect((await listUsers(deps.database, { afterEmail: 'zod' })).map((one) => one.email)).toEqual([
      'zoe@example.com',
    ]);
  });

  test.each(['short', 'aaaaaaaaaaaaaaaa', 'person-xy-and-more', 'x'.repeat(257)])(
    'refuses the password %j',
    async (bad) => {
      const given = { email: 'person-xy@example.com', displayName: 'P', password: bad };
      await expect(createUser(deps.database, given, { by: operator, passwordCost })).rejects.toThrow('a password');
    },
  );

  test.each(['', 'x', 'a@b@c', 'a b@c', 'a\n@b', '"x"@y'])('refuses the address %j', async (email) => {
    await expect(newUser(email)).rejects.toThrow('e-mail');
  });

  test('no hash leaves the record, and changes are told to their organisations and to the log of none', async () => {
    const user = await newUser();
    await setMember(deps, orgId, { userId: user.id, role: 'viewer' }, operator);
    await setPassword(deps, user.id, 'another good passphrase', { by: operator, passwordCost });
    await disableUser(deps, user.email, { by: operator });
    for (const chain of [orgId, null]) {
      const { entries } = await listAudit(deps.database, chain, { targetId: user.id, targetKind: 'user' });
      expect(entries.map(({ action }) => action).slice(0, 2)).toEqual(['user.disabled', 'user.password_changed']);
      expect(JSON.stringify(entries)).not.toContain('argon2');
      expect(await verifyAudit(deps.database, chain)).toMatchObject({ isSound: true });
    }
  });
});

describe('members', () => {
  test('have one role, and all of it is told', async () => {
    const [admin, user] = [await newUser(), await newUser()];
    await setMember(deps, orgId, { userId: admin.id, role: 'admin' }, operator);
    await setMember(deps, orgId, { userId: user.id, role: 'viewer' }, as(admin.id));
    await setMember(deps, orgId, { userId: user.id, role: 'analyst' }, { ...as(admin.id), reason: 'on call' });
    expect(await listMemberships(deps.database, user.id)).toEqual([
      { orgId, orgName: 'acme', orgDisplayName: 'acme', role: 'analyst' },
    ]);
    expect((await listMembers(deps.database, orgId)).find((one) => one.userId === user.id)).toMatchObject({
      role: 'analyst',
      source: 'local',
    });
    expect(await removeMember(deps, orgId, user.id, as(admin.id))).toEqual({ wasMember: true });
    expect(await removeMember(deps, orgId, user.id, as(admin.id))).toEqual({ wasMember: false });
    const { entries } = await listAudit(deps.database, orgId, { targetId: user.id });
    expect(entries.map(({ action }) => action)).toEqual(['member.removed', 'member.role_changed', 'member.added']);
    expect(entries[1]).toMatchObject({
      ...{ actor: admin.id, address, reason: 'on call' },
      before: { role: 'viewer' },
      after: { role: 'analyst' },
    });
  });

  test('somebody who is no member gets no role where one is asked for', async () => {
    const { id: userId } = await newUser();
    const given = { userId, role: 'admin', isMember: true } as const;
    await expect(setMember(deps, orgId, given, operator)).rejects.toThrow('no member');
    expect(await getMember(deps.database, orgId, userId)).toBeUndefined();
    await setMember(deps, orgId, { userId, role: 'viewer' }, operator);
    expect(await setMember(deps, orgId, given, operator)).toBe('viewer');
    expect(await getMember(deps.database, orgId, userId)).toMatchObject({ role: 'admin' });
    await removeMember(deps, orgId, userId, operator);
  });

  test('who leaves takes along the views of their own', async () => {
    const { id: userId } = await newUser();
    await setMember(deps, orgId, { userId, role: 'analyst' }, operator);
    const owner = `user:${userId}`;
    for (const isShared of [true, false]) {
      const view = { page: 'alerts', name: `shared: ${isShared}`, query: '', isShared, owner };
      await saveView(deps.database, orgId, view, as(userId));
    }
    await removeMember(deps, orgId, userId, operator);
    expect(await listViews(deps.database, orgId, { owner })).toMatchObject([{ name: 'shared: true' }]);
  });

  test('those who acted have names; keys of other organisations and unknown ones have none', async () => {
    const user = await newUser();
    const other = await provisionOrganization(deps, { name: 'elsewhere', expectedGroups: ['db_writer'] });
    const [own, foreign] = [
      await createApiKey(deps, { organization: 'acme', name: 'sync', scopes: ['read'] }),
      await createApiKey(deps, { organization: other.name, name: 'theirs', scopes: ['read'] }),
    ];
    const actors = [`user:${user.id}`, `api_key:${own.id}`, `api_key:${foreign.id}`, 'user:nobody', 'root', 'user:'];
    expect(Object.fromEntries(await readActorNames(deps.database, orgId, actors))).toEqual({
      [`user:${user.id}`]: `A Person <${user.email}>`,
      [`api_key:${own.id}`]: 'sync',
    });
  });

  test('the last admin stays one, also when two remove each other at once', async () => {
    const own = (await provisionOrganization(deps, { name: 'two-admins', expectedGroups: ['db_writer'] })).id;
    const [one, two] = [await newUser(), await newUser()];
    for (const { id } of [one, two]) await setMember(deps, own, { userId: id, role: 'admin' }, operator);
    const results = await Promise.allSettled([
      removeMember(deps, own, two.id, as(one.id)),
      removeMember(deps, own, one.id, as(two.id)),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [left] = await listMembers(deps.database, own);
    const demoting = setMember(deps, own, { userId: left?.userId ?? '', role: 'viewer' }, as(left?.userId ?? ''));
    await expect(demoting).rejects.toThrow('no admin left');
    await removeMember(deps, own, left?.userId ?? '', operator);
  });
});

describe('invitations', () => {
  const given = { displayName: 'New Person', password };

  test('a member is not invited again', async () => {
    const user = await newUser();
    await setMember(deps, orgId, { userId: user.id, role: 'viewer' }, operator);
    const again = inviteMember(deps.database, orgId, { email: user.email, role: 'admin' }, operator);
    await expect(again).rejects.toThrow('a member already');
  });

  test('a token makes a user and a member, once', async () => {
    const { token, invitation } = await inviteMember(
      deps.database,
      orgId,
      { email: 'New@example.com', role: 'analyst' },
      operator,
    );
    expect(await findInvitation(deps.database, token)).toMatchObject({ email: 'new@example.com', isKnownUser: false });
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => acceptInvitation(deps, token, given, { address, passwordCost })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const user = await getUser(deps.database, 'new@example.com');
    expect(await listMemberships(deps.database, user.id)).toMatchObject([{ orgId, role: 'analyst' }]);
    expect(await findInvitation(deps.database, token)).toBeUndefined();
    const rows = await deps.database.query('SELECT * FROM invitations');
    expect(JSON.stringify([rows, invitation])).not.toContain(token);
  });

  test('a token gives no way into an account that is there: its user must have signed in', async () => {
    const user = await newUser();
    const other = await newUser();
    const { token } = await inviteMember(deps.database, orgId, { email: user.email, role: 'admin' }, operator);
    await expect(acceptInvitation(deps, token, given, { passwordCost })).rejects.toThrow('sign in');
    await expect(acceptInvitation(deps, token, { signedInAs: other.id })).rejects.toThrow('somebody else');
    expect(await acceptInvitation(deps, token, { signedInAs: user.id })).toMatchObject({ orgId, role: 'admin' });
  });

  test('an account made with a token that its maker was told is taken in nowhere else by its address', async () => {
    const email = 'victim@example.com';
    const { token } = await inviteMember(deps.database, orgId, { email, role: 'viewer' }, operator);
    const { user } = await acceptInvitation(deps, token, given, { address, passwordCost });
    expect(user).not.toHaveProperty('emailProof');
    const other = (await provisionOrganization(deps, { name: 'takes-in', expectedGroups: ['db_writer'] })).id;
    const wanted = { userId: user.id, role: 'admin' } as const;
    await expect(setMember(deps, other, wanted, operator)).rejects.toThrow('nobody has shown');
    expect(await getMember(deps.database, other, user.id)).toBeUndefined();
    await setMember(deps, other, { ...wanted, isUnprovedTaken: true }, operator);
    expect(await getMember(deps.database, other, user.id)).toMatchObject({ role: 'admin' });
    await removeMember(deps, other, user.id, operator);
    await setPassword(deps, user.id, 'another good passphrase', { by: as(user.id), passwordCost });
    await expect(setMember(deps, other, wanted, operator)).rejects.toThrow('nobody has shown');
    expect(await setPassword(deps, user.id, password, { by: operator, passwordCost })).toMatchObject({
      emailProof: 'operator',
    });
    await setMember(deps, other, wanted, operator);
  });

  test('a token that went out by mail and was told to nobody proves the address', async () => {
    const wanted = { email: 'mailed@example.com', role: 'viewer' } as const;
    const { token, invitation } = await inviteMember(deps.database, orgId, wanted, operator);
    await noteMailed(deps.database, orgId, invitation.id);
    expect((await acceptInvitation(deps, token, given, { passwordCost })).user).toMatchObject({ emailProof: 'mail' });
  });

  test('ended ones do not work: revoked, replaced, expired, unknown', async () => {
    const email = 'late@example.com';
    const first = await inviteMember(deps.database, orgId, { email, role: 'viewer' }, operator);
    const second = await inviteMember(deps.database, orgId, { email, role: 'viewer' }, operator);
    await revokeInvitation(deps.database, orgId, second.invitation.id, operator);
    await revokeInvitation(deps.database, orgId, second.invitation.id, operator);
    const third = await inviteMember(deps.database, orgId, { email, role: 'viewer' }, operator);
    await deps.database.query("UPDATE invitations SET expires_at = now() - interval '1 s' WHERE id = $1", [
      third.invitation.id,
    ]);
    for (const token of [first.token, second.token, third.token, 'x', '']) {
      await expect(acceptInvitation(deps, token, given, { passwordCost })).rejects.toThrow('does not work');
    }
    const states = (await listInvitations(deps.database, orgId)).filter((one) => one.email === email);
    expect(states.map(({ state }) => state)).toEqual(['expired', 'revoked', 'revoked']);
    await expect(revokeInvitation(deps.database, orgId, "'", operator)).rejects.toThrow('no invitation');
  });
});

describe('signing in with a password', () => {
  const login = () => createPasswordLogin(deps, { passwordCost });

  test('gives the user; wrong, unknown, disabled and password-less accounts are refused alike', async () => {
    const user = await newUser();
    const { id } = await createUser(deps.database, { email: 'sso@example.com', displayName: 'S' }, { by: operator });
    expect(id).toBeDefined();
    expect(await login().check({ email: user.email.toUpperCase(), password, address })).toMatchObject({
      user: { id: user.id },
    });
    expect((await getUser(deps.database, user.id)).lastLoginAtMs).toBeDefined();
    const refused = { refused: 'credentials' };
    expect(await login().check({ email: user.email, password: 'wrong', address })).toEqual(refused);
    expect(await login().check({ email: 'nobody@example.com', password, address })).toEqual(refused);
    expect(await login().check({ email: 'sso@example.com', password: '', address })).toEqual(refused);
    expect(await login().check({ email: user.id, password, address })).toEqual(refused);
    await disableUser(deps, user.id, { by: operator });
    expect(await login().check({ email: user.email, password, address })).toEqual(refused);
    await enableUser(deps, user.id, { by: operator });
    expect(await login().check({ email: user.email, password, address })).toMatchObject({ user: { id: user.id } });
    const failed = { action: 'user.login_failed', targetId: user.id };
    await waitFor(async () => (await listAudit(deps.database, null, failed)).entries.length === 2);
  });

  describe('while many addresses guess at an account', () => {
    const guessed = { free: 8, firstWaitMs: 60_000, longestWaitMs: 60_000, lifeS: 60 };
    const limits = { ...DEFAULT_THROTTLE_LIMITS, account: guessed };
    const besieged = () => createPasswordLogin(deps, { passwordCost, limits });
    const home = '2001:db8:7:1::5';

    /** As `besieged`, once the account lets no more guesses through from anywhere new. */
    async function siege(email: string): Promise<void> {
      for (let i = 0; ; i += 1) {
        const answer = await besieged().check({ email, password: 'a wrong guess', address: `198.51.100.${100 + i}` });
        if ('refused' in answer && answer.refused === 'throttled') return expect(i).toBe(guessed.free);
      }
    }

    test('its owner gets in from a network they signed in from before, and a new one is held back', async () => {
      const { id, email } = await newUser();
      expect(await besieged().check({ email, password, address: home })).toHaveProperty('user');
      await siege(email);
      const fromNew = () => besieged().check({ email, password, address: '198.51.100.99' });
      expect(await fromNew()).toMatchObject({ refused: 'throttled' });
      // Another address of the same /64.
      expect(await besieged().check({ email, password, address: '2001:db8:7:1::6' })).toMatchObject({ user: { id } });
      // Who guesses gains nothing by it.
      expect(await fromNew()).toMatchObject({ refused: 'throttled' });
    });

    test('guesses from a known network are slowed down there all the same', async () => {
      const { email } = await newUser();
      expect(await besieged().check({ email, password, address: home })).toHaveProperty('user');
      const answers = [];
      for (let i = 0; i < 6; i++) answers.push(await besieged().check({ email, password: 'wrong', address: home }));
      expect(answers.map((one) => 'refused' in one && one.refused)).toEqual([
        ...Array.from({ length: 5 }, () => 'credentials'),
        'throttled',
      ]);
    });

    test('who is signed in may show the password again, and no more often than others guess', async () => {
      const { id: userId, email } = await newUser();
      await siege(email);
      const again = (typed: string) =>
        besieged().checkAgain({ userId, sessionHash: `of ${email}`, password: typed, address: '198.51.100.99' });
      expect(await again(password)).toMatchObject({ user: { id: userId } });
      for (let i = 0; i < 4; i++) expect(await again('a wrong guess')).toEqual({ refused: 'credentials' });
      expect(await again(password)).toMatchObject({ refused: 'throttled' });
    });

    test('so many networks are remembered, those longest not seen go; none for more than 90 days', async () => {
      const { id, email } = await newUser();
      for (let i = 0; i < MAX_KNOWN_NETWORKS + 2; i++) {
        await deps.database.transaction((session) => noteNetwork(session, id, `192.0.2.${i}`));
      }
      const isKnown = (last: number) => isKnownNetwork(deps.database, email, `192.0.2.${last}`);
      expect(await Promise.all([0, 1, 2, MAX_KNOWN_NETWORKS + 1].map(isKnown))).toEqual([false, false, true, true]);
      await deps.database.query("UPDATE user_networks SET seen_at = now() - interval '91 days' WHERE user_id = $1", [
        id,
      ]);
      expect(await isKnown(2)).toBe(false);
    });
  });

  test('renews a hash of another cost', async () => {
    const user = await newUser();
    const dearer = createPasswordLogin(deps, { passwordCost: { ...passwordCost, passes: 2 } });
    await dearer.check({ email: user.email, password, address });
    const rows = await deps.database.query<{ password_hash: string }>('SELECT password_hash FROM users WHERE id = $1', [
      user.id,
    ]);
    expect(rows[0]?.password_hash).toContain('$m=64,t=2,p=1$');
    expect(await login().check({ email: user.email, password, address })).toMatchObject({ user: { id: user.id } });
  });

  test('guesses at the same moment are counted before they are made; another address is not kept out', async () => {
    const user = await newUser();
    const guesses = Array.from({ length: 20 }, (_, i) =>
      login().check({ email: user.email, password: `guess number ${i}`, address: '198.51.100.4' }),
    );
    const answers = await Promise.all(guesses);
    expect(answers.filter((one) => 'refused' in one && one.refused === 'credentials')).toHaveLength(5);
    const late = await login().check({ email: user.email, password, address: '198.51.100.4' });
    expect(late).toMatchObject({ refused: 'throttled' });
    expect((late as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(0);
    expect(await login().check({ email: user.email, password, address })).toMatchObject({ user: { id: user.id } });
  });

  test('one password tried on many accounts is slowed down by its address', async () => {
    const limit = { free: 3, firstWaitMs: 60_000, longestWaitMs: 60_000, lifeS: 60 };
    const generous = { ...limit, free: 1_000 };
    const limits = { pair: generous, address: limit, account: generous };
    const spraying = createPasswordLogin(deps, { passwordCost, limits });
    const results = [];
    for (let i = 0; i < 5; i++) {
      results.push(await spraying.check({ email: `spray-${i}@example.com`, password, address: '198.51.100.5' }));
    }
    expect(results.map((one) => 'refused' in one && one.refused)).toEqual([
      ...['credentials', 'credentials', 'credentials'],
      ...['throttled', 'throttled'],
    ]);
  });

  test('people of one address who are right do not count; guesses among them do', async () => {
    const limit = { free: 3, firstWaitMs: 60_000, longestWaitMs: 60_000, lifeS: 60 };
    const generous = { ...limit, free: 1_000 };
    const office = createPasswordLogin(deps, {
      passwordCost,
      limits: { ...{ pair: generous, account: generous }, address: limit },
    });
    const user = await newUser();
    const right = () => office.check({ email: user.email, password, address: '198.51.100.6' });
    const guess = () => office.check({ email: 'nobody@example.com', password, address: '198.51.100.6' });
    for (let i = 0; i < 5; i++) expect(await right()).toHaveProperty('user');
    for (const attempt of [guess, right, guess, right]) await attempt();
    expect(await guess()).toEqual({ refused: 'credentials' });
    expect(await right()).toMatchObject({ refused: 'throttled' });
  });

  test('who is right after many guesses of its address takes back the wait it caused itself', async () => {
    const limit = { free: 1, firstWaitMs: 1_000, longestWaitMs: 60_000, lifeS: 60 };
    const generous = { ...limit, free: 1_000 };
    const limits = { pair: generous, account: generous, address: limit };
    const office = createPasswordLogin(deps, { passwordCost, limits });
    const user = await newUser();
    const check = (email: string) => office.check({ email, password, address: '198.51.100.7' });
    expect(await check('nobody@example.com')).toEqual({ refused: 'credentials' });
    await waitFor(async () => 'user' in (await check(user.email)));
    expect(await check(user.email)).toHaveProperty('user');
    expect(await check('nobody@example.com')).toEqual({ refused: 'credentials' });
    expect(await check(user.email)).toMatchObject({ refused: 'throttled' });
  });
});
