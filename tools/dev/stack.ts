import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnv, redisEnv } from '@redoubt/config';
import type { RedisCredentials, RedisTls } from '@redoubt/redis';
import {
  createTempDir,
  freePort,
  isFree,
  startPostgres,
  startRedisCluster,
  waitFor,
  type Postgres,
  type RedisCluster,
  type RedisClusterOptions,
  type TempDir,
} from '@redoubt/test-kit';
import { DEFAULT_GROUPS } from '@redoubt/key-schema';
import { heapMegabytesOf } from '../ship/charts/services.ts';
import { AppProcess } from './app-process.ts';
import { newSessionKeys, signingKeyFile } from './data-dir.ts';
import { RedisUsers } from './redis-users.ts';
import { StackTls } from './stack-tls.ts';
import { chooseSyslogPorts, syslogEnvOf, type SyslogPorts } from './syslog-ports.ts';

export interface StackOptions {
  /** Checkout. */
  root: string;
  /** Data of Redis and PostgreSQL lives here and is used again; without it both are temporary. */
  dataDir?: string;
  logDir: string;
  /** `host:port,…` of a cluster to use instead of starting one. */
  redisNodes?: string;
  /** REDIS_USERNAME, REDIS_PASSWORD, REDIS_TLS… for that cluster, whose users are its owner's. */
  redisLogin?: Readonly<Record<string, string>>;
  /** Redis, gateway and dashboard speak TLS alone, on certificates of this run; for servers that are started here. */
  isTls?: boolean;
  /** A PostgreSQL server to use instead of starting one. */
  databaseUrl?: string;
  /** Name of the organisation whose members look after the installation. */
  platformOrganization?: string;
  /** Taken if free. */
  gatewayPort?: number;
  /** Taken if free. */
  dashboardPort?: number;
  /** Opens the syslog ports; holds the key of the organisation whose messages come there. */
  syslogKeyFile?: string;
  redis?: Pick<RedisClusterOptions, 'masters' | 'replicas' | 'isAppendOnly' | 'extraArgs' | 'argsOf'>;
  /** Settings of the embedded PostgreSQL. */
  postgresSettings?: Readonly<Record<string, string>>;
  /** Takes the URL of that PostgreSQL and gives the one that services come by; the same if left out. */
  databaseUrlFor?: (url: string) => Promise<string>;
  /** Further environment of single apps. */
  appEnv?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Told what is being started. */
  onStep?: (text: string) => void;
}

const OPERATOR = 'cli';
const GATEWAY = 'ingest-gateway';

