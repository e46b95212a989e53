import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, freePort, waitFor } from '@redoubt/test-kit';
import { connectControl, ensureDemoOrg, type Control } from '@redoubt/tools/dev/demo-org.ts';
import { Stack } from '@redoubt/tools/dev/stack.ts';
import { EVERY_ALERT, renderRules } from '@redoubt/tools/ship/monitoring/prometheus-rules.ts';
import { renderDashboards } from '@redoubt/tools/ship/monitoring/dashboards.ts';
import { SLOS } from '@redoubt/tools/ship/monitoring/slos.ts';
import { ROOT } from './run-tool.ts';

jest.setTimeout(240_000);

/** Of Prometheus itself and of Node, beside our own. */
const NAME = /\b(?:redoubt|nodejs|process)_\w+/g;

describe('everything as an operator has it', () => {
  const temp = createTempDir('operations-e2e');
  chmodSync(temp.path, 0o755);
  const keyFile = join(temp.path, 'canary.key');
  const canary: Record<string, string> = {};
  let stack: Stack;
  let control: Control;

  beforeAll(async () => {
    const gatewayPort = await freePort();
    stack = new Stack({
      ...{ root: ROOT, logDir: join(temp.path, 'logs'), platformOrganization: 'acme', gatewayPort },
      appEnv: { 'compliance-reporter': canary },
      postgresSettings: { fsync: 'on', full_page_writes: 'on' },
    });
    await stack.startServers();
    control = await connectControl(stack);
    await ensureDemoOrg(control, 'acme');
    expect(redoubt('canary', 'setup', '--out', keyFile)).toMatchObject({ code: 0 });
    Object.assign(canary, { CANARY_URL: `http://127.0.0.1:${gatewayPort}`, CANARY_API_KEY_FILE: keyFile });
    Object.assign(canary, { CANARY_INTERVAL_MS: '1000' });
    await stack.startApps();
  });
  afterAll(async () => {
    await control.close();
    await stack.stop();
    temp.remove();
  });

  function redoubt(...args: string[]) {
    const services = stack.apps.map(({ name, opsUrl }) => `${name}=${opsUrl}`).join(',');
    const run = spawnSync(process.execPath, [join(ROOT, 'apps/cli/bin/redoubt.mjs'), ...args], {
      encoding: 'utf8',
      env: {
        ...{ PATH: process.env.PATH, REDIS_NODES: stack.redisNodes, DATABASE_URL: stack.databaseUrl },
        ...{ ...stack.loginEnv('cli'), ...stack.usersEnv(), REDOUBT_SERVICES: services, REDOUBT_URL: stack.gatewayUrl },
      },
    });
    return { code: run.status, stdout: run.stdout, stderr: run.stderr };
  }

  const scrape = async (app: string): Promise<string> => (await fetch(`${stack.app(app).opsUrl}/metrics`)).text();

  it('has its canary come through, under the rights that services have', async () => {
    const isThrough = async (): Promise<boolean> =>
      /redoubt_canary_rounds_total\{[^}]*result="ok"[^}]*\} [1-9]/.test(await scrape('compliance-reporter'));
    await waitFor(isThrough, { timeoutMs: 120_000, intervalMs: 500 });
    expect(redoubt('canary', 'run', '--key-file', keyFile, '--within', '60s')).toMatchObject({ code: 0 });
  });

  it('has every metric that rules, dashboards and scalers name, in what services serve', async () => {
    const scrapes = await Promise.all(stack.apps.map(async ({ name }) => [name, await scrape(name)] as const));
    const served = new Set(
      scrapes.flatMap(([, text]) =>
        [...text.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name = '', type]) =>
          type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
        ),
      ),
    );
    const scalers = readFileSync(join(ROOT, 'charts/redoubt-lib/templates/_autoscaling.tpl'), 'utf8');
    const dashboards = Object.values(renderDashboards(SLOS.map(({ name }) => name))).join('\n');
    const alerts = EVERY_ALERT.map(({ expr }) => expr).join('\n');
    // Rules define series of their own, with a colon.
    const used = new Set(`${alerts}\n${renderRules()}\n${dashboards}\n${scalers}`.match(NAME));
    expect(used.size).toBeGreaterThan(40);
    expect([...used].filter((name) => !served.has(name))).toEqual([]);
  });

  it('serves metrics that promtool finds nothing wrong with, few enough for each pod', async () => {
    for (const { name } of stack.apps) {
      const text = await scrape(name);
      const check = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
      expect({ name, said: check.stdout + check.stderr }).toEqual({ name, said: '' });
      expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length).toBeLessThan(2_000);
    }
  });

  it('is well as the doctor sees it, but for what a single machine is', () => {
    const { stdout } = redoubt('doctor', '--json');
    const { findings } = JSON.parse(stdout) as { findings: { checkId: string; status: string; evidence: string }[] };
    expect(findings.filter(({ status }) => ['fail', 'unknown'].includes(status))).toEqual([]);
    const warned = findings.filter(({ status }) => status === 'warn').map(({ checkId }) => checkId);
    expect(warned.sort()).toEqual(['avail.replicas', 'postgresql.user', 'redis.maxmemory', 'redis.tls']);
  });
});
