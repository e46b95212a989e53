import { waitFor } from '@redoubt/test-kit';
import { listAudit } from '@redoubt/storage';
import { inviteMember, setPassword, updateOrganization, type Role } from '@redoubt/tenancy';
import { ApiClient, type ApiAnswer } from '../../testing/api-client.ts';
import { sessionOf, signedInBy, signIn, type SignedIn } from '../../testing/sign-in.ts';
import { startApp, type Person, type Tenant, type TestApp } from '../../testing/start-app.ts';

const operator = { kind: 'operator', name: 'spec' } as const;

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let other: Tenant;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
  other = await app.addTenant('other');
});
afterAll(() => app.close());

const who = (headers: Record<string, string>): Promise<ApiAnswer> => api.call('getSession', { headers });
const isGone = (headers: Record<string, string>) => async () => (await who(headers)).status === 401;

describe('switching the organisation', () => {
  it('gives the rights one has there, and ends the session here', async () => {
    const ada = await app.addPerson(acme, 'viewer');
    await app.addPerson(other, 'admin', ada.userId);
    const here = await signIn(app.url, ada, 'acme');
    const answer = await api.call('switchOrganization', { headers: here.headers, body: { orgId: other.orgId } });
    const there = signedInBy(answer);
    expect(there.me).toMatchObject({ organization: { name: 'other' }, role: 'admin' });
    expect((await who(there.cookie)).json).toEqual(there.me);
    await waitFor(isGone(here.cookie));
  });

  it('is not possible to one that one does not belong to, whether it is there or not', async () => {
    const eve = await signIn(app.url, await app.addPerson(acme, 'admin'));
    for (const orgId of [other.orgId, crypto.randomUUID()]) {
      const answer = await api.call('switchOrganization', { headers: eve.headers, body: { orgId } });
      expect([answer.status, sessionOf(answer)]).toEqual([403, undefined]);
    }
    expect((await who(eve.cookie)).status).toBe(200);
    const body = { orgId: acme.orgId };
    expect((await api.call('switchOrganization', { key: acme.admin, body })).json.code).toBe('refused');
  });
});

describe('changing the password', () => {
  const next = 'staple battery horse';

  it('ends every other session and lets this browser go on', async () => {
    const ada = await app.addPerson(acme, 'analyst');
    const [here, elsewhere] = [await signIn(app.url, ada), await signIn(app.url, ada)];
    const body = { current: ada.password, next };
    const answer = await api.call('changePassword', { headers: here.headers, body });
    expect(answer.status).toBe(204);
    await waitFor(isGone(elsewhere.cookie));
    await waitFor(isGone(here.cookie));
    expect((await who({ cookie: `__Host-redoubt_session=${sessionOf(answer) ?? ''}` })).status).toBe(200);
    await expect(signIn(app.url, ada)).rejects.toThrow('not signed in');
    await signIn(app.url, { ...ada, password: next });
  });

  it('leaves nothing open to whoever signed in with the old one at that moment', async () => {
    const ada = await app.addPerson(acme, 'viewer');
    let person = ada;
    for (let i = 0; i < 5; i += 1) {
      const changed = { ...person, password: `staple battery horse ${i}` };
      // Dear to check and cheap to set: the sign-in has read the old one and is not done with it.
      const options = { by: operator, passwordCost: { memoryKib: 64, passes: 1, lanes: 1 } };
      const [signedIn] = await Promise.allSettled([
        signIn(app.url, person),
        setPassword(app, ada.userId, changed.password, options),
      ]);
      if (signedIn.status === 'fulfilled') await waitFor(isGone(signedIn.value.cookie));
      person = changed;
      await signIn(app.url, person);
    }
  });

  it('is not refused for what others guess at the account', async () => {
    const ada = await app.addPerson(acme, 'viewer');
    const { headers } = await signIn(app.url, ada);
    const guess = () => api.call('login', { body: { email: ada.email, password: 'a wrong guess' } });
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await guess()).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await api.call('changePassword', { headers, body: { current: ada.password, next } })).status).toBe(204);
  });

  it('needs the current one, and one that will do', async () => {
    const { headers } = await signIn(app.url, await app.addPerson(acme, 'analyst'));
    const change = (body: object): Promise<ApiAnswer> => api.call('changePassword', { headers, body });
    expect((await change({ current: 'a wrong guess', next })).json.detail).toBe('the current password is wrong');
    const short = await change({ current: 'correct horse battery', next: 'short' });
    expect(short.json).toMatchObject({ code: 'refused', detail: 'a password has at least 12 characters' });
    expect((await api.call('changePassword', { key: acme.admin, body: { current: 'x', next } })).status).toBe(422);
  });
});

