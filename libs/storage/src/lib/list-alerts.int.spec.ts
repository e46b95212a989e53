import { newOrgId, PermanentError, SEVERITIES, type Alert, type AlertStatus, type OrgId } from '@redoubt/contracts';
import { alertOf, incidentOf } from '@redoubt/test-kit';
import { makeRecordRow } from '../testing/make-record-row.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { AlertStore } from './alert-store.ts';
import { alertCounts, getAlert, listAlerts, type AlertFilters } from './list-alerts.ts';
import { listIncidents } from './list-incidents.ts';
import type { ListOptions } from './keyset-query.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
const own = newOrgId();
const foreign = newOrgId();
const incidentId = globalThis.crypto.randomUUID();
const statuses: AlertStatus[] = ['firing', 'acknowledged', 'resolved', 'closed'];
let server: TestDatabase;

/** Forty alerts; changes come in groups of four at the same time. */
const alerts: Alert[] = Array.from({ length: 40 }, (_, i) =>
  alertOf({
    orgId: own,
    ruleId: `rule-${i % 3}`,
    severity: SEVERITIES[i % 5] ?? 'low',
    status: statuses[i % 4] ?? 'firing',
    title: `Alert 100% ${i} Over`,
    subject: { sourceIp: `203.0.113.${i % 4}`, user: `u${i % 2}`, asset: 'a_b' },
    updatedAtMs: 1_700_000_000_000 + Math.floor(i / 4) * 1_000,
    lastSeenMs: 1_600_000_000_000 - i * 1_000,
    ...(i % 10 === 0 ? { assignee: 'ana', incidentId, suppressedBy: incidentId } : {}),
    ...(i % 8 === 0 ? { disposition: 'benign' as const } : {}),
  }),
);

beforeAll(async () => {
  server = await createTestDatabase();
  const store = new AlertStore({ database: server.database, consumer });
  for (const [orgId, stored] of [
    [own, alerts],
    [foreign, [alertOf({ orgId: foreign })]],
  ] as const) {
    await claimPositions(server.database, { orgId, consumer, epoch: 1, lanes: ['a'] });
    const events = stored.map((alert, index) => makeRecordRow('1-0', { alert }, { index }));
    await store.store([{ orgId, epoch: 1, lane: 'a', events }]);
  }
  const incidents = ['open', 'closed', 'open'].map((status, at) =>
    makeRecordRow(`${at + 2}-0`, { incident: incidentOf({ orgId: own, status: status as 'open', updatedAtMs: at }) }),
  );
  await store.store([{ orgId: own, epoch: 1, lane: 'a', events: incidents }]);
});
afterAll(() => server.close());

