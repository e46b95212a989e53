import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAuditRecord, type AuditRecord } from '@redoubt/acl';
import { awaitSecurityReply, sendSecurityRequest } from '@redoubt/commands';
import { systemClock, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { waitFor, type RedisNode } from '@redoubt/test-kit';
import { connectTestRedis } from '@redoubt/worker-test-kit';
import { Redis } from 'ioredis';
import { ManagerStage } from './testing/start-app.ts';

const timeoutMs = 60_000;
const user = 'cli';
type Action = Exclude<SecurityRequest['action'], 'test'>;

describe('acl-manager in mode report', () => {
  let stage: ManagerStage;
  let redis: RedisClient;
  beforeAll(async () => {
    stage = await ManagerStage.open();
    redis = await connectTestRedis(stage.cluster.addresses);
    // What the installation has before anything of it is declared.
    for (const { admin } of stage.cluster.nodes) {
      await admin.call('ACL', 'SETUSER', 'their-app', 'on', '>secret', '~app:*', '+get');
      await admin.call('ACL', 'SETUSER', 'their-admin', 'on', '>secret', 'allkeys', 'allchannels', '+@all');
      await admin.call('CONFIG', 'SET', 'masteruser', 'their-admin', 'masterauth', 'secret');
    }
    await start();
  }, 60_000);
  afterAll(async () => {
    await redis.close();
    await stage.close();
  });

  const start = (more: Record<string, string> = {}): Promise<void> =>
    stage.start({ ACL_MODE: 'report', ACL_USERS: `${user},db-writer`, ACL_DEFAULT_USER: 'off', ...more });
  const node = (index: number): RedisNode => stage.cluster.nodes[index] as RedisNode;
  const passwordNow = (): string => readFileSync(join(stage.temp.path, user), 'utf8');
  const users = async (): Promise<string[][]> =>
    Promise.all(stage.cluster.nodes.map(async ({ admin }) => ((await admin.call('ACL', 'USERS')) as string[]).sort()));
  const theirs = ['default', 'their-admin', 'their-app'];
  /** Of the account that replication runs as, and people with it. */
  const theirRights = (): Promise<unknown[]> =>
    Promise.all(stage.cluster.nodes.map(({ admin }) => admin.call('ACL', 'GETUSER', 'their-admin')));
  const everywhere = (names: readonly string[]): string[][] => stage.cluster.nodes.map(() => [...names].sort());

  async function send(action: Action, of: string | null = user): Promise<SecurityRequest> {
    const head = { requestId: randomUUID(), actor: 'alice', reason: 'spec' };
    const request = { ...head, action, ...(of === null ? {} : { user: of }) } as SecurityRequest;
    await sendSecurityRequest(redis, request, 'cli');
    return request;
  }

  async function replyTo({ requestId }: SecurityRequest): Promise<SecurityReply> {
    const wait = { waitMs: timeoutMs, signal: new AbortController().signal };
    const isEnough = ({ state }: SecurityReply): boolean => state === 'done';
    return (await awaitSecurityReply({ redis, clock: systemClock }, requestId, { ...wait, isEnough })) as SecurityReply;
  }

  const ask = async (action: Action, of?: string | null): Promise<SecurityReply> => replyTo(await send(action, of));

  async function records(): Promise<AuditRecord[]> {
    const rows = await stage.manager.audit.newest(1_000);
    return rows.toReversed().map(({ text }) => parseAuditRecord(text) as AuditRecord);
  }

  it('shuts one user out and lets it in, and touches no other', async () => {
    expect(await users()).toEqual(everywhere(theirs));
    const before = await theirRights();
    expect(await ask('revoke')).toMatchObject({ ok: true });
    expect(await users()).toEqual(everywhere([...theirs, user]));
    expect(await ask('apply')).toMatchObject({ ok: true, detail: expect.stringContaining('stays shut out') });
    expect(await ask('reinstate')).toMatchObject({ ok: true });
    expect(await users()).toEqual(everywhere([...theirs, user]));
    expect(await theirRights()).toEqual(before);
    const standard = await node(0).admin.call('ACL', 'GETUSER', 'default');
    expect((standard as unknown[])[1]).toContain('on');
  });

  it('makes users when it is asked to, and takes none away', async () => {
    const before = await theirRights();
    expect(await ask('apply', null)).toMatchObject({ ok: true });
    expect(await theirRights()).toEqual(before);
    expect(await users()).toEqual(everywhere(['acl-manager', 'db-writer', ...theirs, user]));
  });

  it('leaves a rotation that was turned round alone until its age is reached again, and counts it as that', async () => {
    const before = passwordNow();
    const { host, port } = node(0);
    const login = { host, port, username: user, password: before, retryStrategy: () => null, lazyConnect: true };
    const silent = new Redis(login);
    silent.on('error', () => undefined);
    await silent.connect();
    await stage.stop();
    const file = join(stage.temp.path, `${user}.json`);
    const credential = JSON.parse(readFileSync(file, 'utf8')) as { createdAtMs: number };
    const createdAtMs = Date.now() - 2 * 3_600_000;
    writeFileSync(file, JSON.stringify({ ...credential, createdAtMs }));
    await start({ ROTATE_AFTER_HOURS: '1', SWITCH_TIMEOUT_MS: '120000' });
    await waitFor(() => passwordNow() !== before, { timeoutMs });

    const request = await send('rollback');
    await waitFor(() => passwordNow() === before, { timeoutMs });
    silent.disconnect();
    expect(await replyTo(request)).toMatchObject({ ok: true, result: { users: [{ user, ok: true }] } });
    await stage.manager.rotations.look();
    expect(passwordNow()).toBe(before);
    expect((await records()).findLast(({ kind }) => kind === 'rotation_done')).toMatchObject({
      ...{ user, detail: { isBack: true } },
    });
    expect(await stage.metrics.read('credential_rotations_total', { result: 'rolled_back' })).toBe(1);
    expect(await stage.metrics.read('credential_rotations_total', { result: 'done' })).toBe(0);
    expect(await stage.metrics.read('credential_age_seconds', { user })).toBeGreaterThanOrEqual(7_200);

    // What an instance that died left in the stream, asked before the rotation was turned round.
    const { rolledBackAtMs } = JSON.parse(readFileSync(file, 'utf8')) as { rolledBackAtMs: number };
    for (const [n, action, ok] of [[0, 'rollback', true] as const, [1, 'rotate', false] as const]) {
      const late = { ...request, action, requestId: randomUUID() } as SecurityRequest;
      const args = [`${rolledBackAtMs}-${n}`, 'request', JSON.stringify(late)];
      await redis.call('XADD', clusterKeys.aclRequests(), args);
      expect(await replyTo(late)).toMatchObject({ ok, detail: expect.stringContaining('turned round') });
      expect(passwordNow()).toBe(before);
    }
    expect(await ask('rotate')).toMatchObject({ ok: true });
    expect(passwordNow()).not.toBe(before);
  });
});
