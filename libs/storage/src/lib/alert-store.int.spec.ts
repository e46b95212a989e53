import { newOrgId, type Alert, type OrgId } from '@redoubt/contracts';
import { alertOf, incidentOf } from '@redoubt/test-kit';
import { makeRecordRow } from '../testing/make-record-row.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { AlertRecordRow } from './alert-rows.ts';
import { AlertStore } from './alert-store.ts';
import { listAudit } from './audit/list-audit.ts';
import { verifyAudit } from './audit/verify-audit.ts';
import { getAlert, listAlerts } from './list-alerts.ts';
import { getIncident } from './list-incidents.ts';
import { claimPositions } from './stream-positions.ts';

const consumer = 'db_writer';
const lanes = ['a', 'p', 's'];
let server: TestDatabase;
let store: AlertStore;

beforeAll(async () => {
  server = await createTestDatabase();
  store = new AlertStore({ database: server.database, consumer });
});
afterAll(() => server.close());

async function newOrg(epoch = 1): Promise<OrgId> {
  const orgId = newOrgId();
  await claimPositions(server.database, { orgId, consumer, epoch, lanes });
  return orgId;
}

function batch(orgId: OrgId, events: AlertRecordRow[], epoch = 1) {
  return { orgId, epoch, lane: 'a' as const, events };
}

async function historyOf(orgId: OrgId, alertId: string): Promise<string[]> {
  const found = await getAlert(server.database, orgId, alertId);
  return (found?.history ?? []).map((entry) => `${entry.version} ${entry.change}`);
}

