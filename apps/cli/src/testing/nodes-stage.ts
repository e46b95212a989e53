import { connectRedis, type RedisClient } from '@redoubt/redis';
import {
  createTempDir,
  startRedisCluster,
  type RedisCluster,
  type RedisClusterOptions,
  type RedisNode,
  type TempDir,
} from '@redoubt/test-kit';
import { nodesOf, testLogger } from '@redoubt/worker-test-kit';
import { runCommand, type CliRun, type RunOptions } from './run-command.ts';

/** A cluster whose `default` user may do everything, a folder of passwords, and the command as its administrator. */
export class NodesStage {
  readonly cluster: RedisCluster;
  readonly redis: RedisClient;
  readonly temp: TempDir;

  private constructor(cluster: RedisCluster, redis: RedisClient) {
    this.cluster = cluster;
    this.redis = redis;
    this.temp = createTempDir('cli-nodes');
  }

  static async open(options: RedisClusterOptions = {}): Promise<NodesStage> {
    const cluster = await startRedisCluster(options);
    const redis = await connectRedis({ nodes: nodesOf(cluster.addresses) }, { log: testLogger() });
    return new NodesStage(cluster, redis);
  }

  get credentialsDir(): string {
    return `${this.temp.path}/credentials`;
  }

  node(index: number): RedisNode {
    return this.cluster.nodes[index] as RedisNode;
  }

  run(args: readonly string[], { env = {}, ...options }: RunOptions = {}): Promise<CliRun> {
    const own = { REDIS_NODES: this.cluster.addresses, CREDENTIALS_DIR: this.credentialsDir };
    return runCommand(args, { ...options, env: { REDOUBT_DATA_DIR: this.temp.path, USER: 'olga', ...own, ...env } });
  }

  /** The same, for what must succeed. */
  async ok(...args: string[]): Promise<CliRun> {
    const run = await this.run(args);
    if (run.code !== 0) throw new Error(`redoubt ${args.join(' ')} ended with ${run.code}: ${run.stdout}${run.stderr}`);
    return run;
  }

  async onAll(...command: [string, ...string[]]): Promise<void> {
    await Promise.all(this.cluster.nodes.map((node) => node.admin.call(...command)));
  }

  async close(): Promise<void> {
    await this.redis.close();
    await this.cluster.stop();
    this.temp.remove();
  }
}
