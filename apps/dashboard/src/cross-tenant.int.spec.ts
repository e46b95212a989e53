import { randomUUID } from 'node:crypto';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { askedCompliance, listAudit } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { send, type ApiClient } from './testing/api-client.ts';
import { AttackStage, bearer, caseOf, expectNothingOf, expectOneOf, keyIdOf } from './testing/attacks/attack-stage.ts';
import { ATTACK_CASES } from './testing/attacks/cases.ts';
import { CANARY, type Victim } from './testing/attacks/victim.ts';
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

describe('every operation', () => {
  it('has a case here', () => {
    expect(Object.keys(ATTACK_CASES).sort()).toEqual(api.operations.map(({ operationId }) => operationId).sort());
    for (const operation of api.operations) {
      expect([operation.operationId, caseOf(operation)?.kind === 'open']).toEqual([
        operation.operationId,
        operation.security?.length === 0,
      ]);
    }
    expect(stage.pointed().length).toBeGreaterThan(10);
  });

  it('names no organisation but by the one who asks', () => {
    const named = stage.closed().flatMap(({ parameters }) => parameters.filter(({ name }) => /org|tenant/i.test(name)));
    expect(named).toEqual([]);
  });

  it('shows the victim what is there, so that its absence elsewhere says something', async () => {
    for (const operationId of ['searchEvents', 'exportEvents', 'listAlerts', 'listIncidents', 'listSuppressions']) {
      expect((await api.call(operationId, { key: victim.read })).text).toContain(CANARY);
    }
    for (const { operation, aim } of stage.pointed().filter(({ operation }) => operation.method === 'get')) {
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
      const { actor, token } = await stage.becomeMallory();
      return { actor, headers: bearer(token) };
    },
    'a session cookie': async () => {
      const { actor, session } = await stage.becomeMallory();
      return { actor, headers: session.headers };
    },
  };

  it.each(Object.entries(ways))('are not there for %s of another organisation, which is told of', async (_, become) => {
    const { actor, headers } = await become();
    const before = [await stage.stateOf(victim), await app.redis.call('XLEN', orgKeys(mallory.orgId).lane('c'), [])];
    const wanted: string[] = [];
    for (const { operation, aim } of stage.pointed()) {
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
    expect([await stage.stateOf(victim), await app.redis.call('XLEN', orgKeys(mallory.orgId).lane('c'), [])]).toEqual(
      before,
    );
    await stage.waitUntilTold(mallory.orgId, actor, wanted);
  });

  it('show in no list, search, series or export of another organisation', async () => {
    const before = await stage.stateOf(victim);
    const ids = Object.values(victim.things);
    const { token } = await stage.becomeMallory();
    for (const operation of stage.closed()) {
      const found = caseOf(operation);
      if (found?.kind !== 'own') continue;
      const { operationId } = operation;
      // What a session may do to itself would end it.
      const key = found.isRefused ? mallory.admin : token;
      const answer = await api.call(operationId, { key, ...found.ask });
      expect([operationId, answer.status < 300]).toEqual([operationId, found.isRefused !== true]);
      expectNothingOf([CANARY, ...ids], operationId, answer);
    }
    expect(await stage.stateOf(victim)).toEqual(before);
  });

  it('and the installation are out of reach for an admin of any but the platform organisation, which is told of', async () => {
    const asked = async () => [
      await app.redis.call('XLEN', clusterKeys.aclRequests(), []),
      await askedCompliance(app.database),
    ];
    const before = await asked();
    const wanted = stage.platform().map(({ operationId }) => `${operationId} forbidden`);
    expect(wanted.length).toBeGreaterThan(5);
    const { actor, token, session } = await stage.becomeMallory();
    expect(session.me.permissions).not.toContain('platform:read');
    const key = await app.keyOf('mallory', 'admin');
    const keyOfPlatform = await app.keyOf('victim', 'admin');
    for (const operation of stage.platform()) {
      for (const headers of [bearer(token), session.headers, bearer(key), bearer(keyOfPlatform)]) {
        const answer = await api.call(operation.operationId, { headers, ...stage.askOf(operation) });
        expect([operation.operationId, answer.json.code]).toEqual([operation.operationId, 'forbidden']);
      }
    }
    expect(await asked()).toEqual(before);
    await stage.waitUntilTold(mallory.orgId, actor, wanted);
    await stage.waitUntilTold(mallory.orgId, keyIdOf(key), wanted);
    await stage.waitUntilTold(victim.orgId, keyIdOf(keyOfPlatform), wanted);
  });

  it('are not found by naming their organisation in a parameter, header or body', async () => {
    const { actor, token: key } = await stage.becomeMallory();
    const { orgId } = victim;
    for (const operation of stage.closed()) {
      const { operationId, path, method } = operation;
      const { params = {}, body } = stage.askOf(operation);
      const url = app.url + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
      const asked = { key, ...(body === undefined ? {} : { body }) };
      const answer = await send(`${url}?orgId=${orgId}&organization=victim`, method, asked);
      const isPlatform = caseOf(operation)?.kind === 'platform';
      const refused = isPlatform ? 'forbidden' : expect.stringMatching(/^(invalid_parameter|not_found)$/);
      expect([operationId, answer.json.code]).toEqual([operationId, refused]);
      if (operationId === 'logout') continue;
      const headers = { 'x-org-id': orgId, 'x-redoubt-org': orgId, 'x-tenant': 'victim' };
      const named = await send(url, method, { ...asked, headers, ...(method === 'get' ? {} : { body: {} }) });
      expectNothingOf([CANARY], operationId, named);
      if (body === undefined || Object.hasOwn(body as object, 'orgId')) continue;
      const smuggled = await send(url, method, { key, body: { ...(body as object), orgId } });
      expectOneOf([operationId], smuggled.status, isPlatform ? [403] : [400, 404]);
    }
    await stage.waitUntilTold(mallory.orgId, actor, ['listAlerts invalid_parameter', 'exportEvents invalid_parameter']);
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