/** All pages, to the end. */
async function pages(filters: AlertFilters, options: ListOptions): Promise<Alert[][]> {
  const found: Alert[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listAlerts(server.database, own, filters, { ...options, ...(cursor ? { cursor } : {}) });
    found.push(page.alerts);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

function newestFirst(by: (alert: Alert) => number) {
  return [...alerts].sort((a, b) => by(b) - by(a) || (a.alertId < b.alertId ? 1 : -1));
}

describe('listAlerts', () => {
  test.each([1, 3, 7, 39, 40, 1_000])('pages of %i give every alert once, in order', async (limit) => {
    const found = await pages({}, { limit });
    expect(found.flat()).toEqual(newestFirst((alert) => alert.updatedAtMs));
    expect(found).toHaveLength(Math.ceil(40 / limit));
  });

  test('also by the time of the latest event', async () => {
    const found = await pages({}, { limit: 11, sort: 'lastSeen' });
    expect(found.flat()).toEqual(newestFirst((alert) => alert.lastSeenMs));
  });

  test.each<[string, AlertFilters, (alert: Alert) => boolean]>([
    ['statuses', { statuses: ['firing', 'closed'] }, (a) => a.status === 'firing' || a.status === 'closed'],
    ['no status', { statuses: [] }, () => false],
    ['severity', { minSeverity: 'high' }, (a) => a.severity === 'high' || a.severity === 'critical'],
    ['rule', { ruleId: 'rule-1' }, (a) => a.ruleId === 'rule-1'],
    ['address', { sourceIp: '203.0.113.2' }, (a) => a.subject.sourceIp === '203.0.113.2'],
    ['user and asset', { user: 'u1', asset: 'a_b' }, (a) => a.subject.user === 'u1'],
    ['an address as subject', { subject: '203.0.113.3' }, (a) => a.subject.sourceIp === '203.0.113.3'],
    ['a user as subject', { subject: 'u0' }, (a) => a.subject.user === 'u0'],
    ['an asset as subject', { subject: 'a_b' }, () => true],
    ['assignee', { assignee: 'ana' }, (a) => a.assignee === 'ana'],
    ['nobody', { assignee: null }, (a) => a.assignee === undefined],
    ['disposition', { disposition: 'benign' }, (a) => a.disposition === 'benign'],
    ['incident', { incidentId }, (a) => a.incidentId !== undefined],
    ['hidden', { isHidden: true }, (a) => a.suppressedBy !== undefined],
    ['not hidden', { isHidden: false }, (a) => a.suppressedBy === undefined],
    ['text in any case', { text: '17 oVER' }, (a) => a.title.includes('17 Over')],
    ['text with a sign of its own', { text: '100% 3' }, (a) => a.title.startsWith('Alert 100% 3')],
    ['text that is no pattern', { text: '1_0' }, () => false],
    [
      'time',
      { fromMs: 1_700_000_002_000, toMs: 1_700_000_004_000 },
      (a) => a.updatedAtMs >= 1_700_000_002_000 && a.updatedAtMs < 1_700_000_004_000,
    ],
  ])('filters by %s', async (_name, filters, isWanted) => {
    const found = await pages(filters, { limit: 5 });
    expect(found.flat()).toEqual(newestFirst((alert) => alert.updatedAtMs).filter(isWanted));
  });

  test.each<[AlertFilters, ListOptions]>([
    [{}, { limit: 0 }],
    [{}, { limit: 1_001 }],
    [{}, { cursor: 'x' }],
    [{}, { cursor: Buffer.from('1 s-1-0-1').toString('base64url') }],
    [{ sourceIp: 'nowhere' }, {}],
  ])('refuses %j %j', async (filters, options) => {
    await expect(listAlerts(server.database, own, filters, options)).rejects.toBeInstanceOf(PermanentError);
  });

  test('another organisation sees its own only, whatever it asks for', async () => {
    const [first] = alerts;
    expect((await listAlerts(server.database, foreign)).alerts).toHaveLength(1);
    expect(await getAlert(server.database, foreign, first?.alertId ?? '')).toBeUndefined();
    expect((await listAlerts(server.database, newOrgId() as OrgId)).alerts).toEqual([]);
    const text = 'SELECT org_id FROM alert_history UNION SELECT org_id FROM alerts UNION SELECT org_id FROM incidents';
    const seen = await server.database.transaction((session) => session.query(text), {
      role: 'redoubt_reader',
      orgId: foreign,
    });
    expect(seen).toEqual([{ org_id: foreign }]);
  });
});

describe('alertCounts', () => {
  test('counts by status and severity', async () => {
    const counts = await alertCounts(server.database, own);
    const all = Object.values(counts).flatMap((bySeverity) => Object.values(bySeverity));
    expect(all).toHaveLength(20);
    expect(all.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(counts.firing).toEqual({ informational: 2, low: 2, medium: 2, high: 2, critical: 2 });
    const recent = await alertCounts(server.database, own, { sinceMs: 1_700_000_009_000 });
    expect(Object.values(recent.closed).reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});

describe('listIncidents', () => {
  test('filters and pages', async () => {
    const open = await listIncidents(server.database, own, { statuses: ['open'] }, { limit: 1 });
    expect(open.incidents.map((incident) => incident.updatedAtMs)).toEqual([2]);
    const cursor = open.nextCursor ?? '';
    const rest = await listIncidents(server.database, own, { statuses: ['open'] }, { limit: 1, cursor });
    expect(rest.incidents.map((incident) => incident.updatedAtMs)).toEqual([0]);
    expect(rest.nextCursor).toBeUndefined();
    expect((await listIncidents(server.database, own, { kind: 'security' })).incidents).toEqual([]);
  });
});
