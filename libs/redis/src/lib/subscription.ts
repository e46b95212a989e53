import { Redis } from 'ioredis';
import type { Logger } from '@redoubt/telemetry';
import type { RedisOptions } from './options.ts';
import type { Topology } from './topology.ts';

/** A set of sharded channels that is listened to until closed. */
export interface Subscription {
  close(): void;
}

interface NodeListener {
  redis: Redis;
  channels: Set<string>;
}

const repairIntervalMs = 500;

/**
 * Listens to sharded channels (SSUBSCRIBE, Redis 7.0) with one plain connection per master.
 * Client libraries lose sharded subscriptions after slot moves (redis/ioredis#1987), so this one compares what it
 * holds with the slot map twice a second and mends the difference; `onGap` tells the owner that messages may have
 * been missed. Messages are hints: nothing may depend on one arriving.
 */
export class ShardedSubscription implements Subscription {
  readonly #topology: Topology;
  readonly #options: RedisOptions;
  readonly #log: Logger;
  readonly #channels: readonly string[];
  readonly #onMessage: (channel: string, message: string) => void;
  readonly #onGap: () => void;
  readonly #listeners = new Map<string, NodeListener>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    topology: Topology,
    options: RedisOptions,
    log: Logger,
    wanted: { channels: readonly string[]; onMessage: (channel: string, message: string) => void; onGap: () => void },
  ) {
    this.#topology = topology;
    this.#options = options;
    this.#log = log;
    this.#channels = wanted.channels;
    this.#onMessage = wanted.onMessage;
    this.#onGap = wanted.onGap;
  }

  async start(): Promise<void> {
    await this.#repair();
    this.#timer = setInterval(() => void this.#repair(), repairIntervalMs);
    this.#timer.unref();
  }

  async #repair(): Promise<void> {
    const wanted = this.#wantedByMaster();
    for (const [id, listener] of this.#listeners) {
      const isCurrent = wanted.has(id) && listener.redis.status === 'ready';
      if (!isCurrent) this.#drop(id);
    }
    await Promise.all([...wanted].map(([id, channels]) => this.#ensure(id, channels)));
  }

  #wantedByMaster(): Map<string, string[]> {
    const wanted = new Map<string, string[]>();
    for (const channel of this.#channels) {
      const master = this.#topology.masterOf(channel);
      if (master === undefined) continue;
      const list = wanted.get(master);
      if (list) list.push(channel);
      else wanted.set(master, [channel]);
    }
    return wanted;
  }

  async #ensure(id: string, channels: readonly string[]): Promise<void> {
    const listener = this.#listeners.get(id);
    if (listener && channels.every((c) => listener.channels.has(c))) return;
    try {
      const open = listener ?? (await this.#open(id));
      for (const channel of channels) {
        if (open.channels.has(channel)) continue;
        // One call per channel: SSUBSCRIBE refuses channels of different slots.
        await open.redis.ssubscribe(channel);
        open.channels.add(channel);
      }
      this.#onGap();
    } catch (error) {
      this.#log.debug({ node: id, err: error }, 'subscription_deferred');
      this.#drop(id);
    }
  }

  async #open(id: string): Promise<NodeListener> {
    const cut = id.lastIndexOf(':');
    const redis = new Redis({
      host: id.slice(0, cut),
      port: Number(id.slice(cut + 1)),
      ...(this.#topology.credentials ?? {}),
      ...(this.#options.tls ? { tls: this.#options.tls } : {}),
      connectionName: `${this.#options.clientName ?? 'redoubt'}-sub`,
      protocol: 2,
      lazyConnect: true,
      connectTimeout: 2_000,
      retryStrategy: () => null,
    });
    const listener: NodeListener = { redis, channels: new Set() };
    redis.on('error', () => undefined);
    redis.on('smessage', (channel: string, message: string) => this.#onMessage(channel, message));
    this.#listeners.set(id, listener);
    await redis.connect();
    if (this.#isClosed) redis.disconnect();
    return listener;
  }

  #drop(id: string): void {
    this.#listeners.get(id)?.redis.disconnect();
    this.#listeners.delete(id);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const id of [...this.#listeners.keys()]) this.#drop(id);
  }
}
