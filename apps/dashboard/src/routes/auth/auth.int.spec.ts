import { waitFor } from '@redoubt/test-kit';
import { ApiClient, type ApiAnswer } from '../../testing/api-client.ts';
import { sessionOf, signedInBy, signIn } from '../../testing/sign-in.ts';
import { startApp, type Person, type Tenant, type TestApp } from '../../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let other: Tenant;
let ada: Person;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
  other = await app.addTenant('other');
  ada = await app.addPerson(acme, 'analyst');
});
afterAll(() => app.close());

const login = (body: object, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
  api.call('login', { body, headers });
const who = (headers: Record<string, string>): Promise<ApiAnswer> => api.call('getSession', { headers });

const foreign: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
];

describe('signing in', () => {
  it('opens a session that the browser keeps to itself, and says who one is', async () => {
    const answer = await login({ email: ada.email.toUpperCase(), password: ada.password });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-redoubt_session=\S+; Max-Age=43\d{3}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    const { orgId } = acme;
    expect(answer.json).toMatchObject({
      user: { userId: ada.userId, email: ada.email, displayName: 'The analyst' },
      ...{ organization: { orgId, name: 'acme' }, role: 'analyst', organizations: [{ orgId, role: 'analyst' }] },
    });
    expect(answer.json.permissions).toContain('alerts:write');
    const { cookie, me } = signedInBy(answer);
    expect((await who(cookie)).json).toEqual(me);
  });

  it('says the same of a wrong password and of an account that is not there', async () => {
    const wrong = await login({ email: ada.email, password: 'not the password' });
    const nobody = await login({ email: 'nobody@example.com', password: 'not the password' });
    expect([wrong.status, wrong.json.code]).toEqual([401, 'unauthenticated']);
    expect({ ...nobody.json, requestId: '' }).toEqual({ ...wrong.json, requestId: '' });
    expect(sessionOf(wrong)).toBeUndefined();
  });

  it('is to an organisation one belongs to', async () => {
    const { email, password } = ada;
    for (const organization of ['other', other.orgId, 'nowhere']) {
      expect((await login({ email, password, organization })).json).toMatchObject({
        ...{ code: 'forbidden', detail: 'the account is no member of that organisation' },
      });
    }
    expect((await login({ email, password, organization: acme.orgId })).status).toBe(200);
  });

  it('is not done by pages of other origins', async () => {
    const { email, password } = ada;
    for (const headers of foreign) {
      expect((await login({ email, password }, headers)).json.code).toBe('forbidden');
    }
    expect((await login({ email, password }, { origin: app.url })).status).toBe(200);
  });

  it('takes no session from outside: neither one that was begun before nor one that somebody made up', async () => {
    const { email, password } = ada;
    const eve = await signIn(app.url, await app.addPerson(acme, 'viewer'));
    const planted = [eve.cookie, { cookie: `__Host-redoubt_session=${'A'.repeat(43)}` }];
    for (const headers of planted) {
      const answer = await login({ email, password }, headers);
      const { cookie, me } = signedInBy(answer);
      expect(me).toMatchObject({ user: { userId: ada.userId } });
      expect(cookie.cookie).not.toBe(headers.cookie);
      // Who planted it has it still: it must not have become the session of who signed in.
      await waitFor(async () => (await who(headers)).status === 401);
      expect((await who(cookie)).json).toEqual(me);
    }
  });

  it('slows guessing down', async () => {
    const eve = await app.addPerson(acme, 'viewer');
    const { email } = eve;
    for (let i = 0; i < 5; i++) expect((await login({ email, password: 'a wrong guess' })).status).toBe(401);
    const answer = await login({ email, password: eve.password });
    expect(answer.json.code).toBe('rate_limited');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a session cookie', () => {
  it('changes something only with the token of its page', async () => {
    const { cookie, headers } = await signIn(app.url, ada);
    const of = { ...headers };
    const other = await signIn(app.url, ada);
    for (const wrong of [cookie, { ...of, 'x-csrf-token': 'x' }, { ...of, ...other.cookie }]) {
      const answer = await api.call('logout', { headers: wrong });
      expect([answer.status, answer.json.detail]).toEqual([403, 'x-csrf-token is not the csrfToken of the session']);
    }
    for (const one of foreign) {
      expect((await api.call('logout', { headers: { ...headers, ...one } })).status).toBe(403);
      expect((await who({ ...cookie, ...one })).status).toBe(403);
    }
    expect((await api.call('logout', { headers: { ...headers, origin: app.url } })).status).toBe(204);
  });

  it('opens nothing once its session has ended', async () => {
    const { token, cookie, headers } = await signIn(app.url, ada);
    const answer = await api.call('logout', { headers });
    expect([answer.status, sessionOf(answer)]).toEqual([204, '']);
    await waitFor(async () => (await who(cookie)).status === 401);
    expect((await api.call('getSession', { key: token })).status).toBe(401);
  });
});

it('an API key is told of too, and has no session to end', async () => {
  const { json } = await api.call('getSession', { key: acme.read });
  expect(json).toMatchObject({ user: null, role: null, csrfToken: null, organization: { orgId: acme.orgId } });
  expect((await api.call('logout', { key: acme.read })).json.code).toBe('refused');
});

it('one address asks only so much without a good credential', async () => {
  const strict = await startApp({ OPEN_REQUESTS_PER_MINUTE: '3' });
  const codes: unknown[] = [];
  for (const path of ['options', 'session', 'options', 'options', 'session']) {
    const { status, headers } = await fetch(`${strict.url}/api/v1/auth/${path}`);
    codes.push(status === 429 ? Number(headers.get('retry-after')) > 0 : status);
  }
  expect(codes).toEqual([200, 401, 200, true, true]);
  const { read: key } = await strict.addTenant('strict');
  const good = await fetch(`${strict.url}/api/v1/auth/session`, { headers: { authorization: `Bearer ${key}` } });
  expect(good.status).toBe(200);
  await strict.close();
});
