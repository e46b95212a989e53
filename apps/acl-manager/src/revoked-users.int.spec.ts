import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { connectTestRedis } from '@redoubt/worker-test-kit';
import { RevokedUsers } from './revoked-users.ts';

describe('users that are shut out', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  let revoked: RevokedUsers;
  let isMine: boolean;
  beforeAll(async () => {
    cluster = await startRedisCluster({ replicas: 1, clusterNodeTimeoutMs: 1_000 });
    redis = await connectTestRedis(cluster.addresses);
    await waitFor(() => redis.nodes().some(({ role }) => role === 'replica'), { timeoutMs: 20_000 });
  }, 60_000);
  afterAll(async () => {
    await redis.close();
    await cluster.stop();
  });
  beforeEach(async () => {
    await redis.call('DEL', clusterKeys.aclRevoked(), []);
    isMine = true;
    revoked = new RevokedUsers(redis, { isMine: () => isMine });
  });

  const kept = async (): Promise<unknown> => redis.call('SMEMBERS', clusterKeys.aclRevoked(), []);

  it('stay out when Redis forgets them, until somebody lets them in', async () => {
    expect(await waitFor(() => revoked.add('cli'), { timeoutMs: 20_000 })).toBe(true);
    await redis.call('DEL', clusterKeys.aclRevoked(), []);
    expect([...(await revoked.read())]).toEqual(['cli']);
    expect(await kept()).toEqual(['cli']);
    await revoked.remove('cli');
    expect([...(await revoked.read())]).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  it('are those that Redis names where another instance works, or worked', async () => {
    await revoked.add('cli');
    await redis.call('DEL', clusterKeys.aclRevoked(), []);
    isMine = false;
    expect([...(await revoked.read())]).toEqual([]);
    isMine = true;
    await revoked.add('cli');
    await redis.call('DEL', clusterKeys.aclRevoked(), []);
    revoked.forget();
    expect([...(await revoked.read())]).toEqual([]);
  });

  it('are said not to be safe while no replica has them', async () => {
    const master = await cluster.masterOfKey(clusterKeys.aclRevoked());
    const replicas = cluster.nodes.filter((node) => node !== master && cluster.nodes.indexOf(node) >= 3);
    for (const node of replicas) await node.kill9();
    expect(await revoked.add('cli')).toBe(false);
    expect([...(await revoked.read())]).toEqual(['cli']);
    for (const node of replicas) await cluster.restart(node);
    await waitFor(async () => (await revoked.add('cli')) === true, { timeoutMs: 30_000 });
  }, 60_000);
});
