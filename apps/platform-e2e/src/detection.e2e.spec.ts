import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Alert } from '@redoubt/contracts';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import { Webhook } from 'standardwebhooks';
import { readAlerts, settledAlerts } from '@redoubt/tools/dev/alerts.ts';
import { connectControl, ensureDemoOrg, type Control, type DemoOrg } from '@redoubt/tools/dev/demo-org.ts';
import { Stack } from '@redoubt/tools/dev/stack.ts';
import { GatewayClient } from '@redoubt/tools/traffic/gateway-client.ts';
import { readLogLines } from '@redoubt/tools/traffic/log-replay.ts';
import { itWithSigma, itWithSshdLog, SIGMA, SSHD_ALERTS, SSHD_LOG } from './corpus.ts';
import { ROOT, startTool } from './run-tool.ts';

jest.setTimeout(180_000);

const BATCH = 100;

describe('alerts on real processes', () => {
  const temp = createTempDir('detection-e2e');
  chmodSync(temp.path, 0o755);
  const secretKey = randomBytes(32).toString('base64');
  const stack = new Stack({
    root: ROOT,
    logDir: join(temp.path, 'logs'),
    appEnv: { 'alert-engine': { REDOUBT_SECRET_KEY: secretKey, NOTIFY_ALLOW_PRIVATE_TARGETS: 'true' } },
  });
  const messages: { headers: Record<string, string>; body: string }[] = [];
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      messages.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(204).end();
    });
  });
  let control: Control;

  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    await stack.startServers();
    control = await connectControl(stack);
    await ensureDemoOrg(control, 'first');
    await stack.startApps();
  });
  afterAll(async () => {
    await control.close();
    await stack.stop();
    receiver.close();
    temp.remove();
  });

  async function settled(demo: DemoOrg): Promise<Alert[]> {
    const alerts = await settledAlerts(control, demo.organization.id, 60_000);
    if (alerts === undefined) throw new Error('alert-engine did not come to an end');
    return alerts;
  }

  itWithSshdLog('seven of a log, also when alert-engine is killed in it and when all of it is sent again', async () => {
    const demo = await ensureDemoOrg(control, 'sshd');
    const gateway = new GatewayClient({ url: stack.gatewayUrl, apiKey: demo.apiKey });
    const lines = await readLogLines(SSHD_LOG);
    const send = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += BATCH) {
        const items = lines.slice(at, Math.min(at + BATCH, to)).map((body) => ({ kind: 'line' as const, body }));
        await gateway.send(items, undefined, `sshd-${at}`);
      }
    };
    await send(0, 1_000);
    await stack.app('alert-engine').kill9();
    await send(1_000, lines.length);
    await stack.app('alert-engine').start();
    expect((await settled(demo)).map(factsOf)).toEqual(SSHD_ALERTS);
    await send(0, lines.length);
    expect((await settled(demo)).map(factsOf)).toEqual(SSHD_ALERTS);
    expect(await readAlerts(control, demo.organization.id)).toHaveLength(SSHD_ALERTS.length);
  });

  it('reach the channels of an organisation, signed, all of a rule in one message; a look back finds the same', async () => {
    const demo = await ensureDemoOrg(control, 'told');
    const org = ['--org', demo.organization.name];
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alerts`;
    const channel = ['--name', 'soc', '--url', url, '--group-wait', '2s'];
    await redoubt('channel', 'add', 'webhook', ...org, ...channel, '--json', { REDOUBT_CHANNEL_SECRET: secret });
    const gateway = new GatewayClient({ url: stack.gatewayUrl, apiKey: demo.apiKey });
    const atMs = Date.now() - 60_000;
    const events = Array.from({ length: 36 }, (_, i) => ({
      eventType: 'failed_login',
      sourceIp: `203.0.113.${i % 3}`,
      eventTimeMs: atMs + i * 500,
    }));
    await gateway.send(events.map((event) => ({ kind: 'event', body: JSON.stringify(event) })));
    const told = await waitFor(() => messages.find(({ body }) => body.includes('alert.firing')), { timeoutMs: 30_000 });
    const verified = new Webhook(secret).verify(told.body, told.headers) as { data: Alert; alerts: Alert[] };
    expect(verified.alerts.map(({ subject }) => subject.sourceIp).sort()).toEqual([
      '203.0.113.0',
      '203.0.113.1',
      '203.0.113.2',
    ]);
    expect(verified.data).toMatchObject({ ruleAuthor: 'Redoubt', severity: 'high' });
    expect(await settled(demo)).toHaveLength(3);
    expect(messages.filter(({ body }) => body.includes('alert.firing'))).toHaveLength(1);
    const compared = await redoubt('rules', 'backtest', ...org, '--from', '1h', '--json');
    expect(compared).toMatchObject({ events: 36, counts: { same: 3, changed: 0, missing: 0, added: 0 } });
  });

  itWithSigma('of an imported pack: every event of its own regression tests raises the alert of its rule', async () => {
    const demo = await ensureDemoOrg(control, 'windows');
    const target = ['--pack', 'sigmahq', '--org', demo.organization.name, '--enable'];
    const report = await redoubt('rules', 'import', join(SIGMA, 'rules.jsonl'), ...target, '--json');
    expect(report).toMatchObject({ rules: 3_755, refused: { length: 25 }, isLive: true });
    const gateway = new GatewayClient({ url: stack.gatewayUrl, apiKey: demo.apiKey });
    const events = readJsonLines<{ event_id: string; raw: object }>('events-raw.jsonl');
    const items = events.map(({ raw }) => ({ kind: 'event' as const, body: JSON.stringify(raw) }));
    expect(await gateway.send(items)).toMatchObject({ accepted: events.length, refused: [] });
    const alerts = await settled(demo);
    const idOf = await eventIds(demo, events);
    const cases = readJsonLines<{ id: string; rule_id: string }>('cases-regression.jsonl');
    expect(cases).toHaveLength(146);
    const silent = cases.filter(({ id, rule_id: ruleId }) => {
      const eventId = idOf.get(id.replace(/^reg-/, ''));
      // An alert keeps the ids of its first and newest events; one that counts more than it keeps may hide ours.
      return !alerts.some(
        (alert) =>
          alert.ruleId === ruleId &&
          (alert.count > alert.sampleEventIds.length || alert.sampleEventIds.includes(eventId ?? '')),
      );
    });
    expect(silent.map(({ id }) => id)).toEqual([]);
    expect(alerts.every(({ ruleId, ruleAuthor }) => ruleId.startsWith('redoubt') || ruleAuthor !== undefined)).toBe(
      true,
    );
  });

  /** Event ids by the ids of the corpus, found by what was stored. */
  async function eventIds(demo: DemoOrg, events: readonly { event_id: string; raw: object }[]) {
    const rows = await control.database.query<{ event_id: string; payload: string }>(
      'SELECT event_id, payload FROM events WHERE org_id = $1',
      [demo.organization.id],
    );
    const stored = new Map(rows.map((row) => [JSON.stringify(JSON.parse(row.payload)), row.event_id]));
    return new Map(events.map((event) => [event.event_id, stored.get(JSON.stringify(event.raw))]));
  }

  /** Runs the operators' command and reads its JSON. */
  async function redoubt(...given: [...string[], string | Record<string, string>]): Promise<unknown> {
    const args = given.filter((one) => typeof one === 'string');
    const more = given.find((one) => typeof one === 'object') ?? {};
    const servers = { REDIS_NODES: stack.redisNodes, ...stack.loginEnv('cli'), DATABASE_URL: stack.databaseUrl };
    const env: Record<string, string> = { ...servers, REDOUBT_SECRET_KEY: secretKey, ...more };
    const tool = startTool('apps/cli/bin/redoubt.mjs', args, env);
    const code = await tool.ended;
    if (code !== 0) throw new Error(`redoubt ${args.join(' ')} ended with ${code}:\n${tool.stderr}\n${tool.stdout}`);
    return JSON.parse(tool.stdout);
  }
});

function readJsonLines<T>(file: string): T[] {
  const lines = readFileSync(join(SIGMA, file), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

function factsOf({ ruleId, subject, count }: Alert) {
  return { ruleId, subject, count };
}
