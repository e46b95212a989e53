import type { OrgId } from '@redoubt/contracts';
import { listAudit } from '@redoubt/storage';
import { FakeClock } from '@redoubt/test-kit';
import { browse, startOidcProvider, type TestProvider } from '../../testing/start-oidc-provider.ts';
import { connectTestBackends, silentLog, type TestBackends } from '../../testing/test-backends.ts';
import { provisionOrganization } from '../organizations.ts';
import { acceptInvitation, inviteMember } from '../people/invitations.ts';
import { isKnownNetwork } from '../people/known-networks.ts';
import { listMemberships } from '../people/list-members.ts';
import { setMember } from '../people/members.ts';
import { createPasswordLogin } from '../people/password-login.ts';
import type { User } from '../people/user.ts';
import { createUser, disableUser, findUser } from '../people/users.ts';
import { parseSessionKeys } from '../sessions/session-keys.ts';
import { createSessions } from '../sessions/sessions.ts';
import { OPERATOR } from '../tenancy-deps.ts';
import { connectOidc, type OidcLogin, type OidcOptions, type OidcResult } from './oidc-login.ts';

const keys = parseSessionKeys(`k1:${Buffer.alloc(32, 1).toString('base64')}`);
const clock = new FakeClock(Date.now());
let deps: TestBackends;
let provider: TestProvider;
let orgId: OrgId;

beforeAll(async () => {
  [deps, provider] = await Promise.all([connectTestBackends(), startOidcProvider()]);
  orgId = (await provisionOrganization(deps, { name: 'acme', expectedGroups: ['db_writer'] })).id;
  await provisionOrganization(deps, { name: 'other', expectedGroups: ['db_writer'] });
});
afterAll(async () => {
  await Promise.all([deps.close(), provider.close()]);
});

function connect(more: Partial<OidcOptions> = {}): Promise<OidcLogin> {
  const client = {
    clientId: 'redoubt',
    clientSecret: 'a-secret-of-the-test',
    redirectUri: 'http://127.0.0.1/callback',
  };
  const rules: OidcOptions['rules'] = [
    { claim: 'groups', value: 'soc-admins', organization: 'acme', role: 'admin' },
    { claim: 'groups', value: 'soc', organization: 'acme', role: 'analyst' },
    { claim: 'groups', value: 'soc', organization: 'gone', role: 'analyst' },
  ];
  const options = { issuer: provider.issuer, ...client, rules, isInsecureAllowed: true, ...more };
  return connectOidc({ ...deps, log: silentLog, keys, clock }, options);
}

async function signIn(login: OidcLogin, loginHint: string): Promise<OidcResult> {
  const { url, transaction } = await login.start({ loginHint });
  return login.finish(await browse(url, provider.issuer), transaction);
}

function userOf(result: OidcResult): User {
  if (!('user' in result)) throw new Error(`refused: ${result.refused}`);
  return result.user;
}

test('a new person becomes a user with the role that the claims give', async () => {
  const user = userOf(await signIn(await connect(), 'zoe:soc'));
  expect(user).toMatchObject({ email: 'zoe@example.com', displayName: 'Name of zoe', hasPassword: false });
  expect(await listMemberships(deps.database, user.id)).toMatchObject([{ orgId, role: 'analyst' }]);
});

test('claims that change change the role; what they no longer give is taken back, what people gave stays', async () => {
  const login = await connect();
  const user = userOf(await signIn(login, 'max:soc'));
  expect(userOf(await signIn(login, 'max:soc,soc-admins')).id).toBe(user.id);
  expect(await listMemberships(deps.database, user.id)).toMatchObject([{ role: 'admin' }]);
  expect(await signIn(login, 'max:cooks')).toEqual({ refused: 'no_role' });
  await setMember(deps, orgId, { userId: user.id, role: 'viewer', isUnprovedTaken: true }, OPERATOR);
  expect(userOf(await signIn(login, 'max:soc-admins')).id).toBe(user.id);
  expect(await listMemberships(deps.database, user.id)).toMatchObject([{ role: 'viewer' }]);
});

test('nobody is made of claims that give no role, or without a verified address', async () => {
  expect(await signIn(await connect(), 'stranger:cooks')).toEqual({ refused: 'no_role' });
  expect(await findUser(deps.database, 'stranger@example.com')).toBeUndefined();
  expect(await signIn(await connect(), 'unverified-1:soc')).toEqual({ refused: 'no_email' });
});

