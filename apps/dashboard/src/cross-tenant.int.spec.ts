import { createHmac, randomUUID } from 'node:crypto';
import { orgKeys } from '@redoubt/key-schema';
import { listAudit } from '@redoubt/storage';
import { revokeApiKey, ROLE_PERMISSIONS, ROLES, SCOPE_PERMISSIONS, type Permission } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { SESSION_COOKIE } from './auth/session-cookie.ts';
import { ApiClient, send, type ApiAnswer, type KnownOperation } from './testing/api-client.ts';
import { ATTACK_CASES, type Ask, type AttackCase } from './testing/attacks/cases.ts';
import { CANARY, makeVictim, type Victim } from './testing/attacks/victim.ts';
import { rawSend } from './testing/raw-send.ts';
import { signIn, type SignedIn } from './testing/sign-in.ts';
import { startApp, type Tenant, type TestApp } from './testing/start-app.ts';

// Each asks every operation many times.
jest.setTimeout(180_000);

let app: TestApp;
let api: ApiClient;
let mallory: Tenant;
let victim: Victim;

beforeAll(async () => {
  const kinds = ['KEY', 'USER', 'OPEN'];
  const limits = Object.fromEntries(kinds.map((kind) => [`${kind}_REQUESTS_PER_MINUTE`, '1000000']));
  app = await startApp({ ...limits, MAX_EXPORTS: '100' });
  api = await ApiClient.open(app.url);
  mallory = await app.addTenant('mallory');
  victim = await makeVictim(app);
});
afterAll(() => app.close());

type Pointed = Extract<AttackCase, { kind: 'pointed' }>;

const caseOf = ({ operationId }: KnownOperation): AttackCase | undefined => ATTACK_CASES[operationId];
const closed = (): KnownOperation[] =>
  api.operations.filter((one) => one.security?.length !== 0 && caseOf(one) !== undefined);
const pointed = (): { operation: KnownOperation; aim: Pointed }[] =>
  api.operations.flatMap((operation) => {
    const aim = caseOf(operation);
    return aim?.kind === 'pointed' ? [{ operation, aim }] : [];
  });
/** What an operation takes, about the victim's things. */
const askOf = (operation: KnownOperation): Ask => {
  const found = caseOf(operation);
  return found?.kind === 'pointed' ? found.ask(victim.things[found.at]) : (found?.ask ?? {});
};

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
/** An admin of another organisation, who has refused nothing yet. */
async function becomeMallory(): Promise<{ actor: string; token: string; session: SignedIn }> {
  const person = await app.addPerson(mallory, 'admin');
  const session = await signIn(app.url, person);
  return { actor: person.userId, token: session.token, session };
}
const keyIdOf = (key: string): string => key.split('_')[1] ?? '';

/** Operations and codes of refusals that the audit log of an organisation (or of none) tells of, by one actor. */
async function told(orgId: Tenant['orgId'] | null, actor: string): Promise<Set<string>> {
  const found = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
    const { entries, nextCursor } = await listAudit(app.database, orgId, { action: 'access.refused', actor }, page);
    for (const { targetId, after } of entries) found.add(`${targetId} ${(after as { code: string }).code}`);
    cursor = nextCursor;
  } while (cursor !== undefined);
  return found;
}

async function waitUntilTold(orgId: Tenant['orgId'] | null, actor: string, wanted: readonly string[]): Promise<void> {
  let missing = wanted;
  const isTold = async (): Promise<boolean> => {
    const found = await told(orgId, actor);
    missing = wanted.filter((one) => !found.has(one));
    return missing.length === 0;
  };
  await waitFor(isTold, { timeoutMs: 10_000, what: 'audit records' }).catch(() => undefined);
  expect(missing).toEqual([]);
}

/** Says of what it was when it was not. */
function expectOneOf(what: readonly unknown[], got: unknown, wanted: readonly unknown[]): void {
  expect([...what, got]).toEqual([...what, wanted.includes(got) ? got : wanted]);
}

function expectNothingOf(secrets: readonly string[], operationId: string, { text }: { text: string }): void {
  expect([operationId, secrets.filter((secret) => text.includes(secret))]).toEqual([operationId, []]);
}

