import { randomUUID } from 'node:crypto';
import { createSuppression } from '@redoubt/rulebook';
import { orgKeys } from '@redoubt/key-schema';
import { ApiClient, send, type KnownOperation } from './testing/api-client.ts';
import { makeAlert, makeIncident } from './testing/make-cases.ts';
import { openCaseStore, startApp, storeEvents, type Tenant, type TestApp } from './testing/start-app.ts';

const canary = 'canary-7f3e';

let app: TestApp;
let api: ApiClient;
let mallory: Tenant;
let victim: Tenant;
let ids: Record<'alertId' | 'incidentId' | 'suppressionId' | 'ruleId', string>;

beforeAll(async () => {
  app = await startApp({ KEY_REQUESTS_PER_MINUTE: '100000' });
  api = await ApiClient.open(app.url);
  mallory = await app.addTenant('mallory');
  victim = await app.addTenant('victim');
  const { orgId } = victim;
  await storeEvents(app.database, orgId, [{ message: canary, user: canary, eventTimeMs: Date.now() - 1_000 }]);
  const [alert, incident] = [makeAlert(orgId, { title: canary }), makeIncident(orgId, { title: canary })];
  await (
    await openCaseStore(app.database, orgId)
  )([{ alert }, { incident }]);
  const { suppressionId } = await createSuppression(
    app.database,
    orgId,
    {
      ...{ owner: canary, reason: canary, expiresAtMs: Date.now() + 600_000 },
      matchers: [{ field: 'user', op: 'equals', value: canary }],
    },
    { actor: canary, nowMs: Date.now() },
  );
  ids = { alertId: alert.alertId, incidentId: incident.incidentId, suppressionId, ruleId: canary };
});
afterAll(() => app.close());

/** A body that each operation with one would take, about the victim's things. */
function bodyFor(operationId: string, id?: string): unknown {
  const matchers = [{ field: 'user', op: 'equals', value: canary }];
  switch (operationId) {
    case 'commandAlerts':
      return { type: 'comment', note: 'x', alertIds: [id ?? ids.alertId] };
    case 'commandIncidents':
      return { type: 'note', note: 'x', incidentIds: [id ?? ids.incidentId] };
    case 'openIncident':
      return { title: 'x', severity: 'low', alertIds: [id ?? ids.alertId] };
    case 'changeRule':
      return { isEnabled: false };
    case 'previewSuppression':
      return { matchers };
    case 'createSuppression':
      return { matchers, reason: 'x', expiresAtMs: Date.now() + 60_000 };
    default:
      throw new Error(`say here what ${operationId} takes`);
  }
}

const closed = (): KnownOperation[] => api.operations.filter(({ security }) => security?.length !== 0);
const isPointed = ({ path, operationId }: KnownOperation): boolean =>
  path.includes('{') || ['commandAlerts', 'commandIncidents', 'openIncident'].includes(operationId);
const sent = async (tenant: Tenant): Promise<number> => {
  const [reply] = await app.redis.batch(
    [orgKeys(tenant.orgId).lane('c')].map((key) => ({ name: 'XLEN', key, args: [key], retry: 'free' as const })),
  );
  return Number(reply);
};

it('the victim sees what is there, so that its absence elsewhere says something', async () => {
  for (const operationId of ['searchEvents', 'listAlerts', 'listIncidents', 'listSuppressions', 'exportEvents']) {
    expect((await api.call(operationId, { key: victim.read })).text).toContain(canary);
  }
});

it('whatever another organisation asks for by id is not found, as if it were not there', async () => {
  const before = [await sent(victim), await sent(mallory)];
  const pointed = closed().filter(isPointed);
  expect(pointed.length).toBeGreaterThan(5);
  for (const operation of pointed) {
    const { operationId } = operation;
    const body = operation.requestBody === undefined ? {} : { body: bodyFor(operationId) };
    const answer = await api.call(operationId, { key: mallory.admin, params: ids, ...body });
    expect([operationId, answer.status]).toEqual([operationId, 404]);
    expect(answer.text).not.toContain(canary);
  }
  expect([await sent(victim), await sent(mallory)]).toEqual(before);
});

