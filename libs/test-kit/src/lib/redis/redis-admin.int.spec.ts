import { Redis } from 'ioredis';
import { startRedisCluster, type RedisCluster } from './redis-cluster.ts';
import type { RedisNode } from './redis-node.ts';

describe('a cluster with an administrator', () => {
  const admin = { username: 'admin', password: 'of the spec' };
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster({ replicas: 1, admin });
  });
  afterAll(() => cluster.stop());

  it('is set up by that user and open to nobody else, also after a restart', async () => {
    const [node] = cluster.nodes as [RedisNode];
    await node.admin.call('ACL', 'SETUSER', 'other', 'on', 'nopass', '+ping');
    await node.admin.call('ACL', 'SAVE');
    await node.kill9();
    await cluster.restart(node);
    expect(await node.admin.call('ACL', 'USERS')).toEqual(['admin', 'default', 'other']);
    const stranger = new Redis({ host: node.host, port: node.port, protocol: 2 });
    stranger.on('error', () => undefined);
    await expect(stranger.ping()).rejects.toThrow('NOAUTH');
    stranger.disconnect();
  });
});
