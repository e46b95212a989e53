import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Alert } from '@redoubt/contracts';
import { createTempDir } from '@redoubt/test-kit';
import { readAlerts, settledAlerts } from '../../../tools/dev/alerts.ts';
import { connectControl, ensureDemoOrg, type Control, type DemoOrg } from '../../../tools/dev/demo-org.ts';
import { Stack } from '../../../tools/dev/stack.ts';
import { GatewayClient } from '../../../tools/traffic/gateway-client.ts';
import { readLogLines } from '../../../tools/traffic/log-replay.ts';
import { itWithSigma, itWithSshdLog, SIGMA, SSHD_ALERTS, SSHD_LOG } from './corpus.ts';
import { ROOT, startTool } from './run-tool.ts';

jest.setTimeout(180_000);

const BATCH = 100;

describe('alerts on real processes', () => {
  const temp = createTempDir('detection-e2e');
  chmodSync(temp.path, 0o755);
  const stack = new Stack({ root: ROOT, logDir: join(temp.path, 'logs') });
  let control: Control;

  beforeAll(async () => {
    await stack.startServers();
    control = await connectControl(stack);
    await ensureDemoOrg(control, 'first');
    await stack.startApps();
  });
  afterAll(async () => {
    await control.close();
    await stack.stop();
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
  async function redoubt(...args: string[]): Promise<unknown> {
    const env = { REDIS_NODES: stack.redisNodes, DATABASE_URL: stack.databaseUrl };
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
