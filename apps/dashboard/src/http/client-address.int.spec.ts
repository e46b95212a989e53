import { send } from '../testing/api-client.ts';
import { signIn } from '../testing/sign-in.ts';
import { startApp, type Person } from '../testing/start-app.ts';

/** Where the dashboard takes a request to come from. */
async function addressOf(url: string, person: Person, forwardedFor: string): Promise<string> {
  const { email, password } = person;
  const headers = { 'x-forwarded-for': forwardedFor };
  const login = await send(`${url}/api/v1/auth/login`, 'post', { body: { email, password }, headers });
  expect(login.status).toBe(200);
  const { cookie } = await signIn(url, person);
  const { json } = await send(`${url}/api/v1/sessions?mine=true`, 'get', { headers: cookie });
  const all = json.sessions as { address: string; isCurrent: boolean }[];
  return all.filter(({ isCurrent }) => !isCurrent).at(-1)?.address ?? '';
}

it('is that of the connection: what anybody says of it is not believed', async () => {
  const app = await startApp();
  const person = await app.addPerson(await app.addTenant('acme'), 'viewer');
  expect(await addressOf(app.url, person, '203.0.113.9')).toBe('127.0.0.1');
  await app.close();
});

it('is what proxies one trusts say, up to the first that is none of them', async () => {
  const app = await startApp({ TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8' });
  const acme = await app.addTenant('acme');
  for (const [said, address] of [
    ['203.0.113.9', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
  ] as const) {
    expect(await addressOf(app.url, await app.addPerson(acme, 'viewer'), said)).toBe(address);
  }
  await app.close();
});