describe('AlertStore', () => {
  test('keeps the newest state of an alert and one history row per record', async () => {
    const orgId = await newOrg();
    const alert = alertOf({ orgId });
    const grown: Alert = { ...alert, count: 20, version: 2, lastSeenMs: alert.lastSeenMs + 1 };
    const acknowledged: Alert = { ...grown, status: 'acknowledged', version: 3 };
    const commandId = globalThis.crypto.randomUUID();
    const rows = [
      makeRecordRow('1-0', { alert }),
      makeRecordRow('1-0', { alert: grown }, { index: 1, change: 'updated' }),
      makeRecordRow('2-0', { alert: acknowledged }, { change: 'acknowledged', actor: 'ana', note: 'mine', commandId }),
    ];
    const [result] = await store.store([batch(orgId, rows)]);
    expect(result).toEqual({ kind: 'stored', storedCount: 3, alreadyStoredCount: 0, refused: [] });
    const found = await getAlert(server.database, orgId, alert.alertId);
    expect(found?.alert).toEqual(acknowledged);
    expect(found?.history.map((entry) => entry.change)).toEqual(['opened', 'updated', 'acknowledged']);
    expect(found?.history[2]).toMatchObject({ actor: 'ana', note: 'mine', commandId, count: 20, severity: 'high' });
  });

  test('what people changed stands in the audit log of its organisation, once, with what it was', async () => {
    const [orgId, other] = [await newOrg(), await newOrg()];
    const person = (actor: string, note?: string) => ({
      ...{ actor, commandId: globalThis.crypto.randomUUID() },
      ...(note === undefined ? {} : { note }),
    });
    const alert = alertOf({ orgId });
    const incident = incidentOf({ orgId });
    const held: Alert = { ...alert, status: 'acknowledged', assignee: 'user:u-1', version: 2 };
    const closed: Alert = { ...held, status: 'closed', disposition: 'benign', version: 3 };
    const rows = [
      makeRecordRow('1-0', { alert }),
      makeRecordRow('2-0', { alert: held }, { change: 'acknowledged', ...person('user:u-1') }),
      makeRecordRow('3-0', { alert: closed }, { change: 'closed', ...person('api_key:k-1', 'a scan of ours') }),
      makeRecordRow('4-0', { incident }, { ...person('root') }),
    ];
    const foreign = makeRecordRow(
      '1-0',
      { alert: alertOf({ orgId: other }) },
      { change: 'commented', ...person('user:u-2', 'x') },
    );
    await store.store([batch(orgId, rows.slice(0, 2)), batch(other, [foreign])]);
    await store.store([batch(orgId, rows)]);
    await store.store([batch(orgId, rows), batch(other, [foreign])]);
    const { entries } = await listAudit(server.database, orgId);
    expect(entries).toMatchObject([
      { action: 'incident.opened', actorKind: 'operator', actor: 'root', targetId: incident.incidentId, before: null },
      {
        ...{ action: 'alert.closed', actorKind: 'api_key', actor: 'k-1', reason: 'a scan of ours' },
        ...{ before: { status: 'acknowledged' }, after: { status: 'closed', disposition: 'benign' } },
      },
      { action: 'alert.acknowledged', actorKind: 'user', actor: 'u-1', before: { status: 'firing' } },
    ]);
    expect(await verifyAudit(server.database, orgId)).toMatchObject({ isSound: true, entries: 3 });
    expect((await listAudit(server.database, other)).entries).toMatchObject([
      { action: 'alert.commented', reason: 'x' },
    ]);
  });

  test('many changes at once make one sound chain', async () => {
    const orgId = await newOrg();
    const rows = Array.from({ length: 1_200 }, (_, i) =>
      makeRecordRow(
        `${i + 1}-0`,
        { alert: alertOf({ orgId }) },
        { change: 'acknowledged', actor: 'user:u-1', commandId: globalThis.crypto.randomUUID() },
      ),
    );
    await store.store([batch(orgId, rows)]);
    expect(await verifyAudit(server.database, orgId)).toMatchObject({ isSound: true, entries: 1_200 });
  });

  test('a redelivery, whole or in part, adds nothing', async () => {
    const orgId = await newOrg();
    const alert = alertOf({ orgId });
    const first = makeRecordRow('1-0', { alert });
    const second = makeRecordRow('1-0', { alert: { ...alert, version: 2 } }, { index: 1, change: 'updated' });
    const third = makeRecordRow('2-0', { alert: { ...alert, version: 3 } }, { change: 'resolved' });
    await store.store([batch(orgId, [first, second])]);
    const again = await store.store([batch(orgId, [first, second])]);
    expect(again).toEqual([{ kind: 'stored', storedCount: 0, alreadyStoredCount: 2, refused: [] }]);
    const overlapping = await store.store([batch(orgId, [second, third])]);
    expect(overlapping).toEqual([{ kind: 'stored', storedCount: 1, alreadyStoredCount: 1, refused: [] }]);
    expect(await historyOf(orgId, alert.alertId)).toEqual(['1 opened', '2 updated', '3 resolved']);
  });

  test('an older version never replaces a newer one', async () => {
    const orgId = await newOrg();
    const alert = alertOf({ orgId, version: 5, count: 50 });
    await store.store([batch(orgId, [makeRecordRow('1-0', { alert })])]);
    await store.store([batch(orgId, [makeRecordRow('2-0', { alert: { ...alert, version: 4, count: 40 } })])]);
    expect((await getAlert(server.database, orgId, alert.alertId))?.alert.count).toBe(50);
  });

  test('an old owner stores nothing; other organisations of the transaction are stored', async () => {
    const [lost, kept] = [await newOrg(2), await newOrg(1)];
    const results = await store.store([
      batch(lost, [makeRecordRow('1-0', { alert: alertOf({ orgId: lost }) })], 1),
      batch(kept, [makeRecordRow('1-0', { alert: alertOf({ orgId: kept }) })], 1),
    ]);
    expect(results.map((result) => result.kind)).toEqual(['lease_lost', 'stored']);
    expect((await listAlerts(server.database, lost)).alerts).toEqual([]);
    expect((await listAlerts(server.database, kept)).alerts).toHaveLength(1);
  });

  test('text that jsonb cannot hold is stored without what it cannot hold', async () => {
    const orgId = await newOrg();
    const alert = alertOf({ orgId, title: 'a\0b\ud800', subject: { user: 'x\0', sourceIp: 'no address' } });
    const [result] = await store.store([batch(orgId, [makeRecordRow('1-0', { alert })])]);
    expect(result).toMatchObject({ storedCount: 1, refused: [] });
    const found = await getAlert(server.database, orgId, alert.alertId);
    expect(found?.alert).toMatchObject({ title: 'ab\ufffd', subject: { user: 'x', sourceIp: 'no address' } });
  });

  test('a record that PostgreSQL refuses is named, also when it comes again; its neighbours are stored', async () => {
    const orgId = await newOrg();
    const tooLong = Array.from({ length: 3_000 }, () => globalThis.crypto.randomUUID()).join('');
    const bad = makeRecordRow('2-0', { alert: alertOf({ orgId, status: tooLong as 'firing' }) });
    const rows = [
      makeRecordRow('1-0', { alert: alertOf({ orgId }) }),
      bad,
      makeRecordRow('3-0', { alert: alertOf({ orgId }) }),
    ];
    const [result] = await store.store([batch(orgId, rows)]);
    expect(result).toMatchObject({ storedCount: 2, refused: [{ eventId: bad.recordId, lane: 'a' }] });
    const [again] = await store.store([batch(orgId, rows)]);
    expect(again).toMatchObject({ storedCount: 0, alreadyStoredCount: 3, refused: [{ eventId: bad.recordId }] });
    expect((await listAlerts(server.database, orgId)).alerts).toHaveLength(2);
  });

  test('times at the end of the calendar are stored', async () => {
    const orgId = await newOrg();
    const alert = alertOf({ orgId, firstSeenMs: -9e15, lastSeenMs: Number.MAX_SAFE_INTEGER });
    const [result] = await store.store([batch(orgId, [makeRecordRow('1-0', { alert })])]);
    expect(result).toMatchObject({ storedCount: 1, refused: [] });
    expect((await listAlerts(server.database, orgId, {}, { sort: 'lastSeen' })).alerts).toEqual([alert]);
  });

  test('an incident comes with its history and its alerts', async () => {
    const orgId = await newOrg();
    const incident = incidentOf({ orgId });
    const member = alertOf({ orgId, incidentId: incident.incidentId });
    const listed = alertOf({ orgId, lastSeenMs: 1 });
    const grown = { ...incident, alertIds: [member.alertId, listed.alertId], alertCount: 2, version: 2 };
    await store.store([
      batch(orgId, [
        makeRecordRow('1-0', { alert: member }),
        makeRecordRow('1-0', { alert: listed }, { index: 1 }),
        makeRecordRow('1-0', { incident }, { index: 2 }),
        makeRecordRow('1-0', { incident: grown }, { index: 3, change: 'grew' }),
      ]),
    ]);
    const found = await getIncident(server.database, orgId, incident.incidentId);
    expect(found?.incident).toEqual(grown);
    expect(found?.history.map((entry) => `${entry.change} ${entry.alertCount}`)).toEqual(['opened 0', 'grew 2']);
    expect(found?.alerts).toEqual([member, listed]);
    expect(await getIncident(server.database, newOrgId(), incident.incidentId)).toBeUndefined();
  });
});
