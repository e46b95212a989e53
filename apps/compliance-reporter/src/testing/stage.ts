import { newSigningKey } from '@redoubt/compliance';
import type { OrgId } from '@redoubt/contracts';
import { connectRedis } from '@redoubt/redis';
import { createOpsServer, Lifecycle } from '@redoubt/service';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { startRedisCluster, type RedisCluster, type RedisClusterOptions } from '@redoubt/test-kit';
import { provisionOrganization } from '@redoubt/tenancy';
import { appLogin, nodesOf, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import type { Metrics } from '@redoubt/telemetry';
import { buildApp, type ComplianceReporter } from '../app.ts';
import { complianceReporterConfig, complianceReporterEnv } from '../config.ts';

/** compliance-reporter in this process, as its own Redis user, on a cluster and a database of its own. */
export class ReporterStage {
  readonly cluster: RedisCluster;
  readonly database: TestDatabase;
  readonly metrics: Metrics = testMetrics();
  readonly signingKey = newSigningKey();
  reporter!: ComplianceReporter;
  #life: Lifecycle | undefined;

  private constructor(cluster: RedisCluster, database: TestDatabase) {
    this.cluster = cluster;
    this.database = database;
  }

  static async open(
    options: Pick<RedisClusterOptions, 'replicas' | 'isAppendOnly' | 'extraArgs' | 'tls'> = {},
  ): Promise<ReporterStage> {
    const [cluster, database] = await Promise.all([
      startRedisCluster({ clusterNodeTimeoutMs: 1_000, ...options }),
      createTestDatabase(),
    ]);
    return new ReporterStage(cluster, database);
  }

  async start(more: Record<string, string> = {}): Promise<void> {
    const log = testLogger();
    const login = await appLogin('compliance-reporter', this.cluster.addresses);
    const env = complianceReporterEnv.parse({
      ...{ REDIS_NODES: this.cluster.addresses, ...login, DATABASE_URL: this.database.url },
      ...{ OPS_HOST: '127.0.0.1', OPS_PORT: '0', RUN_INTERVAL_HOURS: '0', COMPLIANCE_SIGNING_KEY: this.signingKey },
      ...more,
    });
    const config = complianceReporterConfig(env);
    const life = new Lifecycle({ log, ...config.lifecycle });
    const ops = life.own('ops', createOpsServer(config.ops, { log, metrics: this.metrics }));
    await ops.listen();
    this.#life = life;
    this.reporter = await buildApp(config, { life, ops, log, metrics: this.metrics });
  }

  /** An organisation that every group of the platform reads. */
  async createOrganization(name: string): Promise<OrgId> {
    const redis = await connectRedis({ nodes: nodesOf(this.cluster.addresses) }, { log: testLogger() });
    const organization = await provisionOrganization(
      { database: this.database.database, redis },
      { name, displayName: name, expectedGroups: ['db_writer'] },
    );
    await redis.close();
    return organization.id;
  }

  async stop(): Promise<void> {
    await this.#life?.stop('spec');
    this.#life = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all([this.cluster.stop(), this.database.close()]);
  }
}
