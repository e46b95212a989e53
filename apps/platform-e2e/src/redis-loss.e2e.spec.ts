import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { listAlerts } from '@redoubt/storage';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import { connectControl, ensureDemoOrg, type Control } from '@redoubt/tools/dev/demo-org.ts';
import { Stack } from '@redoubt/tools/dev/stack.ts';
import { ROOT } from './run-tool.ts';

jest.setTimeout(300_000);

const ATTACKER = '203.0.113.66';

describe('every Redis node is lost with its data', () => {
  const temp = createTempDir('redis-loss-e2e');
  chmodSync(temp.path, 0o755);
  let stack: Stack;
  let control: Control;
  /** Sees all of Redis. */
  let admin: Control;
  let orgId: OrgId;
  let apiKey: string;
  let sent = 0;

  beforeAll(async () => {
    stack = new Stack({ root: ROOT, logDir: join(temp.path, 'logs'), platformOrganization: 'acme' });
    await stack.startServers();
    control = await connectControl(stack);
    admin = await connectControl(stack, stack.adminLogin());
    const demo = await ensureDemoOrg(control, 'acme');
    orgId = demo.organization.id;
    apiKey = demo.apiKey;
    await stack.startApps();
  });
  afterAll(async () => {
    await admin?.close();
    await control?.close();
    await stack?.stop();
    temp.remove();
  });

  function redoubt(...args: string[]) {
    const run = spawnSync(process.execPath, [join(ROOT, 'apps/cli/bin/redoubt.mjs'), ...args], {
      encoding: 'utf8',
      env: {
        ...{ PATH: process.env.PATH, REDIS_NODES: stack.redisNodes, DATABASE_URL: stack.databaseUrl },
        ...{ ...stack.loginEnv('cli'), ...stack.usersEnv() },
      },
    });
    return { code: run.status, stdout: run.stdout, stderr: run.stderr };
  }

  /** Sends failed logins of the attacker; resolves when the gateway has taken all of them. */
  async function attack(count: number): Promise<void> {
    const lines = Array.from({ length: count }, () => {
      const externalId = `e${sent++}`;
      return JSON.stringify({ eventType: 'failed_login', sourceIp: ATTACKER, user: 'root', externalId });
    });
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/x-ndjson' };
    const url = `${stack.gatewayUrl}/v1/events`;
    const answer = await fetch(url, { method: 'POST', headers, body: lines.join('\n') });
    expect([answer.status, await answer.text()]).toEqual([202, expect.stringContaining(`"accepted":${count}`)]);
  }

  // The platform tells its own organisation of itself as well.
  const alerts = async () => {
    const all = await listAlerts(control.database, orgId, {}, { limit: 100 });
    return all.alerts.filter(({ subject }) => subject.sourceIp === ATTACKER);
  };

  async function storedIds(): Promise<string[]> {
    const rows = await control.database.query<{ external_id: string }>(
      'SELECT external_id FROM events WHERE external_id IS NOT NULL',
    );
    return rows.map((row) => row.external_id);
  }

  /** What services read of an organisation's settings. */
  async function projection(): Promise<unknown> {
    const keys = orgKeys(orgId);
    const hashes = [keys.config(), keys.features(), keys.rules(), keys.suppressions()];
    const read = async (key: string): Promise<unknown> => {
      const flat = (await admin.redis.call('HGETALL', key, [], { retry: 'free' })) as string[];
      return flat.flatMap((name, at) => (at % 2 === 0 ? [`${name}=${flat[at + 1]}`] : [])).sort();
    };
    return Promise.all(hashes.map(read));
  }

  it('has the platform come back from PostgreSQL alone, and an attack that goes on count on in its alert', async () => {
    const suppression = ['--rule', 'some-rule', '--for', '2h', '--reason', 'of the spec', '--yes'];
    expect(redoubt('alerts', 'suppress', '--org', 'acme', ...suppression)).toMatchObject({ code: 0 });
    await attack(12);
    const before = await waitFor(async () => (await alerts()).find(({ count }) => count === 12), { timeoutMs: 30_000 });
    expect(redoubt('alerts', 'acknowledge', before.alertId, '--org', 'acme')).toMatchObject({ code: 0 });
    await waitFor(async () => (await alerts())[0]?.status === 'acknowledged', { timeoutMs: 30_000 });
    const settings = await waitFor(async () => {
      const now = await projection();
      return JSON.stringify(now).includes('some-rule') && now;
    });

    await stack.loseRedis();
    const isBack = async (): Promise<boolean> => redoubt('org', 'reconcile', '--json').code === 0;
    await waitFor(isBack, { timeoutMs: 90_000, intervalMs: 1_000, what: 'users made and Redis rebuilt' });
    expect(await projection()).toEqual(settings);

    const isUp = async (): Promise<boolean> =>
      (await Promise.all(stack.apps.map((app) => app.isReady()))).every(Boolean);
    await waitFor(isUp, { timeoutMs: 60_000, intervalMs: 500, what: 'services ready without a restart' });
    await attack(12);
    const after = await waitFor(async () => (await alerts()).find(({ count }) => count > before.count), {
      timeoutMs: 60_000,
    });
    expect(after).toMatchObject({ alertId: before.alertId, status: 'acknowledged' });
    await waitFor(async () => (await storedIds()).length >= sent, { timeoutMs: 30_000 });
    expect((await storedIds()).sort()).toEqual(Array.from({ length: sent }, (_, at) => `e${at}`).sort());
    expect((await alerts()).map(({ alertId }) => alertId)).toEqual([before.alertId]);
    // A further run finds nothing to give back: what services have made of it since stands.
    expect(JSON.parse(redoubt('org', 'reconcile', '--json').stdout)).toMatchObject({ openAlerts: 0 });
  });
});
