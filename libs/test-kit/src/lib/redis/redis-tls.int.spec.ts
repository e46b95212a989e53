import { statSync } from 'node:fs';
import { TestAuthority } from '../tls/test-authority.ts';
import { startRedisCluster, type RedisCluster } from './redis-cluster.ts';

describe('RedisCluster over TLS', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster({ tls: await TestAuthority.create() });
  });
  afterAll(() => cluster.stop());

  it('serves every slot without a plain port, on the bus and in replication too', async () => {
    expect(await cluster.masters()).toHaveLength(3);
    for (const { admin } of cluster.nodes) {
      const shown = await admin.config('GET', 'port', 'tls-cluster', 'tls-replication', 'tls-auth-clients');
      const settings = ['port', '0', 'tls-cluster', 'yes', 'tls-replication', 'yes', 'tls-auth-clients', 'yes'];
      expect([...(shown as string[])].sort()).toEqual([...settings].sort());
    }
  });

  it('gives a key to its owner alone', () => {
    expect(statSync(cluster.clientTls?.keyFile ?? '').mode & 0o777).toBe(0o600);
  });
});
