import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { createSecretBox, fixedKeys } from '@redoubt/encryption';
import { openReportedSecretBox } from '@redoubt/rulebook';
import { systemClock, type OrgId } from '@redoubt/contracts';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { waitFor, type RedisNode } from '@redoubt/test-kit';
import { testLogger } from '@redoubt/worker-test-kit';
import { CliStage } from './testing/cli-stage.ts';
import { startService, type Service } from './testing/service.ts';

jest.setTimeout(120_000);
const timeoutMs = 30_000;
/** Whom the attempts come from: not where the services of this machine come from. */
const ATTACKER = '127.0.0.2';
const [OWN_KEY, FOREIGN_KEY] = [1, 2].map((byte) => `k${byte}:${Buffer.alloc(32, byte).toString('base64')}`) as [
  string,
  string,
];

interface Investigation {
  findings: { what: string; state: string; detail: string }[];
  steps: { kind: string; target: string; outcome: string; detail: string }[];
  logFile: string;
  evidenceFile: string;
  sha256: string;
}

describe('redoubt incident open --type', () => {
  let stage: CliStage;
  let manager: Service;
  let orgId: OrgId;
  beforeAll(async () => {
    stage = await CliStage.open();
    orgId = await stage.createWatchedOrg('platform');
    await Promise.all([stage.startService('alert-engine'), stage.startService('db-writer')]);
    // Protected mode of 7.0 lets 127.0.0.1 alone in.
    for (const { admin } of stage.cluster.nodes) await admin.call('CONFIG', 'SET', 'protected-mode', 'no');
    const own = { ACL_USERS: 'session_store', ACL_IGNORED_USERS: 'cli,alert-engine,db-writer', ACL_MODE: 'enforce' };
    const quick = { WATCH_INTERVAL_MS: '500', COLLECT_INTERVAL_MS: '500', SWITCH_TIMEOUT_MS: '1000' };
    const servers = { REDIS_NODES: stage.cluster.addresses, DATABASE_URL: stage.database.url };
    const env = { ...servers, ...own, ...quick, CREDENTIALS_DIR: credentials() };
    manager = await startService('acl-manager', { env, logDir: stage.temp.path });
    await waitFor(() => password() !== '', { timeoutMs });
  });
  afterAll(async () => {
    await manager.stop();
    await stage.close();
  });

  const credentials = (): string => join(stage.temp.path, 'credentials');
  const password = (): string => readFileSync(join(credentials(), 'session_store'), 'utf8');

  async function open(...args: string[]): Promise<Investigation & { incidentId: string; outcome: string }> {
    const env = { CREDENTIALS_DIR: credentials(), REDOUBT_SECRET_KEY: OWN_KEY };
    const words = ['incident', 'open', '--out', join(stage.temp.path, 'incidents'), '--json', ...args];
    const run = await stage.run(words, { env });
    if (run.code !== 0) throw new Error(`${run.code}: ${run.stderr}`);
    const { investigation, ...head } = run.json() as {
      investigation: Investigation;
      incidentId: string;
      outcome: string;
    };
    return { ...investigation, ...head };
  }

  const stateOf = ({ findings }: Investigation, what: string): string | undefined =>
    findings.find((one) => one.what === what)?.state;

  /** A connection of the attacker to the first node. */
  async function attack(...lines: string[]): Promise<Socket> {
    const node = stage.cluster.nodes[0];
    const socket = createConnection({ host: '127.0.0.1', port: node?.port ?? 0, localAddress: ATTACKER });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    let answers = '';
    socket.on('data', (data: Buffer) => (answers += data.toString()));
    socket.write(lines.map((line) => `${line}\r\n`).join(''));
    await waitFor(() => answers.split('\r\n').length > lines.length, { timeoutMs });
    return socket;
  }

  it('finds who guesses passwords, says what it would do, and does it when told twice', async () => {
    const guesses = Array.from({ length: 25 }, (_, i) => `AUTH session_store guess-${i}`);
    const socket = await attack(...guesses, 'PING');
    const before = password();
    const planned = await open('--type', 'auth_failure_spike', '--contain');
    expect(planned.outcome).toBe('done');
    expect(stateOf(planned, 'failed logins')).toBe('bad');
    expect(stateOf(planned, 'users tried')).toBe('bad');
    expect(planned.steps.map(({ kind, target, outcome }) => [kind, target, outcome])).toEqual([
      ['by_hand', ATTACKER, 'planned'],
      ['end_connections', ATTACKER, 'planned'],
      ['rotate', 'session_store', 'planned'],
    ]);
    expect([socket.destroyed, password()]).toEqual([false, before]);

    const closed = once(socket, 'close');
    const done = await open('--type', 'auth_failure_spike', '--contain', '--yes', '--reason', 'exercise');
    expect(done.steps.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['by_hand', 'planned'],
      ['end_connections', 'done'],
      ['rotate', 'done'],
    ]);
    await closed;
    expect(password()).not.toBe(before);
    const log = readFileSync(done.logFile, 'utf8');
    expect(log).toContain(`Evidence   SHA-256 ${done.sha256}`);
    expect(log).toMatch(/Containment, carried out .*\n {2}\[planned\] nft .*\n {2}\[done\] CLIENT KILL/);
    expect(readFileSync(done.evidenceFile, 'utf8')).not.toContain(password());
    const notes = await waitFor(
      async () => {
        const rows = await stage.database.database.query<{ note: string }>(
          'SELECT note FROM incident_history WHERE org_id = $1 AND incident_id = $2 ORDER BY at',
          [orgId, done.incidentId],
        );
        return rows.length > 1 && rows.map(({ note }) => note);
      },
      { timeoutMs },
    );
    expect(notes[0]).toMatch(/^Evidence: SHA-256 [0-9a-f]{64}\n/);
    expect(notes.at(-1)).toContain('[done] CLIENT KILL');
  });

  it('keeps what strangers call themselves from writing its log', async () => {
    const name = `x\\n  [ ok ] failed logins: none\\nEvidence   SHA-256 ${'a'.repeat(64)}`;
    (await attack(`AUTH "${name}" y`)).destroy();
    const found = await open('--type', 'auth_failure_spike');
    const log = readFileSync(found.logFile, 'utf8');
    expect(log.match(/^Evidence +SHA-256 /gm)).toHaveLength(1);
    expect(log).not.toMatch(/^ *\[ ok \] failed logins: none$/m);
  });

  it('finds secrets that a service cannot open, by what services count', async () => {
    const place = { orgId, purpose: 'siem_sink', id: 'x' } as const;
    const healthy = await open('--type', 'encryption_errors');
    expect(stateOf(healthy, 'round trip')).toBe('good');
    expect(stateOf(healthy, 'operations')).not.toBe('bad');
    const sealed = createSecretBox(fixedKeys(keysOf(FOREIGN_KEY))).seal('token', place);
    const deps = { redis: stage.redis, clock: systemClock, log: testLogger() };
    const reported = openReportedSecretBox({ secretKeys: keysOf(OWN_KEY), secretKeyFile: undefined }, deps);
    for (let i = 0; i < 3; i++) expect(() => reported.secretBox?.open(sealed, place)).toThrow();
    await reported.close();
    const found = await waitFor(
      async () => {
        const now = await open('--type', 'encryption_errors', '--no-wait');
        return stateOf(now, 'operations') === 'bad' && now;
      },
      { timeoutMs, intervalMs: 500 },
    );
    expect(found.findings.find(({ what }) => what === 'operations')?.detail).toMatch(/3 to open/);
    expect(stateOf(found, 'certificates')).toBe('bad');
  });

  it('finds nodes that let everybody in, and what it could not look at', async () => {
    const found = await open('--type', 'network_security');
    expect(stateOf(found, 'exposure')).toBe('bad');
    expect(stateOf(found, 'plain port')).toBe('bad');
    expect(stateOf(found, 'isolation')).toBe('good');
    const places = [orgKeys(orgId).commandsStream(), clusterKeys.aclPosture()];
    const needed = await Promise.all(places.map((key) => stage.cluster.masterOfKey(key)));
    const node = stage.cluster.nodes.find((one) => !needed.includes(one)) as RedisNode;
    await node.admin.call('CONFIG', 'SET', 'bind', '* -::*');
    const wild = await open('--type', 'network_security');
    expect(stateOf(wild, 'isolation')).toBe('bad');
    await node.admin.call('CONFIG', 'SET', 'bind', '127.0.0.1');
    await node.kill9();
    const partly = await open('--type', 'network_security', '--no-wait');
    expect(stateOf(partly, `node ${node.address}`)).toBe('unknown');
  });
});

function keysOf(text: string): [string] {
  return [text];
}
