import { newOrgId, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { disableRule, readOrgRules } from '@redoubt/rulebook';
import { getAlert, getIncident, listAlerts } from '@redoubt/storage';
import { alertOf, waitFor } from '@redoubt/test-kit';
import { WriterStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

let stage: WriterStage;
let writer: RunningApp | undefined;
let orgId: OrgId;

beforeEach(async () => {
  stage = await WriterStage.open(3);
  orgId = stage.orgs[0] as OrgId;
});
afterEach(async () => {
  await writer?.stop();
  await stage.close();
});

async function start(more: Record<string, string> = {}): Promise<RunningApp> {
  writer = stage.startWriter('w1', more);
  await writer.started;
  return writer;
}

async function pending(): Promise<number> {
  const key = orgKeys(orgId).alertsStream();
  const reply = await stage.redis.call('XPENDING', key, ['db_writer']);
  return Number((reply as unknown[])[0]);
}

describe('alerts through db-writer', () => {
  test('alerts, incidents and their history are stored beside events', async () => {
    const running = await start();
    const [alertId] = await stage.publishAlerts(5);
    const incident = {
      ...{
        incidentId: globalThis.crypto.randomUUID(),
        orgId,
        kind: 'alert',
        title: 'i',
        status: 'open',
        severity: 'high',
      },
      ...{ subject: {}, riskScore: 1, alertIds: [alertId], alertCount: 1, firstSeenMs: 1, lastSeenMs: 2 },
      ...{ createdAtMs: 3, updatedAtMs: 4, version: 1 },
    };
    await stage.publish(orgId, [{ type: 'incident', change: 'opened', atMs: 4, isNotifiable: true, incident }]);
    await stage.produce(20);
    expect(await stage.alertVerdict()).toEqual({ rows: 15, wrong: [] });
    expect(await stage.verdict()).toEqual({ lost: [], duplicates: 0, phantoms: 0 });
    const database = await stage.database();
    const found = await getAlert(database, orgId, alertId as string);
    expect(found?.alert).toMatchObject({ version: 5, count: 16 });
    expect(found?.history.map((entry) => entry.version)).toEqual([1, 2, 3, 4, 5]);
    await waitFor(async () => (await getIncident(database, orgId, incident.incidentId)) !== undefined);
    const details = await getIncident(database, orgId, incident.incidentId);
    expect(details?.alerts.map((alert) => alert.alertId)).toEqual([alertId]);
    await waitFor(async () => (await pending()) === 0);
    expect(await running.metrics.read('db_alert_records_stored_total')).toBe(16);
  });

  test('what is no record of the organisation goes to the dead letters, and nowhere else', async () => {
    await start();
    const good = { type: 'alert', change: 'opened', atMs: 1, isNotifiable: true, alert: alertOf({ orgId }) };
    const foreign = { ...good, alert: alertOf({ orgId: newOrgId() }) };
    await stage.publish(orgId, [{ type: 'alert', secret: 'hunter2' }, good, foreign, 'text']);
    const letters = orgKeys(orgId).deadLetters('db_writer');
    await waitFor(async () => (await stage.redis.call('XLEN', letters, [])) === 3);
    await waitFor(async () => (await pending()) === 0);
    const database = await stage.database();
    expect((await listAlerts(database, orgId)).alerts).toEqual([good.alert]);
    const [count] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM alerts');
    expect(count).toEqual({ count: 1 });
    const text = JSON.stringify(await stage.redis.call('XRANGE', letters, ['-', '+']));
    expect(text).toContain('another organisation');
  });

  test('a frame that comes again whole is stored once', async () => {
    await start();
    await stage.publishAlerts(10);
    expect(await stage.alertVerdict()).toEqual({ rows: 30, wrong: [] });
    await writer?.stop();
    // As if no acknowledgement had arrived: the group is back at the start.
    for (const org of stage.orgs) {
      const key = orgKeys(org).alertsStream();
      await stage.redis.batch([{ name: 'XGROUP', key, args: ['SETID', key, 'db_writer', '0'], retry: 'free' }]);
    }
    writer = stage.startWriter('w2');
    await writer.started;
    const second = writer;
    await waitFor(async () => (await second.metrics.read('db_alert_records_already_stored_total')) === 30);
    expect(await stage.alertVerdict()).toEqual({ rows: 30, wrong: [] });
    expect(await second.metrics.read('db_alert_records_stored_total')).toBe(0);
  });

  test('PostgreSQL that goes away and comes back loses no alert and repeats none', async () => {
    const running = await start();
    await stage.publishAlerts(3);
    await stage.alertVerdict();
    await stage.postgres.kill9();
    await stage.publishAlerts(4);
    await waitFor(async () => (await running.metrics.read('db_up')) === 0);
    await waitFor(() => stage.postgres.start().then(() => true), { timeoutMs: 20_000 });
    expect(await stage.alertVerdict()).toEqual({ rows: 21, wrong: [] });
  });

  test('changed settings reach Redis within a second or two', async () => {
    const database = await stage.database();
    await start({ RELAY_INTERVAL_MS: '100' });
    await database.query(
      `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
       VALUES ($1, 'acme', 'Acme', 1, 1, '{}')`,
      [orgId],
    );
    await disableRule(database, orgId, 'r1', { actor: 'ana' });
    await waitFor(async () => (await readOrgRules(stage.redis, orgId)).disabled.length === 1, { timeoutMs: 5_000 });
    await waitFor(async () => (await writer?.metrics.read('db_outbox_changes')) === 0);
  });
});
