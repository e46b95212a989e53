import { Redis } from 'ioredis';
import type { RedisCommand, Reply } from './command.ts';
import { connectionName } from './connection-name.ts';
import { RedisReplyError } from './errors.ts';
import type { RedisCredentials, RedisOptions } from './options.ts';
import { serverErrorKind } from './server-error.ts';
import { connectionTls } from './tls/connection-tls.ts';
import { within } from './within.ts';

/** What one command of a pipeline met on its node. */
export type NodeResult =
  | { kind: 'reply'; value: Reply }
  | { kind: 'error'; message: string }
  /** Not connected: certainly not sent. */
  | { kind: 'not_sent'; message: string }
  /** Sent, but no answer came: executed or not. */
  | { kind: 'unknown'; message: string };

/** After this many pipelines in a row that ran into their time-out the socket is closed and opened anew. */
const maxTimeoutsInRow = 2;
const connectTimeoutMs = 2_000;

/** One connection to one node. Never resends anything: what happens after a loss is decided above. */
export class NodeConnection {
  readonly id: string;
  #redis: Redis;
  #connecting: Promise<boolean> | null = null;
  #loadedScripts = new Set<string>();
  #timeoutsInRow = 0;
  /** Why the last connection could not be made or ended. */
  #lastError = '';
  readonly #options: RedisOptions;
  #credentials: RedisCredentials | undefined;
  #isClosed = false;
  /** Held back until the end of this turn of the event loop. */
  #corked: Redis['stream'] | undefined;

  constructor(id: string, options: RedisOptions, credentials: RedisCredentials | undefined) {
    this.id = id;
    this.#options = options;
    this.#credentials = credentials;
    this.#redis = this.#create();
  }

