import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { toError, type Clock, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient, type RedisCommand } from '@redoubt/redis';
import type { Principal } from '@redoubt/tenancy';
import type { Logger } from '@redoubt/telemetry';
import type { FeedName } from './feed-metrics.ts';
import type { FeedSocket } from './feed-socket.ts';

const keepConnections = defineScript(join(import.meta.dirname, 'scripts', 'keep-connections-n.lua'));

type Connection = FeedSocket['conn'];

export interface ConnectionsOptions {
  /** Life of a record that is not refreshed; it is at a third of it. */
  lifeMs: number;
}

/** Changes are gathered for so long: a page opens its feeds one after the other. */
const GATHER_MS = 50;
const MOST_LISTED = 10_000;
const WRITTEN_AT_ONCE = 200;
/** A connection without a socket is closed after so long. */
const UNUSED_MS = 5_000;
/** Messages a client has cause to send in a minute: connects and disconnects of three feeds. */
const MESSAGES_PER_MINUTE = 120;

/** One websocket as the records show it: who holds it, and the feeds it has. */
interface Held {
  /** Ours: the connection's own id is a secret of its client. */
  id: string;
  connection: Connection;
  orgId: OrgId;
  userId: string;
  connectedAtMs: number;
  feeds: Set<FeedName>;
}

/** The websockets of this process, kept in Redis as `websocket:connection:<id>` while they live, by organisation. */
export class Connections {
  readonly #redis: RedisClient;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #lifeMs: number;
  readonly #open = new Set<Connection>();
  /** What carries them; they outlive a websocket whose client does not answer its end. */
  readonly #sockets = new Set<Socket>();
  readonly #numbers = new WeakMap<Connection, number>();
  #lastNumber = 0;
  /** By organisation and connection; one connection may carry sockets of two. */
  readonly #held = new Map<string, Held>();
  readonly #changed = new Set<string>();
  readonly #gone = new Map<string, Held>();
  #gatherTimer: NodeJS.Timeout | undefined;
  readonly #refreshTimer: NodeJS.Timeout;

  constructor(deps: { redis: RedisClient; log: Logger; clock: Clock }, { lifeMs }: ConnectionsOptions) {
    this.#redis = deps.redis;
    this.#log = deps.log;
    this.#clock = deps.clock;
    this.#lifeMs = lifeMs;
    this.#refreshTimer = setInterval(() => {
      for (const name of this.#held.keys()) this.#changed.add(name);
      this.#gather();
    }, lifeMs / 3);
    this.#refreshTimer.unref();
  }

  all(): Connection[] {
    return [...this.#open];
  }

  /** Watches a new connection: clients have next to nothing to say, and one without a socket is of no use. */
  guard(connection: Connection): void {
    this.#open.add(connection);
    let [messages, sinceMs] = [0, this.#clock.monotonicMs()];
    connection.on('data', () => {
      const nowMs = this.#clock.monotonicMs();
      if (nowMs - sinceMs > 60_000) [messages, sinceMs] = [0, nowMs];
      if (++messages > MESSAGES_PER_MINUTE) connection.close(true);
    });
    const { socket } = connection.request;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    connection.once('close', () => this.#open.delete(connection));
  }

  enter(connection: Connection, principal: Principal, feed: FeedName): void {
    const name = this.#nameOf(connection, principal);
    let held = this.#held.get(name);
    if (!held) {
      const { orgId, id: userId } = principal;
      held = { id: randomUUID(), connection, orgId, userId, connectedAtMs: this.#clock.now(), feeds: new Set() };
      this.#held.set(name, held);
      this.#gone.delete(name);
    }
    held.feeds.add(feed);
    this.#changed.add(name);
    this.#gather();
  }

  leave(connection: Connection, principal: Principal, feed: FeedName): void {
    const name = this.#nameOf(connection, principal);
    const held = this.#held.get(name);
    if (!held) return;
    held.feeds.delete(feed);
    if (held.feeds.size > 0) this.#changed.add(name);
    else {
      this.#held.delete(name);
      this.#changed.delete(name);
      this.#gone.set(name, held);
      this.#closeIfUnused(connection);
    }
    this.#gather();
  }

  #closeIfUnused(connection: Connection): void {
    const timer = setTimeout(() => {
      const isUsed = [...this.#held.values()].some((held) => held.connection === connection);
      if (!isUsed) connection.close();
    }, UNUSED_MS);
    timer.unref();
    connection.once('close', () => clearTimeout(timer));
  }

  #gather(): void {
    this.#gatherTimer ??= setTimeout(() => void this.#write(), GATHER_MS);
  }

  async #write(): Promise<void> {
    clearTimeout(this.#gatherTimer);
    this.#gatherTimer = undefined;
    const kept = [...this.#changed].flatMap((name) => this.#held.get(name) ?? []);
    const gone = [...this.#gone.values()];
    this.#changed.clear();
    this.#gone.clear();
    const commands = [
      ...[...inGroups(gone)].flatMap(([orgId, some]) => this.#dropCommands(orgId, some)),
      ...[...inGroups(kept)].map(([orgId, some]) => this.#keepCommand(orgId, some)),
    ];
    if (commands.length === 0) return;
    const replies = await this.#redis.batch(commands);
    const failure = replies.find((reply) => reply instanceof Error);
    // The next refresh writes them all again; what is gone expires.
    if (failure) this.#log.warn({ err: toError(failure) }, 'connection_records_deferred');
  }

  #keepCommand(orgId: OrgId, some: readonly Held[]): RedisCommand {
    const keys = orgKeys(orgId);
    const names = [keys.websocketConnections(), ...some.map(({ id }) => keys.websocketConnection(id))];
    const args = some.flatMap(({ id, userId, connectedAtMs, feeds }) => [
      ...[id, userId, orgId, connectedAtMs, [...feeds].sort().join(',')],
    ]);
    const script = this.#redis.script(keepConnections);
    return script.command(names, [this.#lifeMs, MOST_LISTED, ...args], { retry: 'free' });
  }

  #dropCommands(orgId: OrgId, some: readonly Held[]): RedisCommand[] {
    const keys = orgKeys(orgId);
    const list = keys.websocketConnections();
    const names = some.map(({ id }) => keys.websocketConnection(id));
    return [
      { name: 'ZREM', key: list, args: [list, ...some.map(({ id }) => id)], retry: 'free' },
      { name: 'DEL', key: list, args: names, retry: 'free' },
    ];
  }

  #nameOf(connection: Connection, { orgId, id }: Principal): string {
    let number = this.#numbers.get(connection);
    if (number === undefined) {
      number = ++this.#lastNumber;
      this.#numbers.set(connection, number);
    }
    return `${orgId} ${number} ${id}`;
  }

  /** Cuts off those that do not answer the end of their websocket. */
  cutOff(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Takes the records of this process back. */
  async close(): Promise<void> {
    clearInterval(this.#refreshTimer);
    for (const [name, held] of this.#held) this.#gone.set(name, held);
    this.#held.clear();
    this.#changed.clear();
    await this.#write();
  }
}

/** By organisation, a bounded number at once. */
function* inGroups(all: readonly Held[]): Generator<[OrgId, Held[]]> {
  const byOrg = new Map<OrgId, Held[]>();
  for (const held of all) {
    const some = byOrg.get(held.orgId);
    if (some) some.push(held);
    else byOrg.set(held.orgId, [held]);
  }
  for (const [orgId, some] of byOrg) {
    for (let at = 0; at < some.length; at += WRITTEN_AT_ONCE) yield [orgId, some.slice(at, at + WRITTEN_AT_ONCE)];
  }
}
