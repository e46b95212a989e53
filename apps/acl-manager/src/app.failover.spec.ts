import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_NAMES, hasTrace, type AuditRecord } from '@redoubt/acl';
import type { SecurityPosture } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { waitFor, type RedisNode } from '@redoubt/test-kit';
import { Redis } from 'ioredis';
import { ManagerStage } from './testing/start-app.ts';

/** Drift has to be gone within 10 s. */
const timeoutMs = 10_000;

describe('acl-manager', () => {
  let stage: ManagerStage;
  beforeEach(async () => {
    stage = await ManagerStage.open();
    await stage.start();
  });
  afterEach(() => stage.close());

  const node = (index: number): RedisNode => stage.cluster.nodes[index] as RedisNode;
  const usersOf = async (one: RedisNode): Promise<string[]> => (await one.admin.call('ACL', 'USERS')) as string[];
  const declared = ['acl-manager', 'default', ...APP_NAMES.filter(hasTrace)].sort();

  async function security(): Promise<{ status: number; report: SecurityPosture }> {
    const response = await fetch(`${stage.opsUrl}/healthz/security`);
    return { status: response.status, report: (await response.json()) as SecurityPosture };
  }

  async function records(): Promise<AuditRecord[]> {
    const master = await stage.cluster.masterOfKey(clusterKeys.aclAudit());
    const rows = (await master.admin.call('XRANGE', clusterKeys.aclAudit(), '-', '+')) as [string, string[]][];
    return rows.map(([, fields]) => JSON.parse(fields[1] ?? '') as AuditRecord);
  }

  it('gives every node its users with passwords of their own, kept where only services read them', async () => {
    for (const one of stage.cluster.nodes) expect(await usersOf(one)).toEqual(declared);
    expect(statSync(join(stage.temp.path, 'db-writer')).mode & 0o777).toBe(0o600);
    const password = readFileSync(join(stage.temp.path, 'db-writer'), 'utf8');
    const redis = new Redis({ host: node(3).host, port: node(3).port, username: 'db-writer', password });
    expect(await redis.call('CLUSTER', 'SLOTS')).toHaveLength(3);
    await expect(redis.call('FLUSHALL')).rejects.toThrow('NOPERM');
    redis.disconnect();
    await waitFor(async () => (await stage.metrics.read('acl_digests')) === 1, { timeoutMs });
    const { report } = await security();
    expect(report.checks.find(({ checkId }) => checkId === 'acl.no-drift')).toMatchObject({ status: 'pass' });
    expect(report.nodes).toHaveLength(6);
    expect(JSON.stringify(report)).not.toContain(password);
  });

  it('puts drift made by hand right, says so, and shows what was refused', async () => {
    await node(1).admin.call('ACL', 'SETUSER', 'x', 'on', 'nopass', '~*', '+@all');
    await waitFor(async () => !(await usersOf(node(1))).includes('x'), { timeoutMs });
    await waitFor(async () => (await records()).some(({ kind, user }) => kind === 'users_drifted' && user === 'x'), {
      timeoutMs,
    });

    const password = readFileSync(join(stage.temp.path, 'cli'), 'utf8');
    const redis = new Redis({ host: node(0).host, port: node(0).port, username: 'cli', password });
    await expect(redis.call('FLUSHALL')).rejects.toThrow('NOPERM');
    await expect(redis.call('AUTH', 'cli', 'guess')).rejects.toThrow('WRONGPASS');
    redis.disconnect();
    const seen = async (wanted: AuditRecord['kind']): Promise<AuditRecord | undefined> =>
      (await records()).find(({ kind, user }) => kind === wanted && user === 'cli');
    await waitFor(async () => (await seen('command_denied')) && (await seen('login_failed')), { timeoutMs });
    expect(await seen('command_denied')).toMatchObject({
      node: node(0).address,
      detail: { reason: 'command', object: 'flushall', count: 1, isNew: true },
    });
    expect(await stage.metrics.read('redis_denied_total', { reason: 'permission' })).toBeGreaterThanOrEqual(1);
    expect(await stage.metrics.read('redis_authentications_total', { result: 'failure' })).toBeGreaterThanOrEqual(1);
    expect(await stage.manager.audit.verify()).toMatchObject({ fault: null });
  });

  it('gives a node that restarts with an emptied file its users again', async () => {
    await node(2).kill9();
    writeFileSync(node(2).aclFile, '');
    await waitFor(async () => (await security()).report.nodes.some(({ isReachable }) => !isReachable), { timeoutMs });
    await node(2).start();
    await waitFor(async () => (await usersOf(node(2))).length === declared.length, { timeoutMs: 20_000 });
    await waitFor(
      async () => (await security()).report.checks.find(({ checkId }) => checkId === 'avail.nodes')?.status === 'pass',
      { timeoutMs },
    );
  });

  it('finds a changed byte of its chain', async () => {
    const key = clusterKeys.aclAudit();
    const master = await stage.cluster.masterOfKey(key);
    await waitFor(async () => (await records()).length >= 2, { timeoutMs });
    const rows = (await master.admin.call('XRANGE', key, '-', '+')) as [string, string[]][];
    await master.admin.call('DEL', key);
    for (const [id, fields] of rows) {
      const changed = fields.map((field) => field.replace('"seq":2,', '"seq":2, '));
      await master.admin.call('XADD', key, id, ...changed);
    }
    expect((await stage.manager.audit.verify()).fault).toMatchObject({ seq: 2, reason: 'changed' });
  });

  it('rotates what has grown too old, and goes on with what a stop broke off', async () => {
    await stage.stop();
    const before = readFileSync(join(stage.temp.path, 'db-writer'), 'utf8');
    const file = join(stage.temp.path, 'db-writer.json');
    const credential = JSON.parse(readFileSync(file, 'utf8')) as { createdAtMs: number };
    writeFileSync(file, JSON.stringify({ ...credential, createdAtMs: Date.now() - 2 * 3_600_000 }));
    await stage.start({ ROTATE_AFTER_HOURS: '1' });
    await waitFor(async () => (await records()).some(({ kind }) => kind === 'rotation_done'), { timeoutMs });
    expect(readFileSync(join(stage.temp.path, 'db-writer'), 'utf8')).not.toBe(before);
    const done = (await records()).find(({ kind }) => kind === 'rotation_done');
    expect(done).toMatchObject({ user: 'db-writer', detail: { reason: 'age', olderConnections: 0 } });
  });
});

