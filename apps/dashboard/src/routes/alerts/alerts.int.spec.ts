import { decodeEntry } from '@redoubt/stream';
import type { Alert, Command, OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { ApiClient, type ApiAnswer } from '../../testing/api-client.ts';
import { makeAlert, makeIncident } from '../../testing/make-cases.ts';
import { openCaseStore, startApp, storeEvents, type Tenant, type TestApp } from '../../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let alerts: Alert[];
let store: Awaited<ReturnType<typeof openCaseStore>>;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
  const { orgId } = acme;
  const eventIds = await storeEvents(app.database, orgId, [{ eventTimeMs: Date.now() - 30_000, message: 'seen' }]);
  alerts = Array.from({ length: 25 }, (_, i) =>
    makeAlert(orgId, {
      severity: i % 5 === 0 ? 'critical' : 'medium',
      status: i % 2 === 0 ? 'firing' : 'resolved',
      updatedAtMs: 1_700_000_000_000 + i,
      sampleEventIds: eventIds,
      ...(i === 3 ? { assignee: 'ana', suppressedBy: crypto.randomUUID() } : {}),
    }),
  );
  store = await openCaseStore(app.database, orgId);
  await store(alerts.map((alert) => ({ alert })));
});
afterAll(() => app.close());

const at = (index: number): Alert => alerts[index] as Alert;
const idsOf = ({ json }: ApiAnswer): string[] => (json.alerts as Alert[]).map(({ alertId }) => alertId);

async function commandsOf(orgId: OrgId): Promise<Command[]> {
  const key = orgKeys(orgId).lane('c');
  const entries = (await app.redis.call('XRANGE', key, ['-', '+'], { buffers: true })) as [Buffer, Buffer[]][];
  return entries.flatMap(([id, fields]) => {
    const entry = decodeEntry(id.toString(), fields);
    if ('error' in entry) throw new Error(entry.error);
    return entry.lines.map((line) => JSON.parse(line.toString()) as Command);
  });
}

describe('alerts', () => {
  it('are listed by page, newest first', async () => {
    const first = await api.call('listAlerts', { key: acme.read, query: { limit: 20 } });
    const rest = await api.call('listAlerts', {
      key: acme.read,
      query: { limit: 20, cursor: first.json.nextCursor as string },
    });
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(alerts.map(({ alertId }) => alertId).toReversed());
    expect(rest.json.nextCursor).toBeUndefined();
  });

  it.each([
    [{ status: 'firing,acknowledged' }, 13],
    [{ minSeverity: 'critical' }, 5],
    [{ assignee: 'ana' }, 1],
    [{ assignee: '' }, 24],
    [{ isHidden: 'true' }, 1],
    [{ isHidden: 'false', text: 'BRUTE' }, 24],
    [{ subject: '203.0.113.9', ruleId: 'other' }, 0],
  ])('are filtered by %j', async (query, count) => {
    expect(idsOf(await api.call('listAlerts', { key: acme.read, query }))).toHaveLength(count);
  });

  it('are counted', async () => {
    const { json } = await api.call('countAlerts', { key: acme.read });
    expect(json.counts).toMatchObject({ firing: { critical: 3, medium: 10 }, resolved: { critical: 2, medium: 10 } });
  });

  it('are shown with their history and events', async () => {
    const params = { alertId: at(0).alertId };
    const { json } = await api.call('getAlert', { key: acme.read, params });
    expect(json.alert).toEqual(at(0));
    expect(json.history).toMatchObject([{ version: 1, change: 'opened', count: 12 }]);
    const { json: more } = await api.call('getAlertEvents', { key: acme.read, params });
    expect(more.events).toMatchObject([{ message: 'seen' }]);
  });
});

