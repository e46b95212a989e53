import { NodePool } from '@redoubt/redis';
import { startRedisCluster, type RedisCluster, type RedisNode } from '@redoubt/test-kit';
import { AclCluster } from '../lib/cluster/acl-cluster.ts';
import { passwordHash } from '../lib/cluster/acl-list.ts';
import type { DeclaredUser } from '../lib/cluster/plan.ts';
import type { Role } from '../lib/role.ts';

/** A cluster with replicas, and a way to the users of each node. */
export class AclStage {
  readonly cluster: RedisCluster;
  readonly pool: NodePool;
  readonly acl: AclCluster;

  private constructor(cluster: RedisCluster) {
    this.cluster = cluster;
    const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
    this.pool = new NodePool({ nodes, commandTimeoutMs: 1_000 });
    this.acl = new AclCluster(this.pool);
  }

  static async open({ replicas = 1 }: { replicas?: 0 | 1 } = {}): Promise<AclStage> {
    return new AclStage(await startRedisCluster({ replicas, clusterNodeTimeoutMs: 1_000 }));
  }

  node(index: number): RedisNode {
    return this.cluster.nodes[index] as RedisNode;
  }

  async onAll(...command: [string, ...string[]]): Promise<void> {
    await Promise.all(this.cluster.nodes.map((node) => node.admin.call(...command)));
  }

  async close(): Promise<void> {
    await this.pool.close();
    await this.cluster.stop();
  }
}

/** A user of one role with one password. */
export function declaredUser(role: Role, password = `secret of ${role.name}`): DeclaredUser {
  return { role, hashes: [passwordHash(password)] };
}