/** What of an organisation an attack would change. */
async function stateOf({ orgId }: Tenant): Promise<unknown> {
  const keys = orgKeys(orgId);
  const [audit] = (await listAudit(app.database, orgId, {}, { limit: 1 })).entries;
  const lengths = await Promise.all(
    [keys.lane('c'), keys.deadLetters('db_writer'), keys.lane('s')].map((key) => app.redis.call('XLEN', key, [])),
  );
  return { lengths, seq: audit?.seq, sessions: await app.redis.call('ZCARD', keys.sessions(), []) };
}

describe('every operation', () => {
  it('has a case here', () => {
    expect(Object.keys(ATTACK_CASES).sort()).toEqual(api.operations.map(({ operationId }) => operationId).sort());
    for (const operation of api.operations) {
      expect([operation.operationId, caseOf(operation)?.kind === 'open']).toEqual([
        operation.operationId,
        operation.security?.length === 0,
      ]);
    }
    expect(pointed().length).toBeGreaterThan(10);
  });

  it('names no organisation but by the one who asks', () => {
    const named = closed().flatMap(({ parameters }) => parameters.filter(({ name }) => /org|tenant/i.test(name)));
    expect(named).toEqual([]);
  });

  it('shows the victim what is there, so that its absence elsewhere says something', async () => {
    for (const operationId of ['searchEvents', 'exportEvents', 'listAlerts', 'listIncidents', 'listSuppressions']) {
      expect((await api.call(operationId, { key: victim.read })).text).toContain(CANARY);
    }
    for (const { operation, aim } of pointed().filter(({ operation }) => operation.method === 'get')) {
      const answer = await api.call(operation.operationId, { key: victim.admin, ...aim.ask(victim.things[aim.at]) });
      expect([operation.operationId, answer.status]).toEqual([operation.operationId, 200]);
    }
  });
});

describe('the victim’s things', () => {
  /** The three ways to be an admin of another organisation. */
  const ways = {
    'an API key': async () => {
      const key = await app.keyOf('mallory', 'admin');
      return { actor: keyIdOf(key), headers: bearer(key) };
    },
    'the token of a session': async () => {
      const { actor, token } = await becomeMallory();
      return { actor, headers: bearer(token) };
    },
    'a session cookie': async () => {
      const { actor, session } = await becomeMallory();
      return { actor, headers: session.headers };
    },
  };

  it.each(Object.entries(ways))('are not there for %s of another organisation, which is told of', async (_, become) => {
    const { actor, headers } = await become();
    const before = [await stateOf(victim), await app.redis.call('XLEN', orgKeys(mallory.orgId).lane('c'), [])];
    const wanted: string[] = [];
    for (const { operation, aim } of pointed()) {
      const { operationId } = operation;
      const answer = await api.call(operationId, { headers, ...aim.ask(victim.things[aim.at]) });
      expectNothingOf([CANARY], operation.operationId, answer);
      if (aim.isAnswered) {
        expect(answer.text).toContain('gone');
        continue;
      }
      const isKeyOnly = answer.json.code === 'refused' && operationId === 'switchOrganization';
      if (!isKeyOnly) expectOneOf([operationId], answer.status, [403, 404]);
      if (!isKeyOnly) wanted.push(`${operationId} ${String(answer.json.code)}`);
    }
    expect([await stateOf(victim), await app.redis.call('XLEN', orgKeys(mallory.orgId).lane('c'), [])]).toEqual(before);
    await waitUntilTold(mallory.orgId, actor, wanted);
  });

  it('show in no list, search, series or export of another organisation', async () => {
    const before = await stateOf(victim);
    const ids = Object.values(victim.things);
    const { token } = await becomeMallory();
    for (const operation of closed()) {
      const found = caseOf(operation);
      if (found?.kind !== 'own') continue;
      const { operationId } = operation;
      // What a session may do to itself would end it.
      const key = found.isRefused ? mallory.admin : token;
      const answer = await api.call(operationId, { key, ...found.ask });
      expect([operationId, answer.status < 300]).toEqual([operationId, found.isRefused !== true]);
      expectNothingOf([CANARY, ...ids], operationId, answer);
    }
    expect(await stateOf(victim)).toEqual(before);
  });

  it('are not found by naming their organisation in a parameter, header or body', async () => {
    const { actor, token: key } = await becomeMallory();
    const { orgId } = victim;
    for (const operation of closed()) {
      const { operationId, path, method } = operation;
      const { params = {}, body } = askOf(operation);
      const url = app.url + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
      const asked = { key, ...(body === undefined ? {} : { body }) };
      const answer = await send(`${url}?orgId=${orgId}&organization=victim`, method, asked);
      const refused = expect.stringMatching(/^(invalid_parameter|not_found)$/);
      expect([operationId, answer.json.code]).toEqual([operationId, refused]);
      if (operationId === 'logout') continue;
      const headers = { 'x-org-id': orgId, 'x-redoubt-org': orgId, 'x-tenant': 'victim' };
      const named = await send(url, method, { ...asked, headers, ...(method === 'get' ? {} : { body: {} }) });
      expectNothingOf([CANARY], operationId, named);
      if (body === undefined || Object.hasOwn(body as object, 'orgId')) continue;
      const smuggled = await send(url, method, { key, body: { ...(body as object), orgId } });
      expectOneOf([operationId], smuggled.status, [400, 404]);
    }
    await waitUntilTold(mallory.orgId, actor, ['listAlerts invalid_parameter', 'exportEvents invalid_parameter']);
  });
});