describe('sessions', () => {
  it('are listed with their people to those who may see members, else only as far as they are one’s own', async () => {
    const [ada, vic] = [await app.addPerson(acme, 'auditor'), await app.addPerson(acme, 'viewer')];
    const [auditor, viewer] = [await signIn(app.url, ada), await signIn(app.url, vic)];
    const { sessions } = (await api.call('listSessions', { headers: auditor.cookie })).json as {
      sessions: { userId: string; email: string; isCurrent: boolean; address: string }[];
    };
    expect(sessions).toContainEqual(expect.objectContaining({ email: vic.email, isCurrent: false }));
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ userId: ada.userId, address: '127.0.0.1' }]);
    expect((await api.call('listSessions', { headers: viewer.cookie })).json.code).toBe('forbidden');
    const mine = await api.call('listSessions', { headers: viewer.cookie, query: { mine: true } });
    expect(mine.json.sessions).toMatchObject([{ userId: vic.userId, isCurrent: true }]);
    expect((await api.call('listSessions', { key: acme.read, query: { mine: true } })).json.sessions).toEqual([]);
  });

  it('are ended by an admin at once, and by their own user; by nobody else', async () => {
    const [ada, vic] = [await app.addPerson(acme, 'admin'), await app.addPerson(acme, 'viewer')];
    const [admin, first, second] = [await signIn(app.url, ada), await signIn(app.url, vic), await signIn(app.url, vic)];
    const idOf = async (headers: Record<string, string>): Promise<string> => {
      const { json } = await api.call('listSessions', { headers, query: { mine: true } });
      return (
        (json.sessions as { sessionId: string; isCurrent: boolean }[]).find((one) => one.isCurrent)?.sessionId ?? ''
      );
    };
    const end = (headers: Record<string, string>, sessionId: string): Promise<ApiAnswer> =>
      api.call('endSession', { headers, params: { sessionId } });
    const adminId = await idOf(admin.cookie);
    expect((await end(first.headers, adminId)).status).toBe(403);
    expect((await end(first.headers, await idOf(second.cookie))).status).toBe(204);
    await waitFor(isGone(second.cookie));
    const firstId = await idOf(first.cookie);
    expect((await end(admin.headers, firstId)).status).toBe(204);
    await waitFor(isGone(first.cookie));
    expect((await end(admin.headers, firstId)).status).toBe(404);
    const own = await end(admin.headers, adminId);
    expect([own.status, sessionOf(own)]).toEqual([204, '']);
    const { entries } = await listAudit(app.database, acme.orgId, { action: 'session.revoked' });
    expect(entries.map(({ actor }) => actor)).toEqual([ada.userId, ada.userId, vic.userId]);
  });
});