it('lists, searches and exports of another organisation show nothing', async () => {
  for (const operation of closed().filter((one) => !isPointed(one))) {
    const body = operation.requestBody === undefined ? {} : { body: bodyFor(operation.operationId) };
    const answer = await api.call(operation.operationId, { key: mallory.admin, ...body });
    expect(answer.status).toBeLessThan(300);
    expect(answer.text).not.toContain(victim.orgId);
    // Its own suppression holds the word it was made with.
    if (!operation.path.includes('/suppressions')) expect(answer.text).not.toContain(canary);
    expect(answer.text).not.toContain(ids.suppressionId);
  }
});

it('no parameter names an organisation', async () => {
  for (const { operationId, method, path, requestBody, parameters } of closed()) {
    expect(parameters.filter(({ name }) => /org|tenant/i.test(name))).toEqual([]);
    const url = app.url + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name as keyof typeof ids]);
    const body = requestBody === undefined ? {} : { body: bodyFor(operationId) };
    const answer = await send(`${url}?orgId=${victim.orgId}`, method, { key: mallory.admin, ...body });
    expect([operationId, answer.json.code]).toEqual([
      operationId,
      expect.stringMatching(/^(invalid_parameter|not_found)$/),
    ]);
    const headers = { 'x-org-id': victim.orgId, 'x-redoubt-org': victim.orgId };
    const named = await send(url, method, { key: mallory.read, headers, ...body });
    expect(named.text).not.toContain(victim.orgId);
  }
});

const odd = ['*', '{', '}', '..', '{x:y}', '%2e%2e', '../..', '[a-z]', '\u0000', "' OR 1=1 --", 'x'.repeat(400)];

it.each(odd)('the id %j names nothing', async (id) => {
  for (const operation of closed().filter(({ path }) => path.includes('{'))) {
    const params = Object.fromEntries(operation.parameters.map(({ name }) => [name, id]));
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const body = operation.requestBody === undefined ? {} : { body: bodyFor(operation.operationId) };
    const answer = await send(app.url + path, operation.method, { key: mallory.admin, ...body });
    // What a URL parser takes for a step up is another path, with the same result or that of the list.
    expect([404, 405, ...(id === '..' ? [200] : [])]).toContain(answer.status);
    expect(answer.text).not.toContain(canary);
  }
  for (const operationId of ['commandAlerts', 'commandIncidents', 'openIncident']) {
    const answer = await api.call(operationId, { key: mallory.admin, body: bodyFor(operationId, id) });
    expect(answer.json.code).toBe('invalid_body');
  }
});

it('odd texts in filters find nothing of others and break nothing', async () => {
  for (const text of odd) {
    for (const [operationId, names] of [
      ['searchEvents', ['type', 'user', 'asset', 'text', 'sourceIp', 'cursor']],
      ['exportEvents', ['user', 'text', 'cursor']],
      ['listAlerts', ['user', 'subject', 'assignee', 'text', 'ruleId', 'incidentId', 'cursor']],
      ['listIncidents', ['user', 'subject', 'text', 'cursor']],
      ['listRules', ['packId', 'text', 'cursor']],
    ] as const) {
      for (const name of names) {
        const answer = await api.call(operationId, { key: mallory.read, query: { [name]: text } });
        expect([200, 400, 422]).toContain(answer.status);
        expect(answer.text).not.toContain(canary);
      }
    }
  }
});

it('a key of one organisation with the secret of another opens nothing', async () => {
  const [, id] = mallory.admin.split('_');
  const secret = victim.admin.split('_').slice(2).join('_');
  expect((await api.call('listAlerts', { key: `rk_${id}_${secret}` })).status).toBe(401);
  expect((await api.call('getAlert', { key: mallory.admin, params: { alertId: randomUUID() } })).status).toBe(404);
});
