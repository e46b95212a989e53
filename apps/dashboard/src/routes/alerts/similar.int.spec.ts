import { randomUUID } from 'node:crypto';
import type { Alert, Disposition } from '@redoubt/contracts';
import { ApiClient } from '../../testing/api-client.ts';
import { makeAlert } from '../../testing/make-cases.ts';
import { openCaseStore, startApp, storeEvents, type Tenant, type TestApp } from '../../testing/start-app.ts';

const MINUTE_MS = 60_000;
let app: TestApp;
let api: ApiClient;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
});
afterAll(() => app.close());

const similar = async ({ read: key }: Tenant, { alertId }: { alertId: string }) =>
  api.call('getSimilarAlerts', { key, params: { alertId } });

/** An alert closed so long ago. */
function closedAlert(tenant: Tenant, disposition: Disposition, ageMs: number): Alert {
  const updatedAtMs = Date.now() - ageMs;
  return makeAlert(tenant.orgId, { status: 'closed', disposition, version: 2, updatedAtMs, subject: { user: 'ana' } });
}

describe('GET alerts/{id}/similar', () => {
  it('shows other alerts of the same source, whatever their rule', async () => {
    const tenant = await app.addTenant('source');
    const store = await openCaseStore(app.database, tenant.orgId);
    const alert = makeAlert(tenant.orgId);
    const same = makeAlert(tenant.orgId, { ruleId: 'other' });
    await store([
      ...[alert, same, makeAlert(tenant.orgId, { subject: { sourceIp: '203.0.113.77' } })].map((one) => ({
        alert: one,
      })),
    ]);
    expect((await similar(tenant, alert)).json).toMatchObject({ bySource: [{ alertId: same.alertId }] });
    expect((await similar(tenant, { alertId: randomUUID() })).status).toBe(404);
    const foreign = await app.addTenant('elsewhere');
    expect((await similar(foreign, alert)).status).toBe(404);
  });

  it('says how alerts of its rule were judged, by whom and why', async () => {
    const tenant = await app.addTenant('judged');
    const store = await openCaseStore(app.database, tenant.orgId);
    const alert = makeAlert(tenant.orgId);
    const old = closedAlert(tenant, 'benign', 31 * 24 * 60 * MINUTE_MS);
    const noise = closedAlert(tenant, 'false_positive', 5 * MINUTE_MS);
    const real = closedAlert(tenant, 'true_positive', MINUTE_MS);
    const other = { ...closedAlert(tenant, 'benign', 1), ruleId: 'other' };
    const said = { change: 'closed', actor: 'user:ana', note: 'the scanner' };
    await store([{ alert }, { alert: old, ...said }, { alert: noise, ...said }, { alert: other, ...said }]);
    await store([{ alert: real, change: 'closed', actor: 'user:bo' }]);
    const { byRule } = (await similar(tenant, alert)).json;
    expect(byRule).toEqual({
      closedAs: { true_positive: 1, false_positive: 1, benign: 0 },
      last: [
        { alertId: real.alertId, disposition: 'true_positive', closedBy: 'user:bo', atMs: real.updatedAtMs },
        {
          ...{ alertId: noise.alertId, disposition: 'false_positive', closedBy: 'user:ana', note: 'the scanner' },
          atMs: noise.updatedAtMs,
        },
      ],
    });
  });

  it('draws the stored events of its subject and kind over its window', async () => {
    const tenant = await app.addTenant('window');
    const { orgId } = tenant;
    const atMs = Date.now() - 10 * MINUTE_MS;
    const event = (afterMs: number, more: object = {}) => {
      return { eventTimeMs: atMs + afterMs, sourceIp: '203.0.113.7', ...more };
    };
    const ids = await storeEvents(app.database, orgId, [
      ...[event(-4 * MINUTE_MS), event(0), event(1), event(MINUTE_MS)],
      ...[event(2, { sourceIp: '203.0.113.8' }), event(3, { eventType: 'web_request' }), event(-6 * MINUTE_MS)],
    ]);
    const seen = { firstSeenMs: atMs, lastSeenMs: atMs + MINUTE_MS, threshold: 3, windowSeconds: 300 };
    const alert = makeAlert(orgId, { ...seen, sampleEventIds: ids.slice(1, 3) });
    const bare = makeAlert(orgId, seen);
    const store = await openCaseStore(app.database, orgId);
    await store([{ alert }, { alert: bare }]);
    const { window } = (await similar(tenant, alert)).json as {
      window: { stepMs: number; points: { atMs: number; count: number }[] };
    };
    expect(window).toMatchObject({ stepMs: 7_000, isWhole: true, threshold: 3, windowSeconds: 300 });
    const filled = window.points.filter(({ count }) => count > 0);
    expect(filled.map(({ count }) => count)).toEqual([1, 2, 1]);
    expect(window.points[0]?.atMs).toBe(atMs - 5 * MINUTE_MS);
    expect(window.points.length).toBeLessThanOrEqual(60);
    expect((await similar(tenant, bare)).json.window).toMatchObject({ points: [], isWhole: true });
  });
});
