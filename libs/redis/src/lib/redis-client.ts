import type { Logger, Metrics } from '@redoubt/telemetry';
import { BatchRunner, replyOrError } from './batch.ts';
import { PROBED_COMMANDS, readCapabilities, type Capabilities } from './capabilities.ts';
import type { BatchOptions, RedisCommand, Reply, RetryClass } from './command.ts';
import { RedisUnavailableError } from './errors.ts';
import { createRedisMetrics, noRedisMetrics } from './metrics.ts';
import type { NodeResult } from './node-connection.ts';
import type { RedisCredentials, RedisOptions } from './options.ts';
import { followPassword } from './password-file.ts';
import { scriptCommand, type Script, type ScriptDefinition, type ScriptOptions } from './script.ts';
import { ShardedSubscription, type Subscription } from './subscription.ts';
import { Topology, type ClusterNode } from './topology.ts';

/** Everything the platform does with Redis goes through one of these. */
export interface RedisClient {
  /** One command, routed by `key`. Throws RedisUnavailableError, OutcomeUnknownError or RedisReplyError. */
  call(name: string, key: string, args: readonly (string | number | Buffer)[], options?: CallOptions): Promise<Reply>;
  /** Commands of any slots, one pipeline per master; one reply or error per command, in order. Never rejects. */
  batch(commands: readonly RedisCommand[], options?: BatchOptions): Promise<(Reply | Error)[]>;
  /** One command on one node, for what belongs to a server and not to a key (INFO, ACL LIST …). Not retried. */
  nodeCall(nodeId: string, name: string, ...args: readonly (string | number | Buffer)[]): Promise<Reply>;
  /** Binds a script to this client. */
  script(definition: ScriptDefinition): Script & {
    command(
      keys: readonly string[],
      args: readonly (string | number | Buffer)[],
      options?: ScriptOptions,
    ): RedisCommand;
  };
  /** Listens to sharded channels; `onGap` is told those that are heard from now on, since messages may have been missed. */
  subscribe(
    channels: readonly string[],
    onMessage: (channel: string, message: string) => void,
    onGap?: (channels: readonly string[]) => void,
  ): Promise<Subscription>;
  /** `host:port` of the master that serves a key now, or undefined while its slot has none. */
  masterOf(key: string): string | undefined;
  masters(): string[];
  nodes(): readonly ClusterNode[];
  /** Called with the slots whose master changed; returns a function that ends it. */
  onSlotsMoved(listener: (slots: ReadonlySet<number>) => void): () => void;
  clusterState(): { ok: boolean; detail: string };
  capabilities(): Promise<Capabilities>;
  /**
   * Changes the ACL user or password of live and future connections, without a failed command. All or nothing: throws
   * RedisReplyError when a node refuses them, and the old ones stay.
   */
  switchCredentials(credentials: RedisCredentials): Promise<void>;
  /** Ends all connections; later calls fail as unavailable. Safe to call twice. */
  close(): Promise<void>;
}

export interface CallOptions {
  /** @default 'definite' */
  retry?: RetryClass;
  buffers?: boolean;
  timeoutMs?: number;
}

/**
 * Connects to a cluster and waits until its slot map could be read.
 *
 * @throws RedisUnavailableError when none of the configured nodes gives a slot map in time; the message says why
 */
