import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CANARY_STAGES, CanaryWatch, createCanaryMetrics } from '@redoubt/canary';
import { systemClock } from '@redoubt/contracts';
import { createMetrics } from '@redoubt/telemetry';
import { freePort, waitFor } from '@redoubt/test-kit';
import { testLogger } from '@redoubt/worker-test-kit';
import { CliStage } from './testing/cli-stage.ts';
import type { Service } from './testing/service.ts';

jest.setTimeout(120_000);
let stage: CliStage;
let engine: Service;
let url: string;
let keyFile: string;

beforeAll(async () => {
  stage = await CliStage.open();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  keyFile = join(stage.temp.path, 'canary.key');
  await stage.startService('db-writer', { EXPECTED_GROUPS: 'db_writer,alert_engine' });
  engine = await stage.startService('alert-engine');
  await stage.startService('ingest-gateway', { HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port) });
});
afterAll(() => stage.close());

const run = (...more: string[]) => stage.run(['canary', 'run', '--url', url, '--key-file', keyFile, '--json', ...more]);

describe('the canary', () => {
  it('is set up once, and again', async () => {
    const first = (await stage.ok('canary', 'setup', '--out', keyFile, '--json')).json();
    expect(first).toMatchObject({ organization: 'redoubt-canary', isLive: true, keyFile });
    const again = (await stage.ok('canary', 'setup', '--json')).json();
    expect(again).toMatchObject({ orgId: first.orgId, isLive: true });
  });

  it('goes in at the gateway and comes out as an alert, on the stream and in PostgreSQL', async () => {
    const done = await run('--within', '60s');
    expect(done.json()).toMatchObject({
      isOk: true,
      stages: CANARY_STAGES.map((name) => ({ stage: name, latencyMs: expect.any(Number) as number })),
    });
    expect(done.code).toBe(0);
  });

  it('keeps figures of every round', async () => {
    const registry = createMetrics({ app: 'canary-spec' });
    const [redis, { database }] = [stage.redis, stage.database];
    const deps = { redis, database, clock: systemClock, log: testLogger(), metrics: createCanaryMetrics(registry) };
    const apiKey = readFileSync(keyFile, 'utf8').trim();
    const options = { url, apiKey, organization: 'redoubt-canary', intervalMs: 100, timeoutMs: 60_000 };
    const watch = new CanaryWatch(deps, options);
    watch.start();
    const isSeen = async (): Promise<boolean> =>
      /canary_rounds_total\{[^}]*result="ok"[^}]*\} [2-9]/.test(await registry.text());
    await waitFor(isSeen, { timeoutMs: 60_000 });
    await watch.close();
    const text = await registry.text();
    expect(text).toMatch(/redoubt_canary_latency_seconds_count\{[^}]*stage="alert_stored"[^}]*\} [1-9]/);
    expect(text).toMatch(/redoubt_canary_failures_total\{[^}]*stage="accepted"[^}]*\} 0/);
  });

  it('says at which stage it stops', async () => {
    engine.freeze(true);
    const stopped = await run('--within', '3s');
    engine.freeze(false);
    expect(stopped.code).toBe(3);
    expect(stopped.json()).toMatchObject({
      isOk: false,
      stages: [
        { stage: 'accepted', latencyMs: expect.any(Number) as number },
        { stage: 'alerted', latencyMs: null, reason: 'nothing within 3000 ms' },
        { stage: 'event_stored', latencyMs: expect.any(Number) as number },
        { stage: 'alert_stored', latencyMs: null },
      ],
    });
    const noGateway = await stage.run(['canary', 'run', '--url', 'http://127.0.0.1:1', '--key-file', keyFile]);
    expect(noGateway).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/accepted +- +connect ECONNREFUSED/) as string,
    });
  });

  it('counts for nobody else', async () => {
    await stage.createOrg('customer');
    const { minutes } = (await stage.ok('ledger', '--json')).json() as { minutes: { organization: string }[] };
    expect(new Set(minutes.map(({ organization }) => organization))).toEqual(new Set(['redoubt-canary']));
  });
});