/** Everything Redoubt needs on one machine: Redis cluster, PostgreSQL and the services, as child processes. */
export class Stack {
  redis: RedisCluster | undefined;
  postgres: Postgres | undefined;
  redisNodes = '';
  databaseUrl = '';
  gatewayUrl = '';
  /** The page and its API. */
  dashboardUrl = '';
  /** On loopback; undefined: closed. */
  syslog: SyslogPorts | undefined;
  readonly apps: AppProcess[] = [];
  readonly #options: StackOptions;
  #serviceDatabaseUrl = '';
  #users: RedisUsers | undefined;
  #tls: StackTls | undefined;
  #temp: TempDir | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
  }

  /** Folder of file sinks. */
  get sinkDir(): string {
    return join(this.#options.dataDir ?? this.#tempDir(), 'sinks');
  }

  app(name: string): AppProcess {
    const found = this.apps.find((app) => app.name === name);
    if (found === undefined) throw new Error(`${name} is not part of the stack`);
    return found;
  }

  /** Starts the servers, so that organisations can be provisioned before the first event. */
  async startServers(): Promise<void> {
    const { logDir, isTls = false, dataDir } = this.#options;
    mkdirSync(logDir, { recursive: true });
    if (isTls) this.#tls = await StackTls.create(join(dataDir ?? this.#tempDir(), 'tls'));
    await Promise.all([this.#startRedis(), this.#startPostgres()]);
    await this.#startAclManager();
  }

  /** Environment in which a service or a command comes as `user`. */
  loginEnv(user: string): Readonly<Record<string, string>> {
    return { ...(this.#users?.login(user) ?? this.#options.redisLogin), ...this.#tls?.redisEnv };
  }

  /** Environment in which a command looks after users as acl-manager does. */
  usersEnv(): Readonly<Record<string, string>> {
    return this.#users?.usersEnv() ?? {};
  }

  /** Who operates the platform: what tools in this process connect as. */
  operatorLogin(): RedisCredentials | undefined {
    if (this.#users !== undefined) return this.#users.credentials(OPERATOR);
    const env = { REDIS_NODES: this.redisNodes, ...this.#options.redisLogin };
    return redisEnv.pick(loadEnv(redisEnv.schema, env)).credentials;
  }

  /** Every local Redis server loses all its data and its users; acl-manager is let in again, the rest is its own work. */
  async loseRedis(): Promise<void> {
    if (this.redis === undefined || this.#users === undefined) throw new Error('these servers are not ours to lose');
    await this.redis.loseAll();
    await this.#users.admitManager(this.redis);
    for (const node of this.redis.nodes) node.closeAdmin();
  }

  /** Where the operator's password is followed while it is exchanged; undefined when it stands in no file. */
  operatorPasswordFile(): string | undefined {
    const { REDIS_PASSWORD_FILE: file } = this.#users?.login(OPERATOR) ?? this.#options.redisLogin ?? {};
    return file;
  }

  /** Command to look into servers that were started here, as who may do everything; undefined for servers of others. */
  redisCommand(): string | undefined {
    const [node] = this.redis?.nodes ?? [];
    if (node === undefined || this.#users === undefined) return undefined;
    const { username, passwordFile } = this.#users.adminFile();
    const tls = this.#tls === undefined ? '' : ` ${this.#tls.redisCliOptions}`;
    return `REDISCLI_AUTH="$(cat ${passwordFile})" redis-cli -c -h ${node.host} -p ${node.port} --user ${username}${tls}`;
  }

  /** Who may do everything with servers that were started here: for measurements. */
  adminLogin(): RedisCredentials | undefined {
    return this.#users?.admin() ?? this.operatorLogin();
  }

  /** How clients of Redis in this process connect; undefined: without TLS. */
  redisTls(): RedisTls | undefined {
    if (this.#tls !== undefined) return this.#tls.redis;
    return redisEnv.pick(loadEnv(redisEnv.schema, { REDIS_NODES: this.redisNodes, ...this.#options.redisLogin })).tls;
  }

  /** Whom clients of gateway and dashboard have to trust; undefined: nobody, they speak HTTP. */
  get caFile(): string | undefined {
    return this.#tls?.caFile;
  }

  /** Starts the services, readers first; only the named ones if given. */
  async startApps(names?: readonly string[]): Promise<void> {
    const { gatewayPort, dashboardPort } = this.#options;
    const gateway = await listenAt(gatewayPort);
    const dashboard = await listenAt(dashboardPort);
    const scheme = this.#tls === undefined ? 'http' : 'https';
    this.gatewayUrl = `${scheme}://${gateway.HTTP_HOST}:${gateway.HTTP_PORT}`;
    this.dashboardUrl = `${scheme}://${dashboard.HTTP_HOST}:${dashboard.HTTP_PORT}`;
    const both = { DATABASE_URL: this.#serviceDatabaseUrl };
    const tls = this.#tls?.serverEnv;
    const sinks = { SINK_FILE_DIR: this.sinkDir, SINK_ALLOW_PRIVATE_TARGETS: 'true' };
    const wanted: [string, Record<string, string>][] = [
      ['db-writer', { ...both, EXPECTED_GROUPS: DEFAULT_GROUPS.join(',') }],
      ['alert-engine', {}],
      ['ml-scorer', both],
      ['siem-forwarder', sinks],
      ['dashboard', { ...both, ...sinks, ...dashboard, ...tls, SESSION_KEYS: newSessionKeys() }],
      ['compliance-reporter', { ...both, ...this.#complianceEnv() }],
      [GATEWAY, { ...gateway, ...tls, ...(await this.#syslogEnv()) }],
    ];
    const chosen = wanted.filter(([app]) => names === undefined || names.includes(app));
    // Events are let in when everything else stands.
    await this.#startTogether(chosen.filter(([app]) => app !== GATEWAY));
    await this.#startTogether(chosen.filter(([app]) => app === GATEWAY));
  }

  async #syslogEnv(): Promise<Record<string, string>> {
    const { syslogKeyFile, isTls = false } = this.#options;
    if (syslogKeyFile === undefined) return {};
    this.syslog = await chooseSyslogPorts({ isTls });
    return syslogEnvOf(this.syslog, syslogKeyFile, this.#tls?.server);
  }

  /** Signs with a key of this data; the administrator of local servers is who looks after them in emergencies. */
  #complianceEnv(): Record<string, string> {
    const keyFile = signingKeyFile(this.#options.dataDir ?? this.#tempDir());
    return {
      COMPLIANCE_SIGNING_KEY_FILE: keyFile,
      BREAK_GLASS_USERS: 'admin',
      INSTALLATION_NAME: 'Redoubt on this machine',
    };
  }

  /** Side by side, and entered in `apps` in the order given. */
  async #startTogether(wanted: readonly [string, Readonly<Record<string, string>>][]): Promise<void> {
    const placed: AppProcess[] = [];
    for (const [app, env] of wanted) placed.push(await this.#placeApp(app, env));
    for (const { name } of placed) this.#options.onStep?.(name);
    await Promise.all(placed.map((app) => app.start()));
  }

  async #placeApp(app: string, env: Readonly<Record<string, string>>): Promise<AppProcess> {
    const { root, logDir, appEnv = {}, platformOrganization } = this.#options;
    const platform: Record<string, string> =
      platformOrganization === undefined ? {} : { PLATFORM_ORGANIZATION: platformOrganization };
    const own = {
      ...{ REDIS_NODES: this.redisNodes, ...this.loginEnv(app), ...platform, ...env, ...appEnv[app] },
      // The heap that it gets where it is deployed.
      NODE_OPTIONS: [`--max-old-space-size=${heapMegabytesOf(app)}`, appEnv[app]?.NODE_OPTIONS ?? ''].join(' ').trim(),
    };
    const one = new AppProcess({ app, root, logDir, opsPort: await freePort(), env: own });
    this.apps.push(one);
    return one;
  }

  /** The users of a cluster that was given are its owner's business. */
  async #startAclManager(): Promise<void> {
    if (this.redis === undefined || this.#users === undefined) return;
    await this.#users.admitManager(this.redis);
    // From here on nobody is connected as an administrator, as compliance-reporter checks.
    for (const node of this.redis.nodes) node.closeAdmin();
    const env = { DATABASE_URL: this.#serviceDatabaseUrl, ...this.#users.managerEnv() };
    await this.#startTogether([['acl-manager', env]]);
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
    this.#temp?.remove();
    if (errors.length > 0) throw new AggregateError(errors, 'not everything stopped cleanly');
  }

  async #startRedis(): Promise<void> {
    const { redisNodes, redis, dataDir, onStep } = this.#options;
    if (redisNodes !== undefined) {
      this.redisNodes = redisNodes;
      return;
    }
    onStep?.('redis');
    this.#users = new RedisUsers(join(dataDir ?? this.#tempDir(), 'credentials'));
    const place = dataDir === undefined ? {} : { dir: join(dataDir, 'redis') };
    const admin = this.#users.admin();
    const tls = this.#tls === undefined ? {} : { tls: this.#tls.issuer };
    this.redis = await retried(
      'Redis cluster',
      () => startRedisCluster({ isAppendOnly: true, admin, ...tls, ...redis, ...place }),
      dataDir,
    );
    this.redisNodes = this.redis.addresses;
  }

  #tempDir(): string {
    this.#temp ??= createTempDir('stack');
    return this.#temp.path;
  }

  async #startPostgres(): Promise<void> {
    const { databaseUrl, databaseUrlFor, dataDir, postgresSettings = {}, onStep } = this.#options;
    if (databaseUrl !== undefined) {
      this.databaseUrl = this.#serviceDatabaseUrl = databaseUrl;
      return;
    }
    onStep?.('postgresql');
    const place = dataDir === undefined ? {} : { dir: join(dataDir, 'postgres') };
    this.postgres = await retried('PostgreSQL', () => startPostgres({ settings: postgresSettings, ...place }), dataDir);
    this.databaseUrl = this.postgres.url;
    this.#serviceDatabaseUrl = (await databaseUrlFor?.(this.databaseUrl)) ?? this.databaseUrl;
  }
}

/** The cluster that an environment names, to use instead of one of ours. */
export function givenRedis(env: NodeJS.ProcessEnv): Pick<StackOptions, 'redisNodes' | 'redisLogin'> {
  if (!env.REDIS_NODES) return {};
  const names = Object.keys(redisEnv.shape).filter((name) => name !== 'REDIS_NODES');
  const given = names.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return { redisNodes: env.REDIS_NODES, redisLogin: Object.fromEntries(given) };
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