export async function connectRedis(
  options: RedisOptions,
  deps: { log: Logger; metrics?: Metrics },
): Promise<RedisClient> {
  const topology = new Topology(options, deps.log);
  const deadline = performance.now() + (options.connectTimeoutMs ?? 10_000);
  while (!(await topology.refresh())) {
    if (performance.now() > deadline) {
      topology.close();
      const asked = options.nodes.map((n) => `${n.host}:${n.port}`).join(', ');
      throw new RedisUnavailableError(`no Redis Cluster node answers at ${asked}; last: ${topology.lastFailure}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  topology.start();
  return new ClusterClient(topology, options, deps);
}

class ClusterClient implements RedisClient {
  readonly #topology: Topology;
  readonly #runner: BatchRunner;
  readonly #options: RedisOptions;
  readonly #log: Logger;
  readonly #subscriptions = new Set<ShardedSubscription>();
  readonly #unfollow: () => void;
  #capabilities: Promise<Capabilities> | undefined;

  constructor(topology: Topology, options: RedisOptions, deps: { log: Logger; metrics?: Metrics }) {
    this.#topology = topology;
    this.#options = options;
    this.#log = deps.log;
    const limits = {
      commandTimeoutMs: options.commandTimeoutMs ?? 3_000,
      retryTimeoutMs: options.retryTimeoutMs ?? 12_000,
    };
    this.#runner = new BatchRunner(topology, limits, deps.metrics ? createRedisMetrics(deps.metrics) : noRedisMetrics);
    this.#unfollow = followPassword(options, (credentials) => this.switchCredentials(credentials), deps.log);
  }

  async call(
    name: string,
    key: string,
    args: readonly (string | number | Buffer)[],
    options: CallOptions = {},
  ): Promise<Reply> {
    const { retry = 'definite', timeoutMs, buffers = false } = options;
    return this.#one({ name, key, args: [key, ...args], retry, buffers }, timeoutMs);
  }

  async #one(command: RedisCommand, timeoutMs?: number): Promise<Reply> {
    const [result] = await this.#runner.run([command], timeoutMs === undefined ? {} : { timeoutMs });
    if (result instanceof Error) throw result;
    return result as Reply;
  }

  batch(commands: readonly RedisCommand[], options?: BatchOptions): Promise<(Reply | Error)[]> {
    return this.#runner.run(commands, options);
  }

  async nodeCall(nodeId: string, name: string, ...args: readonly (string | number | Buffer)[]): Promise<Reply> {
    const command: RedisCommand = { name, key: '', args, retry: 'never' };
    const [result] = await this.#topology
      .connection(nodeId)
      .pipeline([command], this.#options.commandTimeoutMs ?? 3_000);
    const end = replyOrError(result as NodeResult);
    if (end instanceof Error) throw end;
    return end;
  }

  script(definition: ScriptDefinition): ReturnType<RedisClient['script']> {
    return {
      run: (keys, args, options) => this.#one(scriptCommand(definition, keys, args, options)),
      command: (keys, args, options) => scriptCommand(definition, keys, args, options),
    };
  }

  async subscribe(
    channels: readonly string[],
    onMessage: (channel: string, message: string) => void,
    onGap: (channels: readonly string[]) => void = () => undefined,
  ): Promise<Subscription> {
    if (this.#topology.isClosed) throw new RedisUnavailableError('the client is closed');
    const subscription = new ShardedSubscription(this.#topology, this.#options, this.#log, {
      channels,
      onMessage,
      onGap,
    });
    this.#subscriptions.add(subscription);
    await subscription.start();
    return {
      add: (more) => subscription.add(more),
      remove: (some) => subscription.remove(some),
      close: () => (this.#subscriptions.delete(subscription), subscription.close()),
    };
  }

  masterOf(key: string): string | undefined {
    return this.#topology.masterOf(key);
  }

  masters(): string[] {
    return this.#topology.masters();
  }

  nodes(): readonly ClusterNode[] {
    return this.#topology.nodes();
  }

  onSlotsMoved(listener: (slots: ReadonlySet<number>) => void): () => void {
    return this.#topology.onSlotsMoved(listener);
  }

  clusterState(): { ok: boolean; detail: string } {
    return this.#topology.state();
  }

  capabilities(): Promise<Capabilities> {
    this.#capabilities ??= this.#probe().catch((error: unknown) => {
      this.#capabilities = undefined;
      throw error;
    });
    return this.#capabilities;
  }

  async #probe(): Promise<Capabilities> {
    const [node] = this.masters();
    if (node === undefined) throw new RedisUnavailableError('no master is known');
    return readCapabilities(await this.nodeCall(node, 'COMMAND', 'INFO', ...PROBED_COMMANDS));
  }

  async switchCredentials(credentials: RedisCredentials): Promise<void> {
    await this.#topology.authenticate(credentials);
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.renew()));
  }

  close(): Promise<void> {
    this.#unfollow();
    for (const subscription of this.#subscriptions) subscription.close();
    this.#subscriptions.clear();
    this.#topology.close();
    return Promise.resolve();
  }
}