describe('an account that somebody made under the address of another', () => {
  const passwordCost = { memoryKib: 64, passes: 1, lanes: 1 };
  const given = { displayName: 'Not Mia', password: 'password of an attacker' };

  async function seize(email: string): Promise<{ user: User; theirs: OrgId }> {
    const theirs = (await provisionOrganization(deps, { name: `of-${email[0]}-maker`, expectedGroups: ['db_writer'] }))
      .id;
    const { token } = await inviteMember(deps.database, theirs, { email, role: 'admin' }, OPERATOR);
    const { user } = await acceptInvitation(deps, token, given, { address: '203.0.113.66', passwordCost });
    return { user, theirs };
  }

  test('is theirs once the provider has named them: no password, session, membership or network of its maker is left', async () => {
    const email = 'mia@example.com';
    const { user, theirs } = await seize(email);
    const sessions = createSessions({ ...deps, log: silentLog, keys });
    const passwords = createPasswordLogin(deps, { passwordCost });
    const attack = () => passwords.check({ email, password: given.password, address: '203.0.113.66' });
    expect(await attack()).toHaveProperty('user');
    const { token } = await sessions.open({ userId: user.id, orgId: theirs, address: '203.0.113.66' });

    const mia = userOf(await signIn(await connect({ isEmailTrusted: true }), 'mia:soc'));

    expect(mia).toMatchObject({ id: user.id, hasPassword: false, emailProof: 'provider', displayName: 'Name of mia' });
    expect(await attack()).toEqual({ refused: 'credentials' });
    expect(await createSessions({ ...deps, log: silentLog, keys }).verify(token)).toEqual({ refused: 'ended' });
    expect(await listMemberships(deps.database, mia.id)).toMatchObject([{ orgId, role: 'analyst' }]);
    expect(await isKnownNetwork(deps.database, email, '203.0.113.66')).toBe(false);
    const { entries } = await listAudit(deps.database, theirs, { targetId: mia.id });
    expect(entries.map(({ action }) => action).slice(0, 2)).toEqual(['member.removed', 'user.reclaimed']);
  });

  test('has no way in through another identity either', async () => {
    const before = userOf(await signIn(await connect(), 'kim-1:soc'));
    await deps.database.query("UPDATE users SET email = 'lea@example.com' WHERE id = $1", [before.id]);
    const lea = userOf(await signIn(await connect({ isEmailTrusted: true }), 'lea:soc'));
    expect(lea.id).toBe(before.id);
    expect(await signIn(await connect(), 'kim-1:soc')).not.toHaveProperty('user.id', lea.id);
  });

  test('loses nothing where its address was proved before', async () => {
    const given = { email: 'pia@example.com', displayName: 'Pia', password: 'correct horse battery' };
    const held = await createUser(deps.database, given, { by: OPERATOR, passwordCost });
    await setMember(deps, orgId, { userId: held.id, role: 'viewer' }, OPERATOR);
    const pia = userOf(await signIn(await connect({ isEmailTrusted: true }), 'pia:soc'));
    expect(pia).toMatchObject({ id: held.id, hasPassword: true });
    expect(await listMemberships(deps.database, pia.id)).toMatchObject([{ role: 'viewer' }]);
  });
});

test('signing in again with the same role ends no other session', async () => {
  const login = await connect();
  const user = userOf(await signIn(login, 'two-browsers:soc'));
  const sessions = createSessions({ ...deps, log: silentLog, keys });
  const { token } = await sessions.open({ userId: user.id, orgId, address: '203.0.113.7' });
  await signIn(login, 'two-browsers:soc');
  expect(await createSessions({ ...deps, log: silentLog, keys }).verify(token)).toMatchObject({ userId: user.id });
});

test('an account is taken over by its address only where the provider is trusted with that', async () => {
  const held = await createUser(deps.database, { email: 'ada@example.com', displayName: 'Ada' }, { by: OPERATOR });
  expect(await signIn(await connect(), 'ada:soc')).toEqual({ refused: 'account_exists' });
  expect(userOf(await signIn(await connect({ isEmailTrusted: true }), 'ada:soc')).id).toBe(held.id);
  expect(userOf(await signIn(await connect(), 'ada:soc')).id).toBe(held.id);
  await disableUser(deps, held.id, { by: OPERATOR });
  expect(await signIn(await connect(), 'ada:soc')).toEqual({ refused: 'disabled' });
});

describe('what comes back is not believed', () => {
  test('without the transaction of this browser, with a strange one, or ten minutes later', async () => {
    const login = await connect();
    const { url, transaction } = await login.start({ loginHint: 'eve:soc' });
    const returned = await browse(url, provider.issuer);
    const other = await login.start();
    expect(await login.finish(returned, undefined)).toEqual({ refused: 'transaction' });
    expect(await login.finish(returned, 'x.y.z')).toEqual({ refused: 'transaction' });
    expect(await login.finish(returned, other.transaction)).toEqual({ refused: 'provider' });
    clock.setNow(clock.now() + 601_000);
    expect(await login.finish(returned, transaction)).toEqual({ refused: 'transaction' });
    expect(await findUser(deps.database, 'eve@example.com')).toBeUndefined();
  });

  test('a second time, with another state or code, or when the provider says no', async () => {
    const login = await connect();
    const { url, transaction } = await login.start({ loginHint: 'bob:soc' });
    const returned = await browse(url, provider.issuer);
    for (const name of ['state', 'code']) {
      const changed = new URL(returned);
      changed.searchParams.set(name, 'x'.repeat(43));
      expect(await login.finish(changed, transaction)).toEqual({ refused: 'provider' });
    }
    userOf(await login.finish(returned, transaction));
    expect(await login.finish(returned, transaction)).toEqual({ refused: 'provider' });
    expect(await signIn(login, 'refused:soc')).toEqual({ refused: 'provider' });
  });
});

test('a provider that is not there is named', async () => {
  await expect(connect({ issuer: 'http://127.0.0.1:1' })).rejects.toThrow('the OpenID provider http://127.0.0.1:1');
});
