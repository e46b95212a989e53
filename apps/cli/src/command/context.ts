import { createInterface } from 'node:readline/promises';
import type { Clock } from '@redoubt/contracts';
import { connectRedis, NodePool, type RedisClient, type RedisCredentials } from '@redoubt/redis';
import { connectDatabase, type Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { TenancyDeps } from '@redoubt/tenancy';
import type { Output } from '../output/output.ts';
import type { Settings } from '../settings/settings.ts';

export interface ContextDeps {
  settings: Settings;
  output: Output;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  signal: AbortSignal;
  clock: Clock;
  log: Logger;
  /** Longest a statement or search may take, ms. */
  timeoutMs: number;
}

const connectTimeoutMs = 2_000;
/** Somebody waits; a failover that takes longer is worth a message. */
const retryTimeoutMs = 5_000;
const closeTimeoutMs = 1_000;

/** What commands work with: settings, output, and connections that are opened when first asked for. */
export class Context {
  readonly settings: Settings;
  readonly output: Output;
  readonly stdin: ContextDeps['stdin'];
  /** Aborted at Ctrl-C and when --timeout runs out. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly log: Logger;
  #redis: Promise<RedisClient> | undefined;
  readonly #redisOfOthers: Promise<RedisClient>[] = [];
  #database: Promise<Database> | undefined;
  readonly #pools: NodePool[] = [];

  constructor(deps: ContextDeps) {
    this.settings = deps.settings;
    this.output = deps.output;
    this.stdin = deps.stdin;
    this.signal = deps.signal;
    this.clock = deps.clock;
    this.timeoutMs = deps.timeoutMs;
    this.log = deps.log;
  }

  /** @throws ConfigError, RedisUnavailableError */
  redis(): Promise<RedisClient> {
    this.#redis ??= connectRedis(
      { ...this.settings.redis(), clientName: 'redoubt-cli', connectTimeoutMs, retryTimeoutMs },
      { log: this.log },
    );
    return this.#redis;
  }

  /** The cluster as somebody else than the settings say; undefined for no user at all. @throws ConfigError, RedisUnavailableError */
  redisAs(login: RedisCredentials | undefined): Promise<RedisClient> {
    const options = { ...this.settings.redis(), clientName: 'redoubt-cli', connectTimeoutMs, retryTimeoutMs };
    if (login === undefined) delete options.credentials;
    else options.credentials = login;
    const redis = connectRedis(options, { log: this.log });
    this.#redisOfOthers.push(redis);
    return redis;
  }

  /**
   * Connections to single nodes, for what concerns each of them.
   *
   * @param login those of the settings when left out; `none` for no user at all
   * @throws ConfigError
   */
  nodes(login?: RedisCredentials | 'none'): NodePool {
    const { credentials: own, ...options } = this.settings.redis();
    const credentials = login === 'none' ? undefined : (login ?? own);
    const pool = new NodePool({
      ...{ ...options, clientName: 'redoubt-cli', connectTimeoutMs },
      ...(credentials === undefined ? {} : { credentials }),
    });
    this.#pools.push(pool);
    return pool;
  }

  /** @throws ConfigError, RetryableError */
  database(): Promise<Database> {
    this.#database ??= connectDatabase({
      ...this.settings.database(),
      appName: 'redoubt-cli',
      poolMax: 4,
      statementTimeoutMs: this.timeoutMs,
    });
    return this.#database;
  }

  async tenancy(): Promise<TenancyDeps> {
    const [database, redis] = await Promise.all([this.database(), this.redis()]);
    return { database, redis };
  }

  /** True when somebody sits there to be asked. */
  get canAsk(): boolean {
    return this.stdin.isTTY === true && process.stderr.isTTY;
  }

  /** Asks for the word `yes`, or another one. Only where `canAsk`. */
  async confirm(question: string, word = 'yes'): Promise<boolean> {
    const reader = createInterface({ input: this.stdin, output: process.stderr });
    try {
      const answer = await reader.question(`${question} Type "${word}" to go on: `, { signal: this.signal });
      return answer.trim() === word;
    } catch (error) {
      // Ctrl-C at the question is a no.
      if ((error as Error).name === 'AbortError') return false;
      throw error;
    } finally {
      reader.close();
    }
  }

  /** Waits, or ends early when the command is to stop. */
  async pause(durationMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, durationMs);
    const stop = (): void => resolve();
    this.signal.addEventListener('abort', stop, { once: true });
    await promise;
    clearTimeout(timer);
    this.signal.removeEventListener('abort', stop);
  }

  /** Closes what was opened; gives up after a second. */
  async close(): Promise<void> {
    const opened = [this.#redis, ...this.#redisOfOthers, this.#database, ...this.#pools];
    const closing = Promise.allSettled(opened.map(async (one) => (await one)?.close()));
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, closeTimeoutMs);
    await Promise.race([closing, promise]);
    clearTimeout(timer);
  }
}
