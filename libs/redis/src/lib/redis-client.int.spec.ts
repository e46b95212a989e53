import { startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { connectTestClient } from '../testing/connect-test-client.ts';

describe('the life of a client', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());

  it('begins with any one node that answers', async () => {
    const redis = await connectTestClient(`127.0.0.1:1,${cluster.nodes[2]?.address}`);
    expect(redis.masters()).toHaveLength(3);
    expect(redis.nodes().every((node) => node.role === 'master')).toBe(true);
    expect(redis.clusterState()).toEqual({ ok: true, detail: 'ok' });
    await redis.close();
  });

  it('does not begin when none does', async () => {
    const startedAt = performance.now();
    await expect(connectTestClient('127.0.0.1:1', { connectTimeoutMs: 300 })).rejects.toThrow('ECONNREFUSED');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('ends once, however often it is asked to, and leaves no connection', async () => {
    const redis = await connectTestClient(cluster.addresses, { clientName: 'short-lived' });
    await redis.subscribe(['a', 'b'], () => undefined);
    await redis.batch(['a', 'b', 'c', 'd'].map((key) => ({ name: 'GET', key, args: [key], retry: 'free' })));
    await Promise.all([redis.close(), redis.close()]);
    await redis.close();
    const startedAt = performance.now();
    await expect(redis.call('GET', 'a', [])).rejects.toMatchObject({ name: 'RedisUnavailableError' });
    await expect(redis.subscribe(['a'], () => undefined)).rejects.toThrow('closed');
    expect(performance.now() - startedAt).toBeLessThan(500);
    await waitFor(async () => {
      const lists = await Promise.all(cluster.nodes.map((node) => node.admin.client('LIST') as Promise<string>));
      return !lists.join('').includes('short-lived');
    });
  });

  it('ends what still waits', async () => {
    const redis = await connectTestClient(cluster.addresses);
    const node = await cluster.masterOfKey('a');
    await redis.call('GET', 'a', []);
    node.pause();
    const running = redis.batch([{ name: 'GET', key: 'a', args: ['a'], retry: 'free' }]);
    await redis.close();
    const startedAt = performance.now();
    expect((await running)[0]).toBeInstanceOf(Error);
    expect(performance.now() - startedAt).toBeLessThan(3_500);
    node.resume();
  });
});