  #create(): Redis {
    const cut = this.id.lastIndexOf(':');
    const redis = new Redis({
      host: this.id.slice(0, cut),
      port: Number(this.id.slice(cut + 1)),
      ...(this.#credentials ?? {}),
      ...(this.#options.tls ? { tls: connectionTls(this.#options.tls) } : {}),
      connectionName: this.#nameAs(this.#credentials),
      protocol: 2,
      lazyConnect: true,
      enableOfflineQueue: false,
      connectTimeout: connectTimeoutMs,
      disconnectTimeout: 200,
      retryStrategy: () => null,
      maxRetriesPerRequest: null,
    });
    // Connection errors reach callers through their commands; without a listener they would end the process.
    redis.on('error', (error: Error) => (this.#lastError = error.message));
    return redis;
  }

  /** True while commands can be sent at once. */
  get isReady(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Connects when needed; false when the node cannot be reached now. */
  async ready(): Promise<boolean> {
    if (this.#redis.status === 'ready') return true;
    if (this.#isClosed) return false;
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = null));
    return this.#connecting;
  }

  /** Leaves the socket and whatever waits on it; the next command opens another. */
  #replace(): void {
    this.#redis.disconnect();
    this.#redis = this.#create();
    this.#timeoutsInRow = 0;
  }

  async #connect(): Promise<boolean> {
    if (this.#redis.status !== 'wait') this.#replace();
    this.#loadedScripts = new Set();
    this.#timeoutsInRow = 0;
    const redis = this.#redis;
    // The library's limit ends with the TCP handshake, which a frozen server still takes part in.
    this.#lastError = 'no answer in time';
    const isConnected = await within(connectTimeoutMs, connected(redis), false);
    if (!isConnected) this.#replace();
    return isConnected;
  }

  /**
   * Sends all commands and gives one result per command, in order. Never rejects. What several callers send in one turn
   * of the event loop leaves in one write, which costs as much as dozens of commands do.
   */
  async pipeline(commands: readonly RedisCommand[], timeoutMs: number, prefix?: 'asking'): Promise<NodeResult[]> {
    if (!this.isReady && !(await this.ready())) {
      return commands.map(() => ({
        kind: 'not_sent',
        message: `node ${this.id} cannot be reached: ${this.#lastError}`,
      }));
    }
    const redis = this.#redis;
    this.#cork(redis);
    const pipeline = redis.pipeline();
    if (prefix === 'asking') pipeline.call('ASKING');
    for (const command of commands) this.#add(pipeline, command);
    const replies = await this.#exec(redis, pipeline.exec(), timeoutMs);
    if (replies === null)
      return commands.map(() => ({ kind: 'unknown', message: `no answer from ${this.id} in time` }));
    const skip = prefix === 'asking' ? 1 : 0;
    return commands.map((_, i) => toResult(replies[i + skip]));
  }

  #cork({ stream }: { stream?: Redis['stream'] }): void {
    // None yet: the client was replaced since it was found ready, and connects with this pipeline.
    if (stream === undefined || this.#corked === stream) return;
    this.#corked = stream;
    stream.cork();
    setImmediate(() => {
      stream.uncork();
      if (this.#corked === stream) this.#corked = undefined;
    });
  }

  #add(pipeline: ReturnType<Redis['pipeline']>, command: RedisCommand): void {
    const { script } = command;
    if (!script) {
      if (command.buffers) pipeline.callBuffer(command.name, ...command.args);
      else pipeline.call(command.name, ...command.args);
      return;
    }
    const isLoaded = this.#loadedScripts.has(script.sha);
    const head = isLoaded ? script.sha : script.source;
    const name = isLoaded ? 'EVALSHA' : 'EVAL';
    if (command.buffers) pipeline.callBuffer(name, head, ...command.args);
    else pipeline.call(name, head, ...command.args);
    this.#loadedScripts.add(script.sha);
  }

  /** Called when the node answered NOSCRIPT: the next call sends the source again. */
  forgetScript(sha: string): void {
    this.#loadedScripts.delete(sha);
  }

  async #exec(
    redis: Redis,
    running: Promise<[Error | null, unknown][] | null>,
    timeoutMs: number,
  ): Promise<[Error | null, unknown][] | null> {
    const replies = await within(
      timeoutMs,
      running.catch(() => null),
      null,
    );
    // Time-outs on a socket that was left already say nothing about its successor.
    if (redis !== this.#redis) return replies;
    if (replies !== null) this.#timeoutsInRow = 0;
    else if (++this.#timeoutsInRow >= maxTimeoutsInRow) this.#replace();
    return replies;
  }

  /**
   * Switches this live connection, and those to come, to other credentials; `undefined` opens a new connection without.
   *
   * @throws RedisReplyError when the server refuses them; the live connection stays what it was
   */
  async authenticate(credentials: RedisCredentials | undefined): Promise<void> {
    this.#credentials = credentials;
    // One that is just being opened has already named the old user.
    await this.#connecting;
    if (!this.isReady) return;
    if (credentials === undefined) return this.#replace();
    const auth = { name: 'AUTH', key: '', args: [credentials.username, credentials.password], retry: 'never' } as const;
    const [result] = await this.pipeline([auth], connectTimeoutMs);
    if (result?.kind === 'error') throw new RedisReplyError(serverErrorKind(result.message), result.message);
    if (result?.kind !== 'reply') return this.#replace();
    const name = { name: 'CLIENT', key: '', args: ['SETNAME', this.#nameAs(credentials)], retry: 'never' } as const;
    await this.pipeline([name], connectTimeoutMs);
  }

  #nameAs(credentials: RedisCredentials | undefined): string {
    return connectionName(this.#options.clientName ?? 'redoubt', credentials);
  }

  close(): void {
    this.#isClosed = true;
    this.#redis.disconnect();
  }
}

function connected(redis: Redis): Promise<boolean> {
  return redis.connect().then(
    () => true,
    () => false,
  );
}

function toResult(entry: [Error | null, unknown] | undefined): NodeResult {
  if (!entry) return { kind: 'unknown', message: 'the pipeline broke off' };
  const [error, value] = entry;
  if (!error) return { kind: 'reply', value: value as Reply };
  if (error.name === 'ReplyError') return { kind: 'error', message: error.message };
  if (error.message.startsWith("Stream isn't writeable")) return { kind: 'not_sent', message: error.message };
  return { kind: 'unknown', message: error.message };
}
