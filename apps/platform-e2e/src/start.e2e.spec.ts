import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, freePort, waitFor } from '@redoubt/test-kit';
import { Redis } from 'ioredis';
import { itWithSshdLog, SSHD_LOG } from './corpus.ts';
import { processesIn, startTool, type RunningTool } from './run-tool.ts';

jest.setTimeout(180_000);

const READY = /^Redoubt is ready$/m;

describe('npm start', () => {
  const temp = createTempDir('start-e2e');
  chmodSync(temp.path, 0o755);
  let tool: RunningTool | undefined;
  afterEach(async () => {
    tool?.child.kill('SIGKILL');
    await tool?.ended;
  });
  afterAll(() => temp.remove());

  async function start(...args: string[]): Promise<RunningTool> {
    const port = String(await freePort());
    const env = { REDOUBT_DATA_DIR: join(temp.path, 'data'), TMPDIR: temp.path };
    const started = startTool('tools/dev/start.ts', ['--port', port, ...args], env);
    tool = started;
    await waitFor(() => READY.test(started.stdout) || started.child.exitCode !== null, {
      timeoutMs: 120_000,
      what: 'ready line',
    });
    if (!READY.test(started.stdout)) throw new Error(`npm start ended:\n${started.stdout}\n${started.stderr}`);
    return started;
  }

  it('plays demo traffic into PostgreSQL, and Ctrl-C stops every process', async () => {
    const started = await start('--rate', '200');
    const env = readFileSync(join(temp.path, 'data/dev.env'), 'utf8');
    expect(env).toMatch(/^REDIS_NODES=127\.0\.0\.1:\d+,127\.0\.0\.1:\d+,127\.0\.0\.1:\d+$/m);
    expect(processesIn(temp.path).length).toBeGreaterThanOrEqual(6);
    await waitFor(() => /accepted [1-9]/.test(started.stdout), { timeoutMs: 30_000, what: 'status line' });
    await expectOwnUsers(env, join(temp.path, 'data/credentials'));
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    const [, accepted, refused, stored] = /accepted (\d+), refused (\d+), stored (\d+)/.exec(started.stdout) ?? [];
    expect({ refused, stored }).toEqual({ refused: '0', stored: accepted });
    expect(processesIn(temp.path)).toEqual([]);
  });

  it('finds its data again, lets nobody else use it, and ends its servers when it is killed', async () => {
    const started = await start('--rate', '0');
    const logger = /logger --server .*/.exec(started.stdout)?.[0];
    execFileSync('sh', ['-c', logger ?? 'no command was printed']);
    await waitFor(() => /stored [1-9]/.test(started.stdout), { timeoutMs: 60_000, what: 'message of logger stored' });
    await expect(start()).rejects.toThrow(`already running as process ${started.child.pid}`);
    started.child.kill('SIGKILL');
    await started.ended;
    await waitFor(() => processesIn(temp.path).length === 0, { timeoutMs: 20_000, what: 'servers ended' });
  });

  itWithSshdLog('replays a real log with its old event times', async () => {
    const started = await start('--clean', '--replay', SSHD_LOG);
    await waitFor(() => started.stdout.includes('replayed 2000 lines'), { timeoutMs: 60_000, what: 'log replayed' });
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(started.stdout).toContain('accepted 2000, refused 0, stored 2000');
  });
});

const SERVICES = [
  'acl-manager',
  'alert-engine',
  'dashboard',
  'db-writer',
  'ingest-gateway',
  'ml-scorer',
  'siem-forwarder',
];

/** Every service is connected as the user of its name, nobody gets in without one, and nothing was refused. */
async function expectOwnUsers(env: string, folder: string): Promise<void> {
  for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  const nodes = (/^REDIS_NODES=(.*)$/m.exec(env)?.[1] ?? '').split(',').map((address) => address.split(':'));
  const users = new Set<string>();
  for (const [host = '', port] of nodes) {
    const place = { host, port: Number(port), protocol: 2, retryStrategy: () => null } as const;
    const stranger = new Redis(place).on('error', () => undefined);
    await expect(stranger.ping()).rejects.toThrow('NOAUTH');
    stranger.disconnect();
    const admin = new Redis({ ...place, username: 'admin', password: readFileSync(join(folder, 'admin'), 'utf8') });
    for (const [, user = ''] of String(await admin.client('LIST')).matchAll(/ user=(\S+)/g)) users.add(user);
    expect(await admin.acl('LOG')).toEqual([]);
    admin.disconnect();
  }
  expect([...users]).toEqual(expect.arrayContaining(SERVICES));
}
