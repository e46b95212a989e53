import { join } from 'node:path';
import { AuditLog, FileCredentialStore, roleRules, SYSTEM_ROLES, withoutCommands } from '@redoubt/acl';
import { systemClock, type SecurityPosture, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { refusedCommands } from '@redoubt/worker-test-kit';
import { CliStage } from './testing/cli-stage.ts';
import { FakeManager, posture } from './testing/fake-manager.ts';

jest.setTimeout(120_000);
let stage: CliStage;
let manager: FakeManager;
let reply: Omit<SecurityReply, 'requestId'> | undefined;
let answer: (request: SecurityRequest) => typeof reply;

beforeAll(async () => {
  stage = await CliStage.open();
  manager = new FakeManager(stage.redis, (request) => answer(request));
  await manager.start(
    posture(Date.now(), {
      checks: [
        {
          ...{ checkId: 'auth.default-disabled', area: 'authentication', title: 'Nobody is open', status: 'fail' },
          ...{ isCritical: true, weight: 8, evidence: 'user default is on', fix: 'shut it out' },
        },
      ],
    }),
  );
  await new AuditLog({ redis: stage.redis, clock: systemClock }).append({
    ...{ kind: 'command_denied', node: '127.0.0.1:1', user: 'mallory' },
    detail: { reason: 'command', object: 'flushall', count: 1 },
  });
});
beforeEach(() => {
  answer = () => reply;
});
afterAll(async () => {
  await manager.stop();
  await stage.close();
});

/** As a server of the floor version takes it. */
const managerRole = withoutCommands(SYSTEM_ROLES['acl-manager'], new Set(['client|setinfo']));
const because = ['--reason', 'a laptop was lost', '--yes'];

describe('redoubt acl with acl-manager', () => {
  it('has passwords exchanged, and says what came of each', async () => {
    const dry = await stage.ok('acl', 'rotate', '--all', '--dry-run');
    expect(dry.stdout).toMatch(/db-writer +would be exchanged +1h old, 4 connections/);
    expect(manager.requests).toEqual([]);
    const users = [
      { user: 'db-writer', ok: true, detail: 'rotated', evidence: { killed: 0, olderConnections: 0 } },
      { user: 'cli', ok: false, detail: 'stands at added: a node is down' },
    ];
    reply = { state: 'done', ok: false, detail: 'one of two', result: { action: 'rotate', users } };
    const run = await stage.run(['acl', 'rotate', '--all', ...because, '--actor', 'olga', '--json']);
    expect(run.code).toBe(4);
    expect(run.json()).toMatchObject({ isDone: false, by: 'acl-manager', users });
    expect(manager.requests).toMatchObject([{ action: 'rotate', actor: 'olga', reason: 'a laptop was lost' }]);
    reply = { state: 'done', ok: true, detail: '', result: { action: 'rollback', users: users.slice(0, 1) } };
    const back = await stage.ok('acl', 'rotate', 'db-writer', '--rollback', ...because);
    expect(back.stdout).toMatch(/db-writer +done +rotated; 0 connections with the old password left/);
    expect(manager.requests.at(-1)).toMatchObject({ action: 'rollback', user: 'db-writer' });
  });

  it('turns no rotation round twice', async () => {
    const published = String(await stage.redis.call('GET', clusterKeys.aclPosture(), []));
    const now = JSON.parse(published) as SecurityPosture;
    const rotation = { step: 'switched', startedAtMs: 1, reason: 'monthly', isBack: true };
    const users = now.users.map((user) => (user.user === 'cli' ? { ...user, rotation } : user));
    await stage.redis.call('SET', clusterKeys.aclPosture(), [JSON.stringify({ ...now, users })]);
    const asked = manager.requests.length;
    const again = await stage.run(['acl', 'rotate', 'cli', '--rollback', ...because]);
    expect(again).toMatchObject({ code: 7, stderr: expect.stringContaining('turned round already') as string });
    expect(manager.requests).toHaveLength(asked);
    await stage.redis.call('SET', clusterKeys.aclPosture(), [published]);
  });

  it('shuts a user out, and lets it in again', async () => {
    const result = { action: 'revoke', user: 'db-writer', endedConnections: 4, leftConnections: 1 } as const;
    reply = { state: 'done', ok: false, detail: 'one is left', result };
    const left = await stage.run(['acl', 'revoke', 'db-writer', ...because]);
    expect(left.code).toBe(3);
    expect(left.stdout).toContain('4 connections ended, 1 left');
    reply = { state: 'done', ok: true, detail: 'let in', result: { action: 'apply', nodes: [] } };
    await stage.ok('acl', 'revoke', 'db-writer', '--undo', ...because);
    expect(manager.requests.at(-1)).toMatchObject({ action: 'reinstate', user: 'db-writer' });
  });

  it('asks again for what vanished before it was taken, under the same id', async () => {
    let looks = 0;
    answer = () => (looks++ === 0 ? undefined : { state: 'done', ok: true, detail: 'out' });
    await stage.ok('acl', 'revoke', 'db-writer', ...because);
    const [first, second] = manager.requests.slice(-2);
    expect(second).toMatchObject({ action: 'revoke', requestId: first?.requestId });
  });

  it('shuts out a declared user as an administrator while acl-manager runs, and has it stay so', async () => {
    for (const { admin } of stage.cluster.nodes) await admin.call('ACL', 'SETUSER', 'db-writer', 'on', '>first');
    await stage.redis.call('XADD', clusterKeys.aclOperatorRequests(), ['*', 'request', '{}']);
    const direct = ['acl', 'revoke', 'db-writer', '--direct', ...because];
    const run = await stage.runAsAdmin(direct);
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('acl-manager runs and was not asked') as string,
    });
    expect(await stage.redis.call('SISMEMBER', clusterKeys.aclRevoked(), ['db-writer'])).toBe(1);
    expect(await stage.redis.call('XLEN', clusterKeys.aclOperatorRequests(), [])).toBe(0);
    const list = await Promise.all(stage.cluster.nodes.map(({ admin }) => admin.call('ACL', 'LIST')));
    expect(list.map((lines) => (lines as string[]).filter((line) => /^user db-writer off /.test(line)).length)).toEqual(
      stage.cluster.nodes.map(() => 1),
    );
    const undone = await stage.runAsAdmin([...direct, '--undo']);
    expect(undone).toMatchObject({ code: 7, stderr: expect.stringContaining('leave --direct out') as string });
    const needed = await stage.runAsAdmin(['acl', 'revoke', 'replication', '--direct', ...because]);
    expect(needed.code).not.toBe(0);
    await stage.redis.call('DEL', clusterKeys.aclRevoked(), []);
    for (const { admin } of stage.cluster.nodes) await admin.call('ACL', 'DELUSER', 'db-writer');
  });

  it('says so when no reply comes, and when nobody is meant', async () => {
    reply = undefined;
    const silent = await stage.run(['acl', 'rotate', 'db-writer', ...because, '--wait', '1s']);
    expect(silent).toMatchObject({ code: 8, stdout: '' });
    expect(silent.stderr).toMatch(
      /no reply within 1\.0s: .*not taken it up\n +it vanished, .*acl revoke --direct\n +it may still be done/,
    );
    const unknown = await stage.run(['acl', 'revoke', 'db-writr', ...because]);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean db-writer?') as string });
    const undecided = await stage.run(['acl', 'revoke', 'db-writer']);
    expect(undecided).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('redoubt acl apply as the operators’ own user', () => {
  it('comes to nodes as acl-manager, and writes down what it did as itself', async () => {
    const credentials = join(stage.temp.path, 'credentials');
    const password = 'first password of acl-manager';
    await new FileCredentialStore(credentials).write({ user: 'acl-manager', password, createdAtMs: 0 });
    for (const { admin } of stage.cluster.nodes) {
      await admin.call('ACL', 'SETUSER', 'acl-manager', 'on', `>${password}`, ...roleRules(managerRole));
    }
    const args = ['acl', 'apply', '--users', 'security_readonly,acl-manager', '--credentials', credentials];
    const run = await stage.run([...args, ...because, '--json']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({ isDone: true, isAudited: true, plan: { login: 'acl-manager' } });
  });
});

describe('redoubt health as the operators’ own user', () => {
  it('shows what may be asked, adds what acl-manager published, and is refused nothing', async () => {
    const run = await stage.run(['health', '--json']);
    expect(run.code).toBe(3);
    const { checks, security, nodes } = run.json() as {
      checks: { checkId: string; status: string; source: string }[];
      security: object;
      nodes: object[];
    };
    expect(security).toMatchObject({ score: 88, incidents24h: 2 });
    expect(nodes).toHaveLength(3);
    const of = (id: string): object | undefined => checks.find(({ checkId }) => checkId === id);
    expect(of('auth.default-disabled')).toMatchObject({ status: 'fail', source: 'acl-manager' });
    expect(of('acl.persisted')).toMatchObject({ status: 'not_measured' });
    expect(of('avail.cluster')).toMatchObject({ status: 'pass', source: 'measured' });
    expect(of('services.database')).toMatchObject({ status: 'pass' });
    const text = await stage.run(['health']);
    expect(text.stdout).toMatch(/^Redis Security Status: AT RISK {2}score 88\/100/);
    expect(text.stdout).toContain('[FAIL] Authentication: user default is on');
    expect(text.stdout).toContain('[ok]   Monitoring: Active (2 alerts)');
    expect(await refusedCommands('cli', stage.cluster.addresses)).toEqual([]);
  });

  it('is watched until stopped', async () => {
    const run = await stage.run(['health', '--watch', '--interval', '500ms', '--json'], {
      onOutput: (text, kill) => {
        if (text.split('\n').length > 2) kill('SIGTERM');
      },
    });
    expect(run.code).toBe(130);
    expect(run.rows().length).toBeGreaterThanOrEqual(2);
  });
});

describe('redoubt audit --redis', () => {
  it('shows and verifies the chain of the installation', async () => {
    const tail = await stage.ok('audit', 'tail', '--redis', '--action', 'command_denied');
    expect(tail.stdout).toMatch(/command_denied +mallory +127\.0\.0\.1:1 +- +object=flushall count=1/);
    const verified = (await stage.ok('audit', 'verify', '--redis', '--json')).json();
    expect(verified).toMatchObject({
      isSound: true,
      entries: 3,
      head: expect.stringMatching(/^3:[0-9a-f]{64}$/) as string,
    });
    await stage.ok('audit', 'verify', '--redis', '--anchor', String(verified.head));
    const cut = await stage.run(['audit', 'verify', '--redis', '--anchor', `7:${'0'.repeat(64)}`]);
    expect(cut).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('entry 4 is missing, with all after it') as string,
    });
  });
});
