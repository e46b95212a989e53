import { createSessions, createUser, parseSessionKeys, setMember, type Role, type Sessions } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { testLogger } from '@redoubt/worker-test-kit';
import { ApiClient } from '../testing/api-client.ts';
import { startApp, TEST_SESSION_KEYS, type Tenant, type TestApp } from '../testing/start-app.ts';

const operator = { kind: 'operator', name: 'spec' } as const;

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let sessions: Sessions;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
  const { redis, database } = app;
  sessions = createSessions({ redis, database, log: testLogger(), keys: parseSessionKeys(TEST_SESSION_KEYS) });
});
afterAll(() => app.close());

async function signIn(role: Role): ReturnType<Sessions['open']> {
  const { redis, database } = app;
  const given = { email: `${role}@example.com`, displayName: role };
  const { id: userId } = await createUser(database, given, { by: operator });
  await setMember({ redis, database }, acme.orgId, { userId, role }, operator);
  return sessions.open({ userId, orgId: acme.orgId, address: '203.0.113.1' });
}

it('a session has the rights of its role', async () => {
  const { token: viewer } = await signIn('viewer');
  const { token: analyst } = await signIn('analyst');
  const body = { type: 'comment', note: 'x', alertIds: [crypto.randomUUID()] };
  expect((await api.call('listAlerts', { key: viewer })).status).toBe(200);
  expect((await api.call('commandAlerts', { key: viewer, body })).json.code).toBe('forbidden');
  expect((await api.call('commandAlerts', { key: analyst, body })).json.code).toBe('not_found');
  expect((await api.call('exportEvents', { key: viewer })).json.code).toBe('forbidden');
});

it('what it changes is changed in the name of its user', async () => {
  const { token: key, principal } = await signIn('admin');
  const matchers = [{ field: 'user', op: 'equals', value: 'root' }];
  const body = { matchers, reason: 'x', expiresAtMs: Date.now() + 60_000 };
  const { json } = await api.call('createSuppression', { key, body });
  expect(json.suppression).toMatchObject({ owner: `user:${principal.userId}` });
});

it('a session that has ended opens nothing, nor does one that somebody else signed', async () => {
  const { token: key, principal } = await signIn('auditor');
  expect((await api.call('listAlerts', { key })).status).toBe(200);
  await sessions.close(principal);
  await waitFor(async () => (await api.call('listAlerts', { key })).status === 401);
  const forged = `${key.slice(0, key.lastIndexOf('.'))}.${'A'.repeat(43)}`;
  expect((await api.call('listAlerts', { key: forged })).json.code).toBe('unauthenticated');
});
