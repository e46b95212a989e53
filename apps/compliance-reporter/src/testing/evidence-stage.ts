import { measureAll, type CheckResult, type Policy } from '@redoubt/compliance';
import { systemClock, type Clock, type OrgId, type SecurityPosture } from '@redoubt/contracts';
import { makePosture } from '@redoubt/contracts/testing';
import { clusterKeys } from '@redoubt/key-schema';
import { connectRedis, type RedisClient, type RedisOptions } from '@redoubt/redis';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { provisionOrganization } from '@redoubt/tenancy';
import { startRedisCluster, type RedisAdmin, type RedisCluster, type RedisNode } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { nodesOf, testLogger } from '@redoubt/worker-test-kit';
import { collectEvidence } from '../collect/collect-evidence.ts';

const ADMIN: RedisAdmin = { username: 'root-of-spec', password: 'password-of-the-administrator' };

/** A cluster as it should be, with TLS and replicas, and the means to look at it as compliance-reporter does. */
export class EvidenceStage {
  readonly authority: TestAuthority;
  readonly cluster: RedisCluster;
  readonly database: TestDatabase;
  readonly redis: RedisClient;
  readonly orgId: OrgId;
  /** What a look takes for granted; specs change and put back. */
  policy: Policy = {
    ...{ breakGlassUsers: ['root'], systemUsers: [ADMIN.username, 'acl-manager', 'replication'] },
    ...{ allowedSources: ['127.0.0.0/8'], allowedModules: [], allowedFunctions: [], vouchedVersions: ['7.0.15'] },
    allowedCiphers: ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'],
    ...{ maxCredentialAgeDays: 90, maxFailedLoginsPerHour: 20 },
  };
  clock: Clock = systemClock;
  lastRunAtMs: number | null = null;

  private constructor(parts: Pick<EvidenceStage, 'authority' | 'cluster' | 'database' | 'redis' | 'orgId'>) {
    ({
      authority: this.authority,
      cluster: this.cluster,
      database: this.database,
      redis: this.redis,
      orgId: this.orgId,
    } = parts);
  }

  static async open(): Promise<EvidenceStage> {
    const authority = await TestAuthority.create();
    const extraArgs = ['--maxmemory', '200mb', '--acllog-max-len', '128'];
    const options = {
      replicas: 1,
      isAppendOnly: true,
      admin: ADMIN,
      tls: authority,
      clusterNodeTimeoutMs: 15_000,
      extraArgs,
    } as const;
    const [cluster, database] = await Promise.all([
      startRedisCluster(options),
      createTestDatabase(process.env.TEST_DATABASE_URL ?? ''),
    ]);
    const redis = await connectRedis(optionsOf(cluster), { log: testLogger() });
    const request = { name: 'spec', displayName: 'Spec', expectedGroups: ['db_writer' as const] };
    const { id: orgId } = await provisionOrganization({ database: database.database, redis }, request);
    return new EvidenceStage({ authority, cluster, database, redis, orgId });
  }

  node(index: number): RedisNode {
    return this.cluster.nodes[index] as RedisNode;
  }

  /** acl-manager is not here: what it would say of this cluster, whose users are as declared. */
  async publish(changes: Partial<SecurityPosture> = {}): Promise<void> {
    const posture = makePosture(Date.now());
    const nodes = this.cluster.nodes.map(({ address }, i) => ({
      ...(posture.nodes[i] as (typeof posture.nodes)[number]),
      address,
      isAsDeclared: true,
    }));
    const users = posture.users
      .filter(({ isDeclared }) => isDeclared)
      .map((user) => ({ ...user, credentialAgeMs: 0, rotation: null }));
    const known = [...users, { ...(users[0] as (typeof users)[number]), user: ADMIN.username }];
    const text = JSON.stringify({ ...posture, nodes, users: known, ...changes });
    await this.redis.call('SET', clusterKeys.aclPosture(), [text], { retry: 'free' });
  }

  /** Every check as a run would find it now. */
  async measure(): Promise<Map<string, CheckResult>> {
    const deps = {
      database: this.database.database,
      redis: this.redis,
      clock: this.clock,
      policy: this.policy,
      log: testLogger(),
      redisOptions: optionsOf(this.cluster),
    };
    const options = {
      orgId: null,
      fromMs: Date.now() - 30 * 86_400_000,
      acknowledgeMs: 3_600_000,
      lastRunAtMs: this.lastRunAtMs,
    };
    const { evidence } = await collectEvidence(deps, options);
    return new Map(measureAll(evidence, []).map((check) => [check.checkId, check]));
  }

  async close(): Promise<void> {
    await this.redis.close();
    await Promise.all([this.cluster.stop(), this.database.close()]);
  }
}

function optionsOf({ addresses, clientTls }: RedisCluster): RedisOptions {
  return { nodes: nodesOf(addresses), credentials: ADMIN, ...(clientTls ? { tls: clientTls } : {}) };
}
