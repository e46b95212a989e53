import { Redis } from 'ioredis';
import type { Logger } from '@redoubt/telemetry';
import { connectionName } from './connection-name.ts';
import type { RedisOptions } from './options.ts';
import { connectionTls } from './tls/connection-tls.ts';
import type { Topology } from './topology.ts';
import { within } from './within.ts';

/** A set of sharded channels that is listened to until closed. */
export interface Subscription {
  /** Listens to further channels; those whose master does not answer now are tried again. `onGap` names each once it is heard. */
  add(channels: readonly string[]): Promise<void>;
  /** Stops listening to channels; messages under way may still come. */
  remove(channels: readonly string[]): void;
  close(): void;
}

interface NodeListener {
  readonly redis: Redis;
  /** What the node has confirmed. */
  readonly channels: Set<string>;
  isOpening: boolean;
}

const repairIntervalMs = 500;
/** A node that answers nothing for this long is left and tried again. */
const openTimeoutMs = 2_000;
/** Channels asked for at once. */
const askedAtOnce = 100;

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
  readonly #channels: Set<string>;
  readonly #onMessage: (channel: string, message: string) => void;
  readonly #onGap: (channels: readonly string[]) => void;
  readonly #listeners = new Map<string, NodeListener>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    topology: Topology,
    options: RedisOptions,
    log: Logger,
    wanted: {
      channels: readonly string[];
      onMessage: (channel: string, message: string) => void;
      onGap: (channels: readonly string[]) => void;
    },
  ) {
    this.#topology = topology;
    this.#options = options;
    this.#log = log;
    this.#channels = new Set(wanted.channels);
    this.#onMessage = wanted.onMessage;
    this.#onGap = wanted.onGap;
  }

  async start(): Promise<void> {
    await this.#repair();
    if (this.#isClosed) return;
    this.#timer = setInterval(() => void this.#repair(), repairIntervalMs);
    this.#timer.unref();
  }

  async add(channels: readonly string[]): Promise<void> {
    for (const channel of channels) this.#channels.add(channel);
    await this.#repair();
  }

  remove(channels: readonly string[]): void {
    for (const channel of channels) this.#channels.delete(channel);
    for (const [id, listener] of this.#listeners) this.#leave(id, listener, (channel) => this.#channels.has(channel));
  }

  /** Opens every connection anew, with the credentials that hold now: one that listens cannot authenticate again. */
  async renew(): Promise<void> {
    for (const [id, listener] of this.#listeners) this.#drop(id, listener);
    await this.#repair();
  }

  async #repair(): Promise<void> {
    if (this.#isClosed) return;
    const wanted = this.#wantedByMaster();
    for (const [id, listener] of this.#listeners) {
      const isAlive = listener.isOpening || listener.redis.status === 'ready';
      if (!wanted.has(id) || !isAlive) this.#drop(id, listener);
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
    const listener = this.#listeners.get(id) ?? this.#create(id);
    if (listener.isOpening) return;
    // A channel whose slot went elsewhere was ended by the server: it is asked for again should the slot come back.
    const wanted = new Set(channels);
    this.#leave(id, listener, (channel) => wanted.has(channel));
    if (channels.every((channel) => listener.channels.has(channel))) return;
    listener.isOpening = true;
    const isDone = await within(openTimeoutMs, this.#open(listener, channels), false);
    listener.isOpening = false;
    if (!isDone) this.#drop(id, listener);
  }

  #leave(id: string, { redis, channels }: NodeListener, isWanted: (channel: string) => boolean): void {
    for (const channel of channels) {
      if (isWanted(channel)) continue;
      channels.delete(channel);
      const isHere = this.#topology.masterOf(channel) === id;
      if (isHere && redis.status === 'ready') redis.sunsubscribe(channel).catch(() => undefined);
    }
  }

  #create(id: string): NodeListener {
    const cut = id.lastIndexOf(':');
    const redis = new Redis({
      host: id.slice(0, cut),
      port: Number(id.slice(cut + 1)),
      ...(this.#topology.credentials ?? {}),
      ...(this.#options.tls ? { tls: connectionTls(this.#options.tls) } : {}),
      connectionName: connectionName(`${this.#options.clientName ?? 'redoubt'}-sub`, this.#topology.credentials),
      protocol: 2,
      lazyConnect: true,
      connectTimeout: openTimeoutMs,
      disconnectTimeout: 200,
      retryStrategy: () => null,
    });
    const listener: NodeListener = { redis, channels: new Set(), isOpening: false };
    redis.on('error', () => undefined);
    redis.on('smessage', (channel: string, message: string) => this.#onMessage(channel, message));
    redis.on('moved', () => this.#onSlotMoved(listener));
    this.#listeners.set(id, listener);
    return listener;
  }

  /**
   * The server ended a subscription because its slot moved, and the event does not say which: all are asked for again,
   * which does nothing to those still held. A refused SSUBSCRIBE gives the same event, and waits for the next repair.
   */
  #onSlotMoved(listener: NodeListener): void {
    if (listener.isOpening) return;
    listener.channels.clear();
    void this.#topology.refresh().then(() => this.#repair());
  }

  /** False when the node could not be reached. */
  async #open(listener: NodeListener, channels: readonly string[]): Promise<boolean> {
    const { redis } = listener;
    try {
      if (redis.status === 'wait') await redis.connect();
      const missing = channels.filter((channel) => !listener.channels.has(channel));
      for (let at = 0; at < missing.length; at += askedAtOnce) {
        const some = missing.slice(at, at + askedAtOnce);
        await Promise.all(some.map((channel) => this.#listen(listener, channel)));
      }
      const heard = missing.filter((channel) => listener.channels.has(channel));
      if (heard.length > 0) this.#onGap(heard);
      return redis.status === 'ready';
    } catch (error) {
      this.#log.debug({ err: error }, 'subscription_deferred');
      return false;
    }
  }

  /** One call per channel, since SSUBSCRIBE refuses channels of different slots; one that is refused is tried again. */
  async #listen({ redis, channels }: NodeListener, channel: string): Promise<void> {
    try {
      await redis.ssubscribe(channel);
      channels.add(channel);
    } catch (error) {
      if (redis.status !== 'ready') throw error;
      this.#log.debug({ channel, err: error }, 'subscription_deferred');
    }
  }

  #drop(id: string, listener: NodeListener): void {
    listener.redis.disconnect();
    if (this.#listeners.get(id) === listener) this.#listeners.delete(id);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const [id, listener] of this.#listeners) this.#drop(id, listener);
  }
}
