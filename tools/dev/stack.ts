import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  isFree,
  startPostgres,
  startRedisCluster,
  waitFor,
  type Postgres,
  type RedisCluster,
  type RedisClusterOptions,
} from '@redoubt/test-kit';
import { DEFAULT_GROUPS } from '@redoubt/key-schema';
import { AppProcess } from './app-process.ts';
import { newSessionKeys } from './data-dir.ts';

export interface StackOptions {
  /** Checkout. */
  root: string;
  /** Data of Redis and PostgreSQL lives here and is used again; without it both are temporary. */
  dataDir?: string;
  logDir: string;
  /** `host:port,…` of a cluster to use instead of starting one. */
  redisNodes?: string;
  /** A PostgreSQL server to use instead of starting one. */
  databaseUrl?: string;
  /** Taken if free. */
  gatewayPort?: number;
  /** Taken if free. */
  dashboardPort?: number;
  redis?: Pick<RedisClusterOptions, 'masters' | 'replicas' | 'isAppendOnly' | 'extraArgs'>;
  /** Settings of the embedded PostgreSQL. */
  postgresSettings?: Readonly<Record<string, string>>;
  /** Further environment of single apps. */
  appEnv?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Told what is being started. */
  onStep?: (text: string) => void;
}

/** Everything Redoubt needs on one machine: Redis cluster, PostgreSQL and the services, as child processes. */
export class Stack {
  redis: RedisCluster | undefined;
  postgres: Postgres | undefined;
  redisNodes = '';
  databaseUrl = '';
  gatewayUrl = '';
  /** The page and its API. */
  dashboardUrl = '';
  readonly apps: AppProcess[] = [];
  readonly #options: StackOptions;

  constructor(options: StackOptions) {
    this.#options = options;
  }

  app(name: string): AppProcess {
    const found = this.apps.find((app) => app.name === name);
    if (found === undefined) throw new Error(`${name} is not part of the stack`);
    return found;
  }

  /** Starts the servers, so that organisations can be provisioned before the first event. */
  async startServers(): Promise<void> {
    mkdirSync(this.#options.logDir, { recursive: true });
    await Promise.all([this.#startRedis(), this.#startPostgres()]);
  }

  /** Starts the services, readers first; only the named ones if given. */
  async startApps(names?: readonly string[]): Promise<void> {
    const { root, logDir, gatewayPort, dashboardPort, appEnv = {}, onStep } = this.#options;
    const gateway = await listenAt(gatewayPort);
    const dashboard = await listenAt(dashboardPort);
    this.gatewayUrl = `http://${gateway.HTTP_HOST}:${gateway.HTTP_PORT}`;
    this.dashboardUrl = `http://${dashboard.HTTP_HOST}:${dashboard.HTTP_PORT}`;
    const redis = { REDIS_NODES: this.redisNodes };
    const both = { ...redis, DATABASE_URL: this.databaseUrl };
    const wanted: [string, Record<string, string>][] = [
      ['db-writer', { ...both, EXPECTED_GROUPS: DEFAULT_GROUPS.join(',') }],
      ['alert-engine', redis],
      ['dashboard', { ...both, ...dashboard, SESSION_KEYS: newSessionKeys() }],
      ['ingest-gateway', { ...redis, ...gateway }],
    ];
    for (const [app, env] of wanted) {
      if (names !== undefined && !names.includes(app)) continue;
      onStep?.(app);
      const one = new AppProcess({ app, root, logDir, opsPort: await freePort(), env: { ...env, ...appEnv[app] } });
      this.apps.push(one);
      await one.start();
    }
  }

  /** Resolves with what to tell the user when a service ends without having been asked to. */
  anyDeath(): Promise<string> {
    return Promise.race(this.apps.map((app) => app.diedUnasked()));
  }

  /** Stops senders before readers before servers; attempts every part and reports the failures together. */
  async stop({ isForced = false } = {}): Promise<void> {
    const errors: unknown[] = [];
    const attempt = async (work: Promise<unknown> | undefined): Promise<void> => {
      await work?.catch((error: unknown) => errors.push(error));
    };
    if (isForced) await Promise.all(this.apps.map((app) => attempt(app.stop({ isForced }))));
    else for (const app of this.apps.toReversed()) await attempt(app.stop());
    await Promise.all([attempt(this.postgres?.stop()), attempt(this.redis?.stop())]);
    if (errors.length > 0) throw new AggregateError(errors, 'not everything stopped cleanly');
  }

  async #startRedis(): Promise<void> {
    const { redisNodes, redis, dataDir, onStep } = this.#options;
    if (redisNodes !== undefined) {
      this.redisNodes = redisNodes;
      return;
    }
    onStep?.('redis');
    const place = dataDir === undefined ? {} : { dir: join(dataDir, 'redis') };
    this.redis = await retried(
      'Redis cluster',
      () => startRedisCluster({ isAppendOnly: true, ...redis, ...place }),
      dataDir,
    );
    this.redisNodes = this.redis.addresses;
  }

  async #startPostgres(): Promise<void> {
    const { databaseUrl, dataDir, postgresSettings = {}, onStep } = this.#options;
    if (databaseUrl !== undefined) {
      this.databaseUrl = databaseUrl;
      return;
    }
    onStep?.('postgresql');
    const place = dataDir === undefined ? {} : { dir: join(dataDir, 'postgres') };
    this.postgres = await retried('PostgreSQL', () => startPostgres({ settings: postgresSettings, ...place }), dataDir);
    this.databaseUrl = this.postgres.url;
  }
}

async function listenAt(wanted: number | undefined): Promise<{ HTTP_HOST: string; HTTP_PORT: string }> {
  const port = wanted !== undefined && (await isFree(wanted)) ? wanted : await freePort();
  return { HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port) };
}

/** A run before this one may have been killed: its servers need a moment to end and let go of the data. */
function retried<T>(what: string, start: () => Promise<T>, dataDir: string | undefined): Promise<T> {
  if (dataDir === undefined) return start();
  return waitFor(start, { timeoutMs: 15_000, intervalMs: 1_000, what: `${what} started` }) as Promise<T>;
}
