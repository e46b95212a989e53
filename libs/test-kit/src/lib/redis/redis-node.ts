import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { ManagedProcess, type ExitInfo } from '../process/managed-process.ts';
import type { CertificateFiles } from '../tls/certificate-files.ts';
import { waitFor } from '../wait-for.ts';
import { prepareAclFile, type RedisAdmin } from './acl-file.ts';
import { clientPem, tlsSettings } from './node-tls.ts';

export interface RedisNodeOptions {
  port: number;
  /** Existing folder for nodes.conf, the log and the append-only files. */
  dir: string;
  isAppendOnly: boolean;
  clusterNodeTimeoutMs: number;
  /** Further `--name value` arguments; a later one replaces an earlier one. */
  extraArgs: readonly string[];
  /** Without one everybody may do everything. */
  admin?: RedisAdmin | undefined;
  /** TLS and nothing else; without it, none. */
  tls?: CertificateFiles | undefined;
}

/** One redis-server process in cluster mode on loopback. */
export class RedisNode {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly logFile: string;
  readonly #options: RedisNodeOptions;
  #process: ManagedProcess | undefined;
  #admin: Redis | undefined;
  #isStopped = false;

  constructor(options: RedisNodeOptions) {
    this.#options = options;
    this.port = options.port;
    this.logFile = join(options.dir, `redis-${options.port}.log`);
  }

  /** Where ACL SAVE keeps the node's users. */
  get aclFile(): string {
    return join(this.#options.dir, 'users.acl');
  }

  /** Who sets it up; undefined: everybody may. */
  get setupUser(): RedisAdmin | undefined {
    return this.#options.admin;
  }

  /** Its own certificate and key, where it speaks TLS. */
  get tls(): CertificateFiles | undefined {
    return this.#options.tls;
  }

  /** `host:port`. */
  get address(): string {
    return `${this.host}:${this.port}`;
  }

  get pid(): number {
    return this.#running().pid;
  }

  get isRunning(): boolean {
    return this.#process?.isRunning ?? false;
  }

  /** A plain connection to this node for administration; it never follows redirections. */
  get admin(): Redis {
    if (this.#isStopped) throw new Error(`the node on port ${this.port} was stopped`);
    this.#admin ??= connectAdmin(this.#options);
    return this.#admin;
  }

  /** Ends that connection; the next use opens another. */
  closeAdmin(): void {
    this.#admin?.disconnect();
    this.#admin = undefined;
  }

  /** @throws Error  redis-server is missing, or ended at once; the message holds the end of its log */
  async start(): Promise<void> {
    const { admin } = this.#options;
    prepareAclFile(this.aclFile, admin);
    const child = await ManagedProcess.launch({
      command: process.env.REDOUBT_REDIS_SERVER ?? 'redis-server',
      args: redisArgs(this.#options),
      cwd: this.#options.dir,
      logFile: this.logFile,
      // A node without files has nothing to save.
      stopSignal: this.#options.isAppendOnly ? 'SIGTERM' : 'SIGKILL',
    });
    this.#process = child;
    this.#isStopped = false;
    await waitFor(
      async () => {
        if (!child.isRunning) return 'ended';
        return (await this.admin.ping()) === 'PONG' && 'up';
      },
      { timeoutMs: 20_000, what: `redis-server on port ${this.port}` },
    );
    if (!child.isRunning) throw new Error(`redis-server on port ${this.port} ended at once:\n${child.logTail()}`);
    // Not an argument, which everybody on the machine could read.
    if (admin) await this.admin.call('CONFIG', 'SET', 'masteruser', admin.username, 'masterauth', admin.password);
  }

  /** The cluster's name of this node, 40 hexadecimal digits. */
  async nodeId(): Promise<string> {
    return String(await this.admin.call('CLUSTER', 'MYID'));
  }

  /** Ends it the hard way, as a crash does; resolves when it is gone. */
  async kill9(): Promise<void> {
    this.#running().signal('SIGKILL');
    await this.#running().exited;
  }

  /** SIGSTOP: the process keeps its connections and answers nothing. */
  pause(): void {
    this.#running().signal('SIGSTOP');
  }

  /** SIGCONT after `pause`. */
  resume(): void {
    this.#running().signal('SIGCONT');
  }

  /** Ends it the hard way and takes away all it has on disk but certificates; it may be started again, as a new node. */
  async lose(): Promise<void> {
    if (this.isRunning) await this.kill9();
    this.closeAdmin();
    for (const name of ['appendonlydir', 'nodes.conf', 'dump.rdb', 'users.acl'])
      rmSync(join(this.#options.dir, name), { recursive: true, force: true });
  }

  /** Ends it regularly; safe when it is already gone. */
  async stop(): Promise<ExitInfo | undefined> {
    this.#isStopped = true;
    this.closeAdmin();
    return this.#process?.stop();
  }

  #running(): ManagedProcess {
    if (this.#process === undefined) throw new Error(`redis-server on port ${this.port} was never started`);
    return this.#process;
  }
}

function connectAdmin({ port, admin: user, tls }: RedisNodeOptions): Redis {
  const admin = new Redis({
    ...user,
    host: '127.0.0.1',
    port,
    ...(tls ? { tls: clientPem(tls) } : {}),
    connectTimeout: 2_000,
    commandTimeout: 5_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => 50,
    protocol: 2,
  });
  // The command that failed reports it; without a listener ioredis prints every reconnect.
  admin.on('error', () => undefined);
  return admin;
}

function redisArgs(options: RedisNodeOptions): string[] {
  const settings: Record<string, string> = {
    port: String(options.port),
    bind: '127.0.0.1',
    dir: options.dir,
    aclfile: join(options.dir, 'users.acl'),
    daemonize: 'no',
    save: '',
    appendonly: options.isAppendOnly ? 'yes' : 'no',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': String(options.clusterNodeTimeoutMs),
    // A shard that is down must not stop the others.
    'cluster-require-full-coverage': 'no',
    'cluster-allow-replica-migration': 'no',
    // A replica takes over however long its link was down: the tests decide what is lost, not this limit.
    'cluster-replica-validity-factor': '0',
    'repl-diskless-sync-delay': '0',
    // CLUSTER SLOTS leaves a replica out until the first of these pings has raised its offset.
    'repl-ping-replica-period': '1',
    ...(options.tls ? tlsSettings(options.port, options.tls) : {}),
  };
  return [...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]), ...options.extraArgs];
}