describe('acl-manager of everything', () => {
  it('runs as its own user, gives replication one and shuts `default` out', async () => {
    const stage = await ManagerStage.open();
    const login = { REDIS_USERNAME: 'acl-manager', REDIS_PASSWORD: 'first password' };
    try {
      // What whoever sets up the cluster puts in the file of each node.
      for (const { admin } of stage.cluster.nodes) {
        await admin.call('ACL', 'SETUSER', 'acl-manager', 'on', `>${login.REDIS_PASSWORD}`, 'allkeys', '+@all');
      }
      await stage.start({ ...login, MANAGE_REPLICATION: '1', ACL_DEFAULT_USER: 'off', ROTATE_AFTER_HOURS: '1' });
      const passwordNow = (): string => readFileSync(join(stage.temp.path, 'acl-manager'), 'utf8');
      await waitFor(async () => (await stage.metrics.read('credential_rotations_total', { result: 'done' })) === 1, {
        timeoutMs: 20_000,
      });
      const password = passwordNow();
      expect(password).not.toBe(login.REDIS_PASSWORD);
      const master = stage.cluster.nodes[0] as RedisNode;
      const redis = new Redis({ host: master.host, port: master.port, username: 'acl-manager', password });
      await waitFor(
        async () =>
          String(
            ((await redis.call('ACL', 'LIST')) as string[]).find((line) => line.startsWith('user default ')),
          ).includes(' off '),
        { timeoutMs },
      );
      expect(await redis.call('CONFIG', 'GET', 'masteruser')).toEqual(['masteruser', 'replication']);
      expect(await stage.manager.audit.verify()).toMatchObject({ fault: null });
      redis.disconnect();

      // With its file a node loses acl-manager's own user too, and stands open until it is put right.
      const emptied = stage.cluster.nodes[4] as RedisNode;
      await emptied.kill9();
      writeFileSync(emptied.aclFile, '');
      await emptied.start();
      await waitFor(async () => (await stage.metrics.read('acl_digests')) === 1, { timeoutMs: 20_000 });
      const posture = await waitFor(
        () => {
          const found = stage.manager.posture();
          return found.nodes.length === 6 && found.nodes.every(({ isAsDeclared }) => isAsDeclared) && found;
        },
        { timeoutMs },
      );
      expect(posture.checks.find(({ checkId }) => checkId === 'auth.default-disabled')).toMatchObject({
        status: 'pass',
      });
      expect(posture.checks.find(({ checkId }) => checkId === 'acl.no-drift')).toMatchObject({ status: 'pass' });
    } finally {
      await stage.close();
    }
  }, 60_000);
});
