import { createCanaryMetrics } from '@redoubt/canary';
import { measureAll, MINIMUM_VERSIONS, SHIPPED_MODULES, type CheckResult, type Policy } from '@redoubt/compliance';
import { systemClock, type Clock, type OrgId, type SecurityPosture } from '@redoubt/contracts';
import { makePosture } from '@redoubt/contracts/testing';
import { clusterKeys, lanesOfGroup, orgKeys, type GroupName } from '@redoubt/key-schema';
import { connectRedis, type RedisClient, type RedisOptions } from '@redoubt/redis';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { provisionOrganization } from '@redoubt/tenancy';
import { startRedisCluster, type RedisAdmin, type RedisCluster, type RedisNode } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { nodesOf, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { CanaryReader } from '../collect/canary-reader.ts';
import { collectEvidence } from '../collect/collect-evidence.ts';

/** What acl-manager alone sees, and says of this cluster. */
export const TOLD = { 'tls.clients': 'pass', 'avail.nodes': 'pass', 'log.archive': 'pass' } as const;

export const ADMIN: RedisAdmin = { username: 'root-of-spec', password: 'password-of-the-administrator' };

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
    ...{ allowedSources: ['127.0.0.0/8'], allowedModules: SHIPPED_MODULES, allowedFunctions: [] },
    ...{ minimumVersions: MINIMUM_VERSIONS, vouchedVersions: ['7.0.15'] },
    allowedCiphers: ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'],
    ...{ maxCredentialAgeDays: 90, maxDrillAgeDays: 90, maxFailedLoginsPerHour: 20 },
  };
  /** What nodes are started with beside the rest, from their next start on. */
  readonly extraArgs: string[];
  prometheusUrl: string | undefined;
  clock: Clock = systemClock;
  lastRunAtMs: number | null = null;
  /** Rounds of a canary, as it counts them. */
  readonly canary: Pick<ReturnType<typeof createCanaryMetrics>, 'rounds' | 'latency'>;
  readonly #canaryReader: CanaryReader;
  #canaryAheadMs = 0;

  private constructor(
    parts: Pick<EvidenceStage, 'authority' | 'cluster' | 'database' | 'redis' | 'orgId' | 'extraArgs'>,
  ) {
    ({
      authority: this.authority,
      cluster: this.cluster,
      database: this.database,
      redis: this.redis,
      orgId: this.orgId,
      extraArgs: this.extraArgs,
    } = parts);
    const metrics = testMetrics();
    this.canary = createCanaryMetrics(metrics);
    this.#canaryReader = new CanaryReader(metrics, { ...systemClock, now: () => Date.now() + this.#canaryAheadMs });
    this.#roundOfCanary();
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
    const [cluster, database] = await Promise.all([startRedisCluster(options), createTestDatabase()]);
    const redis = await connectRedis(optionsOf(cluster), { log: testLogger() });
    const request = { name: 'spec', displayName: 'Spec', expectedGroups: ['db_writer' as const] };
    const { id: orgId } = await provisionOrganization({ database: database.database, redis }, request);
    for (const lane of lanesOfGroup('siem_forwarder')) {
      const key = orgKeys(orgId).lane(lane);
      const { admin } = await cluster.masterOfKey(key);
      await admin.call('XGROUP', 'CREATE', key, 'siem_forwarder', '0', 'MKSTREAM');
    }
    return new EvidenceStage({ authority, cluster, database, redis, orgId, extraArgs });
  }

  node(index: number): RedisNode {
    return this.cluster.nodes[index] as RedisNode;
  }

  /** acl-manager is not here: what it would say of this cluster, whose users are as declared. */
  async publish(
    ofUsers: Partial<SecurityPosture['users'][number]> = {},
    told: Readonly<Record<string, 'pass' | 'fail'>> = {},
  ): Promise<void> {
    const posture = makePosture(Date.now());
    const nodes = this.cluster.nodes.map(({ address }, i) => ({
      ...(posture.nodes[i] as (typeof posture.nodes)[number]),
      ...{ address, isAsDeclared: true, digest: 'of its users', savedDigest: 'of its users' },
    }));
    const users = posture.users
      .filter(({ isDeclared }) => isDeclared)
      .map((user) => ({ ...user, credentialAgeMs: 0, rotation: null, ...ofUsers }));
    const words = { area: 'audit', title: '', fix: '', evidence: 'told', isCritical: false, weight: 6 } as const;
    const own = Object.entries({ ...TOLD, ...told }).map(([checkId, status]) => ({ ...words, checkId, status }));
    const checks = [...posture.checks.filter(({ checkId }) => !(checkId in TOLD)), ...own];
    const known = [...users, { ...(users[0] as (typeof users)[number]), user: ADMIN.username }];
    const text = JSON.stringify({ ...posture, checks, nodes, users: known });
    await this.redis.call('SET', clusterKeys.aclPosture(), [text], { retry: 'free' });
  }

  /** As a day later: rounds that failed count no more, and one went well since. */
  forgetCanary(): void {
    this.#canaryAheadMs += 25 * 3_600_000;
    this.#roundOfCanary();
  }

  #roundOfCanary(): void {
    this.canary.rounds.inc({ result: 'ok' });
    this.canary.latency.observe({ stage: 'alerted' }, 0.2);
  }

  /** An entry that every reader of the organisation's events has to take. */
  async append(text: string): Promise<void> {
    await this.redis.call('XADD', orgKeys(this.orgId).eventsStream(), ['*', 'text', text], { retry: 'never' });
  }

  /** Takes and acknowledges what waits for a group. */
  async settle(group: GroupName): Promise<void> {
    const key = orgKeys(this.orgId).eventsStream();
    const { admin } = await this.cluster.masterOfKey(key);
    const words = ['GROUP', group, 'spec', 'COUNT', '1000', 'STREAMS', key, '>'];
    const reply = (await admin.call('XREADGROUP', ...words)) as [string, [string][]][] | null;
    const ids = reply?.[0]?.[1].map(([id]) => id) ?? [];
    if (ids.length > 0) await admin.call('XACK', key, group, ...ids);
  }

  /** Every check as a run would find it now. */
  async measure(): Promise<Map<string, CheckResult>> {
    const deps = {
      database: this.database.database,
      redis: this.redis,
      clock: this.clock,
      policy: this.policy,
      prometheusUrl: this.prometheusUrl,
      canary: this.#canaryReader,
      log: testLogger(),
      redisOptions: optionsOf(this.cluster),
      trustedKeys: [],
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
