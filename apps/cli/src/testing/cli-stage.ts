import type { OrgId } from '@redoubt/contracts';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { createFrameProducer } from '@redoubt/stream';
import {
  createTempDir,
  startRedisCluster,
  type RedisCluster,
  type RedisClusterOptions,
  type TempDir,
} from '@redoubt/test-kit';
import { appLogin, nodesOf, testLogger, testMetrics, type AppLogin } from '@redoubt/worker-test-kit';
import { startService, type Service } from './service.ts';
import { runCommand, type CliRun, type RunOptions } from './run-command.ts';
import { startStorer, type Storer } from './storer.ts';

/** A cluster and a database of their own, and the command as people start it. */
export class CliStage {
  readonly cluster: RedisCluster;
  readonly redis: RedisClient;
  readonly database: TestDatabase;
  readonly temp: TempDir;
  readonly #login: AppLogin;
  readonly #storers: Storer[] = [];
  readonly #services: Service[] = [];

  private constructor(cluster: RedisCluster, redis: RedisClient, database: TestDatabase, login: AppLogin) {
    this.#login = login;
    this.cluster = cluster;
    this.redis = redis;
    this.database = database;
    this.temp = createTempDir('cli-spec');
  }

  static async open(options: RedisClusterOptions = {}): Promise<CliStage> {
    const [cluster, database] = await Promise.all([startRedisCluster(options), createTestDatabase()]);
    const redis = await connectRedis({ nodes: nodesOf(cluster.addresses) }, { log: testLogger() });
    return new CliStage(cluster, redis, database, await appLogin('cli', cluster.addresses));
  }

  /** Runs `redoubt …` with these servers in its environment, as the operators' Redis user. */
  run(args: readonly string[], { env = {}, ...options }: RunOptions = {}): Promise<CliRun> {
    const servers = { REDIS_NODES: this.cluster.addresses, ...this.#login, DATABASE_URL: this.database.url };
    return runCommand(args, { ...options, env: { REDOUBT_DATA_DIR: this.temp.path, ...servers, ...env } });
  }

  /** The same as who may do everything with the Redis nodes. */
  runAsAdmin(args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> {
    const servers = { REDIS_NODES: this.cluster.addresses, DATABASE_URL: this.database.url };
    return runCommand(args, { env: { REDOUBT_DATA_DIR: this.temp.path, USER: 'olga', ...servers, ...env } });
  }

  /** The same, for what must succeed. */
  async ok(...args: string[]): Promise<CliRun> {
    const run = await this.run(args);
    if (run.code !== 0) throw new Error(`redoubt ${args.join(' ')} ended with ${run.code}: ${run.stderr}`);
    return run;
  }

  /** Makes an organisation that every group of the platform reads and returns its id. */
  async createWatchedOrg(name: string): Promise<OrgId> {
    const run = await this.ok('org', 'create', name, '--json');
    return (run.json() as { organization: { id: OrgId } }).organization.id;
  }

  /** Makes an organisation that only db_writer reads and returns its id. */
  async createOrg(name: string): Promise<OrgId> {
    const run = await this.ok('org', 'create', name, '--group', 'db_writer', '--json');
    return (run.json() as { organization: { id: OrgId } }).organization.id;
  }

  /** Appends events as the gateway does; returns the minute they were accepted in. */
  async append(orgId: OrgId, events: readonly object[], lane: 's' | 'p' = 's'): Promise<void> {
    const producer = createFrameProducer({ redis: this.redis, log: testLogger(), metrics: testMetrics() });
    await producer.append({
      orgId,
      lanes: [{ lane, lines: events.map((event) => Buffer.from(JSON.stringify(event))) }],
    });
    await producer.close();
  }

  /** Starts a worker that stores what it reads; gives up events whose externalId begins with `dead`. */
  async startStorer(): Promise<Storer> {
    const storer = await startStorer(this.redis, this.database.database);
    this.#storers.push(storer);
    return storer;
  }

  /** Starts a service on these servers. */
  async startService(
    app: Exclude<Parameters<typeof startService>[0], 'acl-manager'>,
    env: Record<string, string> = {},
  ): Promise<Service> {
    const login = await appLogin(app, this.cluster.addresses);
    const servers = { REDIS_NODES: this.cluster.addresses, ...login, DATABASE_URL: this.database.url };
    const service = await startService(app, { env: { ...servers, ...env }, logDir: this.temp.path });
    this.#services.push(service);
    return service;
  }

  async close(): Promise<void> {
    await Promise.all(this.#services.map((service) => service.stop()));
    await Promise.all(this.#storers.map((storer) => storer.close()));
    await this.redis.close();
    await Promise.all([this.cluster.stop(), this.database.close()]);
    this.temp.remove();
  }
}
