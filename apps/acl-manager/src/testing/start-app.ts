import { createOpsServer, Lifecycle } from '@redoubt/service';
import type { Metrics } from '@redoubt/telemetry';
import {
  createTempDir,
  startRedisCluster,
  type RedisCluster,
  type RedisClusterOptions,
  type TempDir,
} from '@redoubt/test-kit';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { buildApp, type AclManager } from '../app.ts';
import { aclManagerConfig, aclManagerEnv } from '../config.ts';

/** acl-manager in this process, on a cluster with replicas. */
export class ManagerStage {
  readonly cluster: RedisCluster;
  readonly temp: TempDir = createTempDir('acl-manager');
  readonly metrics: Metrics = testMetrics();
  manager!: AclManager;
  opsUrl = '';
  #life: Lifecycle | undefined;

  constructor(cluster: RedisCluster) {
    this.cluster = cluster;
  }

  /** @param options.admin who may set the nodes up, while `default` is shut out from the start */
  static async open(options: Pick<RedisClusterOptions, 'admin' | 'tls'> = {}): Promise<ManagerStage> {
    return new ManagerStage(await startRedisCluster({ replicas: 1, clusterNodeTimeoutMs: 1_000, ...options }));
  }

  async start(more: Record<string, string> = {}): Promise<void> {
    const log = testLogger();
    const config = aclManagerConfig(
      aclManagerEnv.parse({
        REDIS_NODES: this.cluster.addresses,
        ...this.#tlsEnv(),
        OPS_HOST: '127.0.0.1',
        OPS_PORT: '0',
        CREDENTIALS_DIR: this.temp.path,
        ACL_MODE: 'enforce',
        WATCH_INTERVAL_MS: '200',
        COLLECT_INTERVAL_MS: '200',
        ...more,
      }),
    );
    const life = new Lifecycle({ log, ...config.lifecycle });
    const ops = life.own('ops', createOpsServer(config.ops, { log, metrics: this.metrics }));
    await ops.listen();
    this.opsUrl = `http://127.0.0.1:${ops.port}`;
    this.#life = life;
    this.manager = await buildApp(config, { life, ops, log, metrics: this.metrics });
  }

  #tlsEnv(): Record<string, string> {
    const { clientTls } = this.cluster;
    if (clientTls === undefined) return {};
    const { caFile, certFile, keyFile } = clientTls;
    return {
      ...{ REDIS_TLS: 'true', REDIS_TLS_CA_FILE: caFile },
      ...{ REDIS_TLS_CERT_FILE: certFile, REDIS_TLS_KEY_FILE: keyFile },
    };
  }

  async stop(): Promise<void> {
    await this.#life?.stop('spec');
    this.#life = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.cluster.stop();
    this.temp.remove();
  }
}
