import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAuditRecord, type AuditRecord } from '@redoubt/acl';
import { sendSecurityRequest } from '@redoubt/commands';
import {
  decodeEvent,
  newOrgId,
  parseSecurityPosture,
  type SecurityPosture,
  type SecurityReply,
  type SecurityRequest,
} from '@redoubt/contracts';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { decodeEntry, provisionStreams } from '@redoubt/stream';
import type { RedisClient } from '@redoubt/redis';
import { waitFor, type RedisNode } from '@redoubt/test-kit';
import { connectTestRedis } from '@redoubt/worker-test-kit';
import { Redis } from 'ioredis';
import { ManagerStage } from './testing/start-app.ts';

const timeoutMs = 20_000;
const orgId = newOrgId();

type Ask = SecurityRequest extends infer R
  ? R extends SecurityRequest
    ? Omit<R, 'requestId' | 'actor' | 'reason'>
    : never
  : never;

describe('what people ask of acl-manager, and what it tells', () => {
  let stage: ManagerStage;
  let redis: RedisClient;
  let stored: TestDatabase;
  beforeAll(async () => {
    stage = await ManagerStage.open();
    stored = await createTestDatabase();
    redis = await connectTestRedis(stage.cluster.addresses);
    await provisionStreams(redis, orgId, ['db_writer']);
    await stage.start({
      ...{ PLATFORM_ORGANIZATION: orgId, DATABASE_URL: stored.url },
      ...{ SWITCH_TIMEOUT_MS: '2000', MONITORING_LEVEL: 'high' },
    });
  }, 60_000);
  afterAll(async () => {
    await redis.close();
    await stage.close();
    await stored.close();
  });

  const node = (index: number): RedisNode => stage.cluster.nodes[index] as RedisNode;
  const passwordOf = (user: string): string => readFileSync(join(stage.temp.path, user), 'utf8');

  async function ask(request: Ask, onProgress?: (detail: string) => void): Promise<SecurityReply> {
    const requestId = randomUUID();
    const asked = { ...request, requestId, actor: 'alice@example.org', reason: 'spec' } as SecurityRequest;
    await sendSecurityRequest(redis, asked, 'cli');
    const done = await waitFor(
      async () => {
        const answer = await redis.call('GET', clusterKeys.aclReply(requestId), []);
        const reply = answer === null ? undefined : (JSON.parse(String(answer)) as SecurityReply);
        if (reply?.state === 'running') onProgress?.(reply.detail);
        return reply?.state === 'done' && reply;
      },
      { timeoutMs },
    );
    return done as SecurityReply;
  }

  async function records(): Promise<AuditRecord[]> {
    const rows = await stage.manager.audit.newest(1_000);
    return rows.toReversed().map(({ text }) => parseAuditRecord(text) as AuditRecord);
  }

  async function posture(): Promise<SecurityPosture> {
    const text = await waitFor(() => redis.call('GET', clusterKeys.aclPosture(), []), { timeoutMs });
    return parseSecurityPosture(String(text)) as SecurityPosture;
  }

  async function loginAs(user: string): Promise<Redis> {
    const { host, port } = node(0);
    const client = new Redis({
      host,
      port,
      username: user,
      password: passwordOf(user),
      lazyConnect: true,
      retryStrategy: () => null,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  async function events(): Promise<{ eventType: string; user?: string }[]> {
    const rows = [];
    for (const key of [orgKeys(orgId).eventsPriority(), orgKeys(orgId).eventsStream()]) {
      rows.push(...((await redis.call('XRANGE', key, ['-', '+'], { buffers: true })) as [Buffer, Buffer[]][]));
    }
    return rows.flatMap(([id, fields]) => {
      const entry = decodeEntry(String(id), fields);
      const lines = 'lines' in entry ? entry.lines : [];
      return lines.map((line) => {
        const decoded = decodeEvent(JSON.parse(line.toString('utf8')));
        if (!decoded.ok) throw new Error(decoded.detail);
        return decoded.fields;
      });
    });
  }

  it('publishes what it knows of nodes, users and controls, without secrets', async () => {
    const has = ({ checks }: SecurityPosture, checkId: string): boolean =>
      checks.find((check) => check.checkId === checkId)?.status === 'pass';
    const found = (await waitFor(
      async () => {
        const now = await posture();
        return has(now, 'acl.no-drift') && has(now, 'cfg.modules') && now;
      },
      { timeoutMs },
    )) as SecurityPosture;
    expect(found.nodes).toHaveLength(6);
    expect(
      found.nodes.every(
        ({ isReachable, isAsDeclared, usedMemoryBytes = 0 }) => isReachable && isAsDeclared && usedMemoryBytes > 0,
      ),
    ).toBe(true);
    expect(found.nodes.filter(({ role }) => role === 'replica').every(({ isLinked }) => isLinked)).toBe(true);
    const status = (checkId: string): string | undefined =>
      found.checks.find((check) => check.checkId === checkId)?.status;
    expect(status('auth.default-disabled')).toBe('fail');
    expect(status('tls.plaintext-off')).toBe('fail');
    expect(status('auth.client-certs')).toBe('not_applicable');
    expect(status('avail.cluster')).toBe('pass');
    expect(status('acl.dangerous-denied')).toBe('fail');
    expect(status('tls.protocols')).toBe('not_applicable');
    expect(found.checks.find(({ checkId }) => checkId === 'net.policy')).toMatchObject({
      status: 'not_measured',
      evidence: expect.stringContaining('no Kubernetes is named'),
    });
    expect(status('cfg.version')).toMatch(/^(pass|fail|not_measured)$/);
    expect(found.nodes.every(({ latencyThresholdMs }) => latencyThresholdMs === 0)).toBe(true);
    expect(found.score).toMatchObject({ isCapped: expect.any(Boolean), formula: expect.stringContaining('weight') });
    expect(found.score.value).toBeLessThanOrEqual(59);
    const gateway = found.users.find(({ user }) => user === 'ingest-gateway');
    expect(gateway).toMatchObject({ isDeclared: true, isEnabled: true, rotation: null, drift: [] });
    expect(gateway?.commands).toContain('xadd');
    expect(gateway?.commands).not.toContain('xrange');
    expect(gateway?.credentialAgeMs).toBeLessThan(600_000);
    expect(found.users.find(({ user }) => user === 'default')).toMatchObject({
      isDeclared: false,
      commands: ['all'],
      keys: ['~*'],
    });
    const text = JSON.stringify(found);
    expect(text).not.toContain(passwordOf('ingest-gateway'));
    expect(text).not.toMatch(/#[0-9a-f]{64}/);
    expect(Number(await redis.call('TTL', clusterKeys.aclPosture(), []))).toBeGreaterThan(0);
  });

  it('shows stalls that nodes note', async () => {
    const { admin, address } = node(0);
    await admin.call('CONFIG', 'SET', 'latency-monitor-threshold', '1');
    await admin.call('EVAL', 'for i = 1, 5000000 do end', '0');
    const told = await waitFor(
      async () => {
        const now = await posture();
        return now.performance.latencyEvents.length > 0 && now;
      },
      { timeoutMs },
    );
    expect((told as SecurityPosture).performance.latencyEvents).toContainEqual(
      expect.objectContaining({ node: address, event: 'command' }),
    );
    await admin.call('CONFIG', 'SET', 'latency-monitor-threshold', '0');
  });

  it('tells whether a user may run a command, on every node, and runs nothing', async () => {
    const refused = await ask({ action: 'test', user: 'ingest-gateway', command: ['FLUSHALL'] });
    expect(refused).toMatchObject({ ok: false, detail: expect.stringContaining('refused on 6 of 6 nodes') });
    const allowed = await ask({
      action: 'test',
      user: 'ingest-gateway',
      command: ['SPUBLISH', clusterKeys.bell(1), 'x'],
    });
    expect(allowed).toMatchObject({ ok: true, detail: 'allowed on all 6 nodes' });
    expect(await ask({ action: 'test', user: 'nobody', command: ['GET', 'a'] })).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/not found/i),
    });
  });

  it('rotates for who asks, says who and why in the chain', async () => {
    const before = passwordOf('db-writer');
    const reply = await ask({ action: 'rotate', user: 'db-writer' });
    expect(reply).toMatchObject({ ok: true, result: { action: 'rotate', users: [{ user: 'db-writer', ok: true }] } });
    expect(passwordOf('db-writer')).not.toBe(before);
    const done = (await records()).find(({ kind, user }) => kind === 'rotation_done' && user === 'db-writer');
    expect(done).toMatchObject({ actor: 'alice@example.org', reason: 'spec', detail: { olderConnections: 0 } });
    const asked = (await records()).find(({ kind, user }) => kind === 'request' && user === 'db-writer');
    expect(asked).toMatchObject({ actor: 'alice@example.org', detail: { action: 'rotate', ok: true } });
  });

  it('says at once whose connections a rotation waits for, and ends them when their time is up', async () => {
    const silent = await loginAs('cli');
    await silent.client('SETNAME', 'backup-job');
    const told: string[] = [];
    const reply = await ask({ action: 'rotate', user: 'cli' }, (detail) => told.push(detail));
    expect(reply).toMatchObject({ ok: true });
    expect(
      told.some((text) => /^cli: waiting for one connection to follow: backup-job \(127\.0\.0\.1:/.test(text)),
    ).toBe(true);
    await waitFor(() => silent.status === 'end', { timeoutMs });
    const done = (await records()).find(({ kind, user }) => kind === 'rotation_done' && user === 'cli');
    expect(done?.detail).toMatchObject({ stragglers: [{ name: 'backup-job' }], olderConnections: 0 });
  });

  it('shuts a user out with its connections, and lets it in again', async () => {
    const client = await loginAs('cli');
    expect(await ask({ action: 'revoke', user: 'cli' })).toMatchObject({
      ok: true,
      result: { endedConnections: 1, leftConnections: 0 },
    });
    await waitFor(() => client.status === 'end', { timeoutMs });
    await expect(loginAs('cli')).rejects.toThrow();
    expect((await records()).some(({ kind, user }) => kind === 'user_revoked' && user === 'cli')).toBe(true);
    expect(await ask({ action: 'reinstate', user: 'cli' })).toMatchObject({ ok: true });
    (await loginAs('cli')).disconnect();
    // What people ask for is no drift.
    expect((await records()).filter(({ kind }) => kind === 'users_drifted')).toEqual([]);
  });

  it('refuses what it does not know, before anything changes', async () => {
    for (const action of ['rotate', 'revoke', 'reinstate', 'apply', 'rollback'] as const) {
      expect(await ask({ action, user: 'nobody' })).toMatchObject({
        ok: false,
        detail: expect.stringContaining('no user nobody is declared'),
      });
    }
    expect(await ask({ action: 'revoke', user: 'acl-manager' })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('cannot be shut out'),
    });
    expect(await ask({ action: 'rollback', user: 'cli' })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('no rotation is under way'),
    });
    await redis.call('XADD', clusterKeys.aclRequests(), ['*', 'request', '{"action":"rotate","user":"a b"}']);
    await waitFor(async () => Number(await redis.call('XLEN', clusterKeys.aclRequests(), [])) === 0, { timeoutMs });
    expect(
      (await records()).find(({ kind, detail }) => kind === 'request' && detail.action === 'unreadable'),
    ).toBeDefined();
  });

  it('makes events of the platform organisation of drift and spikes, and copies the chain', async () => {
    await node(1).admin.call('ACL', 'SETUSER', 'x', 'on', 'nopass', '~*', '+@all');
    const guesses = new Redis({ host: node(2).host, port: node(2).port, lazyConnect: true, retryStrategy: () => null });
    for (let n = 0; n < 12; n++) await guesses.call('AUTH', 'cli', `guess-${n}`).catch(() => undefined);
    guesses.disconnect();
    const client = await loginAs('cli');
    for (let n = 0; n < 25; n++) await client.call('FLUSHALL').catch(() => undefined);
    client.disconnect();
    await waitFor(async () => new Set((await events()).map(({ eventType }) => eventType)).size === 3, { timeoutMs });
    const found = await events();
    expect(found.find(({ eventType }) => eventType === 'redis_acl_drift')).toMatchObject({
      user: 'x',
      asset: node(1).address,
    });
    expect(found.find(({ eventType }) => eventType === 'redis_auth_failure')).toMatchObject({
      sourceIp: '127.0.0.1',
      severity: 'high',
    });
    expect(found.find(({ eventType }) => eventType === 'redis_command_denied')).toMatchObject({ user: 'cli' });
    const told = await waitFor(
      async () => {
        const now = await posture();
        return now.incidents24h >= 3 && now.denied.last.some(({ object }) => object === 'flushall') && now;
      },
      { timeoutMs },
    );
    expect((told as SecurityPosture).authentication.failures24h).toBeGreaterThanOrEqual(12);

    const chain = await records();
    const rows = await waitFor(
      async () => {
        const copied = await stored.database.query<{ record: string; hash: string }>(
          'SELECT record, hash FROM security_audit ORDER BY seq',
        );
        return copied.length >= chain.length && copied;
      },
      { timeoutMs },
    );
    expect(
      (rows as { record: string }[]).slice(0, chain.length).map(({ record }) => parseAuditRecord(record)?.seq),
    ).toEqual(chain.map(({ seq }) => seq));
    await expect(
      stored.database.transaction((session) => session.query('DELETE FROM security_audit'), {
        role: 'redoubt_security',
      }),
    ).rejects.toThrow('permission denied');
  });

  it('keeps a user out whose stolen password asks to be let in, without end', async () => {
    const stolen = await loginAs('dashboard');
    const master = await stage.cluster.masterOfKey(clusterKeys.aclRequests());
    const { host, port } = master;
    const thief = new Redis({
      ...{ host, port, username: 'dashboard', password: passwordOf('dashboard') },
      ...{ lazyConnect: true, retryStrategy: () => null },
    });
    thief.on('error', () => undefined);
    await thief.connect();
    const letIn = (action: string): string =>
      JSON.stringify({ action, user: 'dashboard', requestId: randomUUID(), actor: 'x', reason: 'x' });
    await expect(thief.xadd(clusterKeys.aclOperatorRequests(), '*', 'request', letIn('reinstate'))).rejects.toThrow(
      /NOPERM/,
    );
    await expect(thief.sadd(clusterKeys.aclRevoked(), 'cli')).rejects.toThrow(/NOPERM/);
    let isOver = false;
    const stealing = (async (): Promise<void> => {
      while (!isOver && thief.status === 'ready') {
        for (const action of ['apply', 'reinstate']) {
          await thief
            .xadd(clusterKeys.aclRequests(), 'MAXLEN', 50, '*', 'request', letIn(action))
            .catch(() => 'NOPERM');
        }
      }
    })();
    expect(await ask({ action: 'revoke', user: 'dashboard' })).toMatchObject({
      ok: true,
      result: { leftConnections: 0 },
    });
    isOver = true;
    await stealing;
    await waitFor(() => stolen.status === 'end' && thief.status === 'end', { timeoutMs });
    await waitFor(async () => Number(await redis.call('XLEN', clusterKeys.aclRequests(), [])) === 0, { timeoutMs });
    expect(await ask({ action: 'apply', user: 'dashboard' })).toMatchObject({
      ...{ ok: true, detail: expect.stringContaining('stays shut out') },
    });
    await expect(loginAs('dashboard')).rejects.toThrow();
    expect(await ask({ action: 'reinstate', user: 'dashboard' })).toMatchObject({ ok: true });
    (await loginAs('dashboard')).disconnect();
  });

  it('keeps out whom an administrator shut out without asking, with connections that came in between', async () => {
    const silent = await loginAs('cli');
    await redis.call('SADD', clusterKeys.aclRevoked(), ['cli']);
    await waitFor(() => silent.status === 'end', { timeoutMs });
    await expect(loginAs('cli')).rejects.toThrow();
    expect(await ask({ action: 'reinstate', user: 'cli' })).toMatchObject({ ok: true });
    (await loginAs('cli')).disconnect();
  });

  it('stops within seconds in the middle of a rotation; the next goes on with it and answers', async () => {
    const silent = await loginAs('cli');
    await stage.stop();
    await stage.start({ SWITCH_TIMEOUT_MS: '120000', DRAIN_TIMEOUT_MS: '20000' });
    const told: string[] = [];
    const answered = ask({ action: 'rotate', user: 'cli' }, (detail) => told.push(detail));
    await waitFor(() => told.some((text) => text.startsWith('cli: waiting for')), { timeoutMs });
    const startedMs = performance.now();
    await stage.stop();
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(await redis.call('XLEN', clusterKeys.aclOperatorRequests(), [])).toBe(1);
    await stage.start();
    silent.disconnect();
    expect(await answered).toMatchObject({ ok: true, result: { users: [{ user: 'cli', ok: true }] } });
    const done = (await records()).findLast(({ kind, user }) => kind === 'rotation_done' && user === 'cli');
    expect(done?.detail).toMatchObject({ wasResumed: true, olderConnections: 0 });
  });

  it('lets one instance work; the next takes over and remembers', async () => {
    const second = new ManagerStage(stage.cluster);
    await second.start({ CREDENTIALS_DIR: stage.temp.path });
    const isActive = (one: ManagerStage): Promise<number> => one.metrics.read('acl_manager_active');
    expect([await isActive(stage), await isActive(second)]).toEqual([1, 0]);
    expect(await (await fetch(`${second.opsUrl}/healthz/security`)).json()).toMatchObject({ isStandby: true });
    const failures = (await posture()).authentication.failures24h;
    await stage.stop();
    await waitFor(async () => (await isActive(second)) === 1, { timeoutMs });
    await waitFor(async () => second.manager.posture().authentication.failures24h >= failures, { timeoutMs });
    expect(second.manager.posture().denied.last.some(({ object }) => object === 'flushall')).toBe(true);
    expect(await second.manager.audit.verify()).toMatchObject({ fault: null });
    await second.stop();
    second.temp.remove();
  });
});