describe('commands', () => {
  it('are durable when answered, in order, in the name of the one who asked', async () => {
    const alertIds = [at(0).alertId, at(2).alertId, at(0).alertId];
    const note = 'looking';
    const answer = await api.call('commandAlerts', { key: acme.admin, body: { type: 'acknowledge', alertIds, note } });
    expect(answer.status).toBe(202);
    const results = answer.json.results as { id: string; outcome: string; commandId: string }[];
    expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
      [at(0).alertId, 'sent'],
      [at(2).alertId, 'sent'],
    ]);
    const commands = await commandsOf(acme.orgId);
    expect(commands).toMatchObject(
      results.map(({ id, commandId }) => ({ type: 'alert.acknowledge', alertId: id, commandId, note })),
    );
    expect(commands[0]?.actor).toMatch(/^api_key:\w{16}$/);
  });

  it.each([
    [
      { type: 'assign', assignee: null },
      { type: 'alert.assign', assignee: null },
    ],
    [
      { type: 'close', disposition: 'benign' },
      { type: 'alert.close', disposition: 'benign' },
    ],
    [
      { type: 'reopen', note: 'again' },
      { type: 'alert.reopen', note: 'again' },
    ],
    [
      { type: 'comment', note: 'hm' },
      { type: 'alert.comment', note: 'hm' },
    ],
  ])('%j is sent', async (body, command) => {
    const alertIds = [at(4).alertId];
    const answer = await api.call('commandAlerts', { key: acme.admin, body: { ...body, alertIds } });
    expect(answer.status).toBe(202);
    expect((await commandsOf(acme.orgId)).at(-1)).toMatchObject({ ...command, alertId: at(4).alertId });
  });

  it('say of each alert whether there is one; none at all is 404, more than 100 are refused', async () => {
    const none = crypto.randomUUID();
    const ask = (alertIds: string[]): Promise<ApiAnswer> =>
      api.call('commandAlerts', { key: acme.admin, body: { type: 'reopen', alertIds } });
    expect((await ask([none, at(1).alertId])).json.results).toMatchObject([
      { id: none, outcome: 'not_found' },
      { outcome: 'sent' },
    ]);
    expect((await ask([none])).json.code).toBe('not_found');
    expect((await ask(Array.from({ length: 101 }, () => at(1).alertId))).json.code).toBe('invalid_body');
  });

  it('are awaited until what they changed is stored', async () => {
    const alert = at(6);
    const asked = api.call('commandAlerts', {
      key: acme.admin,
      query: { wait: 10 },
      body: { type: 'acknowledge', alertIds: [alert.alertId] },
    });
    let commandId: string | undefined;
    await waitFor(async () => {
      const mine = (await commandsOf(acme.orgId)).find((one) => 'alertId' in one && one.alertId === alert.alertId);
      commandId = mine?.commandId;
      return commandId !== undefined;
    });
    const now = { ...alert, status: 'acknowledged' as const, version: 2 };
    await store([{ alert: now, change: 'acknowledged', actor: 'x', ...(commandId ? { commandId } : {}) }]);
    expect((await asked).json.results).toEqual([
      { id: alert.alertId, outcome: 'done', commandId, status: 'acknowledged' },
    ]);
  });

  it('that nobody handles stay unanswered; those that changed nothing are refused', async () => {
    const ask = (wait: number): Promise<ApiAnswer> =>
      api.call('commandAlerts', {
        key: acme.admin,
        query: { wait },
        body: { type: 'comment', alertIds: [at(8).alertId], note: 'x' },
      });
    expect((await ask(0.2)).json.results).toMatchObject([
      { outcome: 'unanswered', detail: 'alert-engine has not come to it' },
    ]);
    const before = (await commandsOf(acme.orgId)).length;
    const asked = ask(10);
    await waitFor(async () => (await commandsOf(acme.orgId)).length > before);
    // As alert-engine does with a command it has no use for.
    const key = orgKeys(acme.orgId).lane('c');
    const args = ['GROUP', 'alert_engine', 'owner', 'NOACK', 'STREAMS', key, '>'];
    const [reply] = await app.redis.batch([{ name: 'XREADGROUP', key, args, retry: 'never' }]);
    if (reply instanceof Error) throw reply;
    expect((await asked).json.results).toMatchObject([{ outcome: 'refused' }]);
  });
});

describe('incidents', () => {
  it('are listed, shown, and commanded', async () => {
    const incident = makeIncident(acme.orgId, { alertIds: [at(0).alertId], alertCount: 1 });
    await store([{ incident }]);
    const { json } = await api.call('listIncidents', { key: acme.read, query: { status: 'open', kind: 'alert' } });
    expect(json.incidents).toEqual([incident]);
    const shown = await api.call('getIncident', { key: acme.read, params: { incidentId: incident.incidentId } });
    expect(shown.json).toMatchObject({ incident, history: [{ change: 'opened' }], alerts: [at(0)] });
    const incidentIds = [incident.incidentId];
    for (const ask of [
      { type: 'note', note: 'x' },
      { type: 'assign', assignee: 'ana' },
      { type: 'close', note: 'done' },
    ]) {
      const answer = await api.call('commandIncidents', { key: acme.admin, body: { ...ask, incidentIds } });
      expect(answer.json.results).toMatchObject([{ id: incident.incidentId, outcome: 'sent' }]);
      const last = (await commandsOf(acme.orgId)).at(-1);
      expect(last).toMatchObject({ ...ask, type: `incident.${ask.type}`, incidentId: incident.incidentId });
    }
  });

  it('are opened by hand, with alerts there are', async () => {
    const body = { title: 'Odd logins', severity: 'high', alertIds: [at(0).alertId], note: 'by hand' };
    const answer = await api.call('openIncident', { key: acme.admin, body });
    expect(answer.status).toBe(202);
    const last = (await commandsOf(acme.orgId)).at(-1);
    expect(last).toMatchObject({ type: 'incident.open', kind: 'security', subject: {}, ...body, ...answer.json });
    const none = { ...body, alertIds: [crypto.randomUUID()] };
    expect((await api.call('openIncident', { key: acme.admin, body: none })).status).toBe(404);
  });
});