it('all sessions of a member end at once, for an admin and for themselves; nobody else may', async () => {
  const [ada, vic] = [await app.addPerson(acme, 'admin'), await app.addPerson(acme, 'viewer')];
  const [admin, eve] = [await signIn(app.url, ada), await signIn(app.url, await app.addPerson(acme, 'analyst'))];
  const open = async (): Promise<SignedIn[]> => [await signIn(app.url, vic), await signIn(app.url, vic)];
  const end = (headers: Record<string, string>, userId = vic.userId): Promise<ApiAnswer> =>
    api.call('endMemberSessions', { headers, params: { userId }, query: { reason: 'lost laptop' } });
  const first = await open();
  expect((await end(eve.headers)).status).toBe(403);
  expect((await end(admin.headers)).json).toEqual({ ended: 2 });
  for (const { cookie } of first) await waitFor(isGone(cookie));
  const [own, other] = (await open()) as [SignedIn, SignedIn];
  const answer = await end(own.headers);
  expect([answer.json, sessionOf(answer)]).toEqual([{ ended: 2 }, '']);
  await waitFor(isGone(other.cookie));
  expect((await end(admin.headers, crypto.randomUUID())).status).toBe(404);
  expect((await who(admin.cookie)).status).toBe(200);
  const { entries } = await listAudit(app.database, acme.orgId, { action: 'user.sessions_ended' });
  expect(entries.map(({ actor, reason, before }) => ({ actor, reason, before }))).toEqual(
    [vic, ada].map(({ userId: actor }) => ({ actor, reason: 'lost laptop', before: { sessions: 2 } })),
  );
});

describe('invitations', () => {
  const invite = async (email: string, role: Role = 'analyst'): Promise<string> =>
    (await inviteMember(app.database, other.orgId, { email, role }, operator)).token;
  const accept = (body: object, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
    api.call('acceptInvitation', { body, headers });

  it('make somebody new a member who is signed in, once', async () => {
    await updateOrganization(app, other.orgId, { displayName: 'The Other' });
    const token = await invite('new@example.com');
    expect((await api.call('showInvitation', { body: { token } })).json).toEqual({
      ...{ organization: 'The Other', email: 'new@example.com', role: 'analyst', hasAccount: false },
    });
    expect((await accept({ token })).json.code).toBe('refused');
    const given = { token, displayName: 'New Person', password: 'correct horse battery' };
    const { me, cookie } = signedInBy(await accept(given));
    expect(me).toMatchObject({ user: { email: 'new@example.com' }, role: 'analyst', organization: { name: 'other' } });
    expect((await who(cookie)).status).toBe(200);
    for (const body of [given, { token: 'x'.repeat(43) }]) expect((await accept(body)).status).toBe(404);
    expect((await api.call('showInvitation', { body: { token } })).status).toBe(404);
  });

  it('let nobody into an account: it is proved by its password', async () => {
    const ada = await app.addPerson(acme, 'viewer');
    const token = await invite(ada.email);
    expect((await api.call('showInvitation', { body: { token } })).json.hasAccount).toBe(true);
    expect((await accept({ token, displayName: 'Eve', password: 'a new password' })).status).toBe(401);
    expect((await accept({ token })).status).toBe(401);
    const { me } = signedInBy(await accept({ token, password: ada.password }));
    expect((me.organizations as { name: string }[]).map(({ name }) => name)).toEqual(['acme', 'other']);
  });

  it('or by the session of the browser, which goes on in the other organisation', async () => {
    const ada = await app.addPerson(acme, 'viewer');
    const before = await signIn(app.url, ada);
    const eve = await signIn(app.url, await app.addPerson(acme, 'viewer'));
    const token = await invite(ada.email);
    expect((await accept({ token }, eve.cookie)).status).toBe(401);
    expect(signedInBy(await accept({ token }, before.cookie)).me).toMatchObject({ organization: { name: 'other' } });
    await waitFor(isGone(before.cookie));
  });
});

it('what people do to sign in and out stands in the audit log of their organisation', async () => {
  const ada: Person = await app.addPerson(other, 'viewer');
  await expect(signIn(app.url, { ...ada, password: 'a wrong guess' })).rejects.toThrow('401');
  const { headers } = await signIn(app.url, ada);
  await api.call('logout', { headers });
  const told = async (): Promise<string[]> => {
    const { entries } = await listAudit(app.database, other.orgId);
    const about = entries.filter(({ actor, targetId }) => [actor, targetId].includes(ada.userId));
    return about.map(({ action, address }) => `${action} ${address}`).sort();
  };
  await waitFor(async () => (await told()).length === 4);
  expect(await told()).toEqual([
    ...['member.added null', 'session.closed 127.0.0.1', 'session.opened 127.0.0.1', 'user.login_failed 127.0.0.1'],
  ]);
});
