import { join } from 'node:path';
import { createMetrics } from '@redoubt/telemetry';
import { startRedisCluster, type RedisCluster } from '@redoubt/test-kit';
import { connectTestClient } from '../testing/connect-test-client.ts';
import type { RedisClient } from './redis-client.ts';
import { defineScript } from './script.ts';

const storeWord = defineScript(join(import.meta.dirname, '../testing/scripts/store-word-1.lua'));

describe('what servers answer', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    redis = await connectTestClient(cluster.addresses);
  });
  afterAll(async () => {
    await redis.close();
    await cluster.stop();
  });

  async function onAllNodes(...command: [string, ...(string | number)[]]): Promise<void> {
    await Promise.all(cluster.nodes.map((node) => node.admin.call(...command)));
  }

  it('is known as out of memory, from commands and from scripts', async () => {
    await onAllNodes('CONFIG', 'SET', 'maxmemory', 1);
    try {
      await expect(redis.call('SET', 'a', ['x'])).rejects.toMatchObject({ name: 'RedisReplyError', kind: 'oom' });
      await expect(redis.script(storeWord).run(['a'], ['x'])).rejects.toMatchObject({ kind: 'oom' });
      expect(await redis.call('GET', 'a', [])).toBeNull();
    } finally {
      await onAllNodes('CONFIG', 'SET', 'maxmemory', 0);
    }
    expect(await redis.script(storeWord).run(['a'], ['x'])).toBe('OK');
  });

  it('is known as missing permission, from commands and from scripts', async () => {
    await onAllNodes('ACL', 'SETUSER', 'reader', 'reset', 'on', '>pw', '~a', '+@all', '-set');
    const reader = await connectTestClient(cluster.addresses, { credentials: { username: 'reader', password: 'pw' } });
    await expect(reader.call('SET', 'a', ['x'])).rejects.toMatchObject({ kind: 'noperm' });
    await expect(reader.call('GET', 'b', [])).rejects.toMatchObject({ kind: 'noperm' });
    await expect(reader.script(storeWord).run(['a'], ['x'])).rejects.toMatchObject({ kind: 'noperm' });
    await reader.close();
  });

  it('is known as too few replicas', async () => {
    await onAllNodes('CONFIG', 'SET', 'min-replicas-to-write', 1);
    try {
      await expect(redis.call('SET', 'a', ['x'])).rejects.toMatchObject({ kind: 'noreplicas' });
      await expect(redis.script(storeWord).run(['a'], ['x'])).rejects.toMatchObject({ kind: 'noreplicas' });
    } finally {
      await onAllNodes('CONFIG', 'SET', 'min-replicas-to-write', 0);
    }
  });

  it('is counted by kind', async () => {
    const metrics = createMetrics({ app: 'test', isDefaultMetrics: false });
    const counted = await connectTestClient(cluster.addresses, { metrics });
    await counted.call('SET', 'text', ['x']);
    await counted.call('INCR', 'text', []).catch(() => undefined);
    await counted.call('XREADGROUP', 'GROUP', ['g', 'c', 'STREAMS', 'text', '>']).catch(() => undefined);
    expect(await metrics.read('redis_command_errors_total', { kind: 'other' })).toBeGreaterThan(0);
    expect(await metrics.read('redis_command_errors_total', { kind: 'oom' })).toBe(0);
    await counted.close();
  });

  it('tells which newer commands there are', async () => {
    const found = await redis.capabilities();
    const version = /redis_version:(\d+)\.(\d+)/.exec(await (cluster.nodes[0]?.admin.info('server') ?? ''));
    const release = Number(version?.[1]) + Number(version?.[2]) / 100;
    expect(found.waitAof).toBe(release >= 7.02);
    expect(found.xackdel).toBe(release >= 8.02);
    expect(await redis.capabilities()).toBe(found);
  });
});