/** As they are sent on the wire. */
const odd = [
  ...['*', '{', '}', '{x:y}', '[a-z]*', '..', '%2e%2e', '..%2f..', '%00', 'a%00b', '%7b%7d', '%ff', '%'],
  ...["'%20OR%201=1--", 'x'.repeat(400), '__proto__', 'constructor', '0', 'null'],
];

describe('what is no id', () => {
  it('names nothing in a path', async () => {
    const { actor, token: key } = await becomeMallory();
    const before = await stateOf(victim);
    const withParams = pointed().filter(({ operation }) => operation.path.includes('{'));
    for (const { operation, aim } of withParams) {
      const { params = {}, body } = aim.ask(victim.things[aim.at]);
      for (const name of Object.keys(params)) {
        const send = (id: string) => {
          const all = { ...params, [name]: id };
          const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, one: string) => all[one] ?? '');
          return rawSend(app.url, { method: operation.method, path, headers: bearer(key), body });
        };
        const answers = await Promise.all(odd.map(async (id) => ({ id, answer: await send(id) })));
        for (const { id, answer } of answers) {
          expect([operation.operationId, id, answer.status]).toEqual([
            ...[operation.operationId, id],
            // What is no percent-encoding is no HTTP; every other text is an id that nothing has.
            ['%ff', '%'].includes(id) ? 400 : 404,
          ]);
          expectNothingOf([CANARY], operation.operationId, answer);
        }
      }
    }
    expect(await stateOf(victim)).toEqual(before);
    const wanted = withParams.map(({ operation }) => `${operation.operationId} not_found`);
    await waitUntilTold(mallory.orgId, actor, wanted);
  });

  it('names nothing in a body', async () => {
    const { actor, token: key } = await becomeMallory();
    const inBody = pointed().filter(({ aim }) => aim.ask('x').body !== undefined && !aim.ask('x').params);
    expect(inBody.length).toBeGreaterThan(3);
    const wanted: string[] = [];
    for (const { operation, aim } of inBody) {
      const { operationId } = operation;
      for (const id of [...odd, '\u0000', '../..', '\ud800']) {
        const { json } = await api.call(operationId, { key, ...aim.ask(id) });
        expectOneOf([operationId, id], json.code, ['invalid_body', 'not_found']);
        wanted.push(`${operationId} ${String(json.code)}`);
      }
    }
    await waitUntilTold(mallory.orgId, actor, wanted);
  });

  it('finds nothing of others in a filter, and breaks nothing', async () => {
    const { token: key } = await becomeMallory();
    for (const operation of closed().filter(({ method }) => method === 'get')) {
      const { operationId, parameters } = operation;
      const { params = {} } = askOf(operation);
      for (const { name } of parameters.filter((one) => one.in === 'query')) {
        for (const text of ['*', '{', '..', '\u0000', "' OR 1=1 --", victim.orgId, 'x'.repeat(3_000)]) {
          const answer = await api.call(operationId, { key, params, query: { [name]: text } });
          expectOneOf([operationId, name, text], answer.status, [200, 400, 404, 422]);
          expectNothingOf([CANARY], operation.operationId, answer);
        }
      }
    }
  });
});

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
    api.call(operation.operationId, { ...askOf(operation), headers });

  it('that were put together of two, forged, revoked or left out open nothing', async () => {
    const session = await signIn(app.url, await app.addPerson(mallory, 'admin'));
    const secret = mallory.admin.split('_').slice(2).join('_');
    const revoked = await app.keyOf('victim', 'admin');
    await revokeApiKey(app, keyIdOf(revoked));
    const ended = await signIn(app.url, victim.person);
    await api.call('logout', { headers: ended.headers });
    await waitFor(async () => (await api.call('getSession', { headers: ended.cookie })).status === 401);
    const before = await stateOf(victim);
    const wrong: Record<string, string>[] = [
      {},
      ...[`rk_${victim.things.keyId}_${secret}`, revoked, ...forgedTokens(session), ended.token].map(bearer),
      ...[...forgedTokens(session), ended.token].map((token) => ({ cookie: `${SESSION_COOKIE}=${token}` })),
      // A good cookie does not help a bad header.
      { ...session.headers, ...bearer('rk_x') },
    ];
    for (const operation of closed()) {
      for (const headers of wrong) {
        const answer = await ask(operation, headers);
        expect([operation.operationId, headers, answer.status]).toEqual([operation.operationId, headers, 401]);
      }
    }
    expect(await stateOf(victim)).toEqual(before);
    await waitUntilTold(null, 'unauthenticated', ['listAlerts unauthenticated', 'exportEvents unauthenticated']);
  });

  it('that a browser sends along change nothing for another page, or with the token of another session', async () => {
    const { headers, cookie } = victim.session;
    const other = await signIn(app.url, await app.addPerson(mallory, 'admin'));
    const lengths = async () => (await stateOf(victim)) as { lengths: unknown; sessions: unknown };
    const { lengths: before, sessions } = await lengths();
    const changing = closed().filter(({ method }) => method !== 'get');
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
    for (const operation of closed().filter(({ method }) => method === 'get')) {
      expect((await ask(operation, { ...cookie, origin: 'https://evil.example' })).status).toBe(403);
    }
    expect(await lengths()).toMatchObject({ lengths: before, sessions });
    const wanted = closed().map(({ operationId }) => `${operationId} forbidden`);
    await waitUntilTold(victim.orgId, victim.person.userId, wanted);
  });

  it('of a role or scope without the right are refused, whatever is asked', async () => {
    const holders: [readonly Permission[], string][] = [];
    for (const role of ROLES) {
      holders.push([ROLE_PERMISSIONS[role], (await signIn(app.url, await app.addPerson(mallory, role))).token]);
    }
    for (const scope of ['ingest', 'read'] as const) {
      holders.push([SCOPE_PERMISSIONS[scope], await app.keyOf('mallory', scope)]);
    }
    for (const operation of closed()) {
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

it('exports are told of with who asked for what, and how much they got', async () => {
  const key = await app.keyOf('victim', 'read');
  await api.call('exportEvents', { key, query: { user: CANARY, format: 'csv' } });
  const told = async () =>
    (await listAudit(app.database, victim.orgId, { action: 'events', actor: keyIdOf(key) })).entries;
  await waitFor(async () => (await told()).length === 2);
  expect(await told()).toMatchObject([
    { action: 'events.export_ended', targetId: 'csv', after: { rows: 1 } },
    { action: 'events.export_started', address: '127.0.0.1', after: { filters: { user: CANARY }, limit: 10_000 } },
  ]);
  expect(await api.call('getAlert', { key, params: { alertId: randomUUID() } })).toMatchObject({ status: 404 });
});
