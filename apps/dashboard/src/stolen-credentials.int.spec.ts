import { createHmac } from 'node:crypto';
import { revokeApiKey, ROLE_PERMISSIONS, ROLES, SCOPE_PERMISSIONS, type Permission } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { SESSION_COOKIE } from './auth/session-cookie.ts';
import type { ApiAnswer, ApiClient, KnownOperation } from './testing/api-client.ts';
import { AttackStage, bearer, keyIdOf } from './testing/attacks/attack-stage.ts';
import type { Victim } from './testing/attacks/victim.ts';
import { signIn, type SignedIn } from './testing/sign-in.ts';
import type { Tenant, TestApp } from './testing/start-app.ts';

// Each test asks every operation many times.
jest.setTimeout(180_000);

let stage: AttackStage;
let app: TestApp;
let api: ApiClient;
let mallory: Tenant;
let victim: Victim;

beforeAll(async () => {
  stage = await AttackStage.open();
  ({ app, api, mallory, victim } = stage);
});
afterAll(() => app.close());

/** A token of Mallory that says it is of the victim, as somebody without our keys could make it. */
function forgedTokens({ token }: SignedIn): string[] {
  const [head = '', body = '', mac = ''] = token.split('.');
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const parsed = (text: string): object => JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
  const claims = part({ ...parsed(body), org: victim.orgId, sub: victim.person.userId });
  const none = part({ ...parsed(head), alg: 'none' });
  const other = part({ ...parsed(head), kid: 'k2' });
  const signed = (first: string): string =>
    createHmac('sha256', 'a guess').update(`${first}.${claims}`).digest('base64url');
  return [
    `${head}.${claims}.${mac}`,
    `${none}.${claims}.`,
    `${head}.${claims}.${signed(head)}`,
    `${other}.${claims}.${signed(other)}`,
  ];
}

describe('credentials', () => {
  const ask = (operation: KnownOperation, headers: Record<string, string>): Promise<ApiAnswer> =>
    api.call(operation.operationId, { ...stage.askOf(operation), headers });

  it('that were put together of two, forged, revoked or left out open nothing', async () => {
    const session = await signIn(app.url, await app.addPerson(mallory, 'admin'));
    const secret = mallory.admin.split('_').slice(2).join('_');
    const revoked = await app.keyOf('victim', 'admin');
    await revokeApiKey(app, keyIdOf(revoked));
    const ended = await signIn(app.url, victim.person);
    await api.call('logout', { headers: ended.headers });
    await waitFor(async () => (await api.call('getSession', { headers: ended.cookie })).status === 401);
    const before = await stage.stateOf(victim);
    const wrong: Record<string, string>[] = [
      {},
      ...[`rk_${victim.things.keyId}_${secret}`, revoked, ...forgedTokens(session), ended.token].map(bearer),
      ...[...forgedTokens(session), ended.token].map((token) => ({ cookie: `${SESSION_COOKIE}=${token}` })),
      // A good cookie does not help a bad header.
      { ...session.headers, ...bearer('rk_x') },
    ];
    for (const operation of stage.closed()) {
      for (const headers of wrong) {
        const answer = await ask(operation, headers);
        expect([operation.operationId, headers, answer.status]).toEqual([operation.operationId, headers, 401]);
      }
    }
    expect(await stage.stateOf(victim)).toEqual(before);
    await stage.waitUntilTold(null, 'unauthenticated', ['listAlerts unauthenticated', 'exportEvents unauthenticated']);
  });

  it('that a browser sends along change nothing for another page, or with the token of another session', async () => {
    const { headers, cookie } = victim.session;
    const other = await signIn(app.url, await app.addPerson(mallory, 'admin'));
    const lengths = async () => (await stage.stateOf(victim)) as { lengths: unknown; sessions: unknown };
    const { lengths: before, sessions } = await lengths();
    const changing = stage.closed().filter(({ method }) => method !== 'get');
    const forged: Record<string, string>[] = [
      cookie,
      { ...headers, 'x-csrf-token': other.headers['x-csrf-token'] },
      { ...other.headers, ...cookie },
      { ...headers, origin: 'https://evil.example' },
      { ...headers, 'sec-fetch-site': 'cross-site' },
    ];
    for (const operation of changing) {
      for (const one of forged) {
        const answer = await ask(operation, one);
        expect([operation.operationId, one, answer.json.code]).toEqual([operation.operationId, one, 'forbidden']);
      }
    }
    for (const operation of stage.closed().filter(({ method }) => method === 'get')) {
      expect((await ask(operation, { ...cookie, origin: 'https://evil.example' })).status).toBe(403);
    }
    expect(await lengths()).toMatchObject({ lengths: before, sessions });
    const wanted = stage.closed().map(({ operationId }) => `${operationId} forbidden`);
    await stage.waitUntilTold(victim.orgId, victim.person.userId, wanted);
  });

  it('of a role or scope without the right are refused, whatever is asked', async () => {
    const holders: [readonly Permission[], string][] = [];
    for (const role of ROLES) {
      holders.push([ROLE_PERMISSIONS[role], (await signIn(app.url, await app.addPerson(mallory, role))).token]);
    }
    for (const scope of ['ingest', 'read'] as const) {
      holders.push([SCOPE_PERMISSIONS[scope], await app.keyOf('mallory', scope)]);
    }
    for (const operation of stage.closed()) {
      const needed = /Needs `([a-z]+:[a-z]+)`/.exec(operation.description ?? '')?.[1] as Permission | undefined;
      if (needed === undefined) continue;
      for (const [permissions, token] of holders.filter(([all]) => !all.includes(needed))) {
        const answer = await ask(operation, bearer(token));
        expect([operation.operationId, permissions.length, answer.json.code]).toEqual([
          ...[operation.operationId, permissions.length, 'forbidden'],
        ]);
      }
    }
  });
});
