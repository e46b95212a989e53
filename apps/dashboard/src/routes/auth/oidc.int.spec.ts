import { browse, startOidcProvider, type TestProvider } from '@redoubt/tenancy/testing';
import { ApiClient, send, type ApiAnswer } from '../../testing/api-client.ts';
import { sessionOf } from '../../testing/sign-in.ts';
import { startApp, type TestApp } from '../../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let provider: TestProvider;

beforeAll(async () => {
  provider = await startOidcProvider();
  app = await startApp({
    ...{ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'redoubt', OIDC_CLIENT_SECRET: 'a-secret-of-the-test' },
    ...{ OIDC_REDIRECT_URL: 'http://127.0.0.1/callback', OIDC_LABEL: 'Example SSO' },
    OIDC_ROLES: JSON.stringify([{ claim: 'groups', value: 'soc', organization: 'acme', role: 'analyst' }]),
  });
  api = await ApiClient.open(app.url);
  await app.addTenant('acme');
});
afterAll(async () => {
  await app.close();
  await provider.close();
});

interface Begun {
  url: URL;
  cookie: string;
}

async function begin(): Promise<Begun> {
  const { status, headers } = await api.call('startOidc');
  expect(status).toBe(302);
  const [line = ''] = headers.getSetCookie();
  expect(line).toMatch(/^__Host-redoubt_oidc=\S+; Max-Age=600; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  return { url: new URL(headers.get('location') ?? ''), cookie: line.split(';')[0] ?? '' };
}

/** Comes back as the browser would, to where this instance listens. */
async function comeBack({ url, cookie }: Begun, loginHint: string): Promise<ApiAnswer> {
  url.searchParams.set('login_hint', loginHint);
  const { search } = await browse(url, provider.issuer);
  return send(`${app.url}/api/v1/auth/oidc/callback${search}`, 'get', { headers: { cookie } });
}

it('tells the page of itself', async () => {
  expect((await api.call('getAuthOptions')).json).toEqual({
    oidc: { label: 'Example SSO', startPath: '/api/v1/auth/oidc/start' },
  });
});

it('signs in whom the provider names, with the role its claims give', async () => {
  const answer = await comeBack(await begin(), 'zoe:soc');
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
  const { json } = await api.call('getSession', { key: sessionOf(answer) ?? '' });
  expect(json).toMatchObject({ user: { email: 'zoe@example.com' }, role: 'analyst', organization: { name: 'acme' } });
});

it.each([
  ['no_role', 'stranger:cooks'],
  ['no_email', 'unverified-1:soc'],
  ['provider', 'refused:soc'],
])('goes back to the page with %s', async (error, hint) => {
  const answer = await comeBack(await begin(), hint);
  expect([answer.headers.get('location'), sessionOf(answer)]).toEqual([`/login?error=${error}`, undefined]);
});

it('believes nobody whose browser did not begin it', async () => {
  const [mine, theirs] = [await begin(), await begin()];
  const strange = await comeBack({ ...mine, cookie: theirs.cookie }, 'eve:soc');
  expect(strange.headers.get('location')).toBe('/login?error=provider');
  const none = await comeBack({ ...(await begin()), cookie: '' }, 'eve:soc');
  expect(none.headers.get('location')).toBe('/login?error=transaction');
  const bare = await api.call('finishOidc', { query: { code: 'x', state: 'y' } });
  expect(bare.headers.get('location')).toBe('/login?error=transaction');
});

describe('without a provider that answers', () => {
  it('says so on the page, and is asked again at the next try', async () => {
    const lonely = await startApp({
      ...{ OIDC_ISSUER: 'http://127.0.0.1:1', OIDC_CLIENT_ID: 'redoubt', OIDC_CLIENT_SECRET: 'x' },
      OIDC_REDIRECT_URL: 'http://127.0.0.1/callback',
    });
    for (let i = 0; i < 2; i++) {
      const answer = await send(`${lonely.url}/api/v1/auth/oidc/start`, 'get', {});
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/login?error=unavailable']);
    }
    await lonely.close();
  });

  it('there is none to go to', async () => {
    const plain = await startApp();
    expect((await send(`${plain.url}/api/v1/auth/options`, 'get', {})).json).toEqual({ oidc: null });
    expect((await send(`${plain.url}/api/v1/auth/oidc/start`, 'get', {})).status).toBe(404);
    await plain.close();
  });
});
