import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { SYSTEM_ROLES } from '@redoubt/acl';
import { createTempDir, freePort, ManagedProcess, waitFor, type TempDir } from '@redoubt/test-kit';
import { ROOT } from './testing/helm.ts';

const SCRIPTS = join(ROOT, 'charts/redis-cluster/files');
const MASTERS = 3;
const NODES = 6;
const UP = { timeoutMs: 60_000, intervalMs: 250 };

/** Nodes of the chart as processes: each has an address of its own on loopback, and names resolve by a file. */
describe('the scripts of the redis-cluster chart', () => {
  let temp: TempDir;
  let port: number;
  let network = 1;
  const running: ManagedProcess[] = [];
  const addressOf = (ordinal: number): string => `127.0.${network}.${ordinal + 1}`;
  const nameOf = (ordinal: number): string => `node-${ordinal}.redis.test`;

  beforeAll(async () => {
    temp = createTempDir('redis-chart');
    port = await freePort();
    for (const folder of ['bin', 'secrets']) mkdirSync(join(temp.path, folder));
    for (const user of ['admin', 'acl-manager']) writeFileSync(join(temp.path, 'secrets', user), `first-${user}`);
    const lookup = `#!/bin/sh\nawk -v name="$2" '$2 == name' ${join(temp.path, 'hosts')}\n`;
    writeFileSync(join(temp.path, 'bin/getent'), lookup, { mode: 0o755 });
  });
  afterAll(async () => {
    await stopAll();
    temp.remove();
  });

  function env(ordinal: number): NodeJS.ProcessEnv {
    const data = join(temp.path, String(ordinal));
    mkdirSync(data, { recursive: true });
    return {
      PATH: `${join(temp.path, 'bin')}:${process.env.PATH}`,
      ...{ DATA_DIR: data, OWN_CONF: join(data, 'own.conf'), SECRETS_DIR: join(temp.path, 'secrets') },
      ...{ NODE_NAMES: Array.from({ length: NODES }, (_, at) => nameOf(at)).join(' '), NODE_ORDINAL: String(ordinal) },
      ...{ MASTERS: String(MASTERS), PORT: String(port), KEEP_INTERVAL_SECONDS: '0.5', HANDOVER_SECONDS: '20' },
      ...{ NODE_ADDRESS: addressOf(ordinal), OWN_ADDRESS: addressOf(ordinal), BIND: addressOf(ordinal) },
      EXTRA_CONF: 'cluster-node-timeout 2000',
    };
  }

  async function startAll(): Promise<void> {
    const hosts = Array.from({ length: NODES }, (_, at) => `${addressOf(at)} ${nameOf(at)}\n`);
    writeFileSync(join(temp.path, 'hosts'), hosts.join(''));
    for (let ordinal = 0; ordinal < NODES; ordinal++) {
      for (const script of ['start.sh', 'keep-cluster.sh']) {
        const logFile = join(temp.path, `${ordinal}-${script}.log`);
        const launch = { command: 'sh', args: [join(SCRIPTS, script)], cwd: temp.path, env: env(ordinal), logFile };
        running.push(await ManagedProcess.launch(launch));
      }
    }
  }

  async function stopAll(): Promise<void> {
    await Promise.all(running.splice(0).map((one) => one.stop({ timeoutMs: 10_000 })));
  }

  function runScript(ordinal: number, script: string): number | null {
    return spawnSync('sh', [join(SCRIPTS, script)], { env: env(ordinal), timeout: 40_000 }).status;
  }

  function ask(ordinal: number, ...command: string[]): string {
    const script = `. ${join(SCRIPTS, 'node.sh')}; ask_as_admin "$@"`;
    const args = ['-c', script, 'sh', addressOf(ordinal), ...command];
    return spawnSync('sh', args, { env: env(ordinal), encoding: 'utf8', timeout: 10_000 }).stdout.trim();
  }

  const roles = (): string[] => Array.from({ length: NODES }, (_, at) => ask(at, 'role').split('\n')[0] ?? '');
  const isWhole = (): boolean =>
    Array.from({ length: NODES }, (_, at) => ask(at, 'cluster', 'info')).every(
      (info) => info.includes('cluster_state:ok') && info.includes('cluster_slots_assigned:16384'),
    ) && roles().filter((role) => role === 'master').length === MASTERS;

  it('form a cluster, hand slots over, and form it again when all nodes come back under new addresses', async () => {
    await startAll();
    await waitFor(isWhole, { ...UP, what: 'a whole cluster' });
    expect(roles()).toEqual(['master', 'master', 'master', 'slave', 'slave', 'slave']);
    await waitFor(() => runScript(0, 'ready.sh') === 0, { ...UP, what: 'ready' });
    expect(runScript(0, 'alive.sh')).toBe(0);
    await waitFor(() => runScript(4, 'ready.sh') === 0, { ...UP, what: 'a replica that is ready' });
    const role = SYSTEM_ROLES['cluster-keeper'];
    const [keeper] = ask(0, 'acl', 'list')
      .split('\n')
      .filter((rule) => rule.startsWith('user cluster-keeper '));
    expect(
      keeper
        ?.split(' ')
        .filter((word) => word.startsWith('+'))
        .sort(),
    ).toEqual(role.root.commands.map((command) => `+${command}`).sort());
    expect(keeper).not.toMatch(/~|&\*/);
    expect(ask(0, '-c', 'set', 'kept', 'yes')).toBe('OK');

    await waitFor(() => ask(1, 'info', 'replication').includes('state=online'), { ...UP, what: 'a replica' });
    expect(runScript(1, 'pre-stop.sh')).toBe(0);
    expect(ask(1, 'role').split('\n')[0]).toBe('slave');

    // A replica out of step is not ready, and is waited for before its master goes.
    const [follower] = [3, 4, 5].filter((at) => ask(at, 'role').includes(addressOf(2)));
    ask(follower as number, 'config', 'set', 'masterauth', 'wrong');
    ask(2, 'client', 'kill', 'type', 'replica');
    await waitFor(() => runScript(follower as number, 'ready.sh') !== 0, { ...UP, what: 'a replica out of step' });
    const leaving = spawn('sh', [join(SCRIPTS, 'pre-stop.sh')], { env: env(2) });
    const left = once(leaving, 'exit');
    ask(follower as number, 'config', 'set', 'masterauth', 'first-admin');
    expect(await left).toEqual([0, null]);
    expect(ask(2, 'role').split('\n')[0]).toBe('slave');

    await stopAll();
    network = 2;
    await startAll();
    await waitFor(isWhole, { ...UP, what: 'the cluster under its new addresses' });
    expect(ask(0, '-c', 'get', 'kept')).toBe('yes');
    expect(ask(0, 'cluster', 'nodes')).not.toContain('127.0.1.');
  }, 180_000);
});
