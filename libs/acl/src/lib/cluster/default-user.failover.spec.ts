import { clusterKeys } from '@redoubt/key-schema';
import { NodePool } from '@redoubt/redis';
import { startRedisCluster, type RedisNode } from '@redoubt/test-kit';
import { declaredUser } from '../../testing/acl-stage.ts';
import { SYSTEM_ROLES } from '../presets.ts';
import { AclCluster } from './acl-cluster.ts';
import { applyUsers } from './apply.ts';

describe('a `default` that is shut out', () => {
  it('lets a server load what scripts and transactions wrote before it was restarted', async () => {
    const admin = { username: 'admin', password: 'secret of admin' };
    const cluster = await startRedisCluster({ isAppendOnly: true, admin });
    const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
    const pool = new NodePool({ nodes, credentials: admin });
    try {
      const users = [declaredUser(SYSTEM_ROLES.replication)];
      await Promise.all(cluster.nodes.map((node) => node.admin.call('CONFIG', 'SET', 'masteruser', 'replication')));
      const declared = { users, defaultUser: 'off' as const, ignored: ['admin'] };
      expect(await applyUsers(new AclCluster(pool), declared)).toMatchObject({ isOk: true });
      const key = clusterKeys.aclReply('x');
      const node: RedisNode = await cluster.masterOfKey(key);
      const script = "redis.call('SET', KEYS[1], ARGV[1]) redis.call('EXPIRE', KEYS[1], 600) return 1";
      await node.admin.call('EVAL', script, '1', key, 'kept');
      await cluster.kill9(node);
      await cluster.restart(node);
      expect(await node.admin.call('GET', key)).toBe('kept');
      expect(await node.admin.call('ACL', 'LIST')).toContainEqual(expect.stringMatching(/^user default off /));
    } finally {
      await pool.close();
      await cluster.stop();
    }
  });
});
