import type { Clock } from '@redoubt/contracts';

/** Bounds of the table of acknowledgements. */
export interface AckLimits {
  /** Channels of all organisations. */
  maxChannels: number;
  /** Channels of one organisation, so that none takes the room of others. */
  maxPerOrg: number;
  /** Acknowledgements of a channel that nobody has asked for yet. */
  maxPerChannel: number;
  /** A channel that is used no more is forgotten, with what it holds. */
  idleMs: number;
}

export const DEFAULT_ACK_LIMITS: AckLimits = {
  maxChannels: 10_000,
  maxPerOrg: 1_000,
  maxPerChannel: 10_000,
  idleMs: 600_000,
};

interface Channel {
  nextId: number;
  /** Ids whose events are durable and that nobody has asked for. */
  settled: Set<number>;
  usedAtMs: number;
}

/**
 * Acknowledgements by channel (`<organisation> <channel>`), in this process. An id is handed out only when the events of its request are durable,
 * so whatever id is known is true; as with Splunk, one that was asked for is forgotten.
 */
export class AckTable {
  readonly #limits: AckLimits;
  readonly #clock: Clock;
  /** In order of use, the least used first. */
  readonly #channels = new Map<string, Channel>();
  readonly #channelsOf = new Map<string, number>();

  constructor(clock: Clock, limits: AckLimits = DEFAULT_ACK_LIMITS) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Channels known now. */
  get size(): number {
    return this.#channels.size;
  }

  /** Whether a request of the channel can be acknowledged; false: its sender should ask for what it has first. */
  hasRoom(name: string): boolean {
    const channel = this.#channels.get(name);
    if (channel !== undefined) return channel.settled.size < this.#limits.maxPerChannel;
    this.#forgetIdle();
    const own = this.#channelsOf.get(orgOf(name)) ?? 0;
    return this.#channels.size < this.#limits.maxChannels && own < this.#limits.maxPerOrg;
  }

  /** Share of a channel's room that is taken. */
  fill(name: string): number {
    return (this.#channels.get(name)?.settled.size ?? 0) / this.#limits.maxPerChannel;
  }

  /** Hands out the id of a request whose events are durable. */
  settle(name: string): number {
    const channel = this.#touch(name);
    const id = channel.nextId;
    channel.nextId += 1;
    channel.settled.add(id);
    return id;
  }

  /** Tells of each id whether it is durable, and forgets those that are. */
  take(name: string, ids: readonly number[]): Record<string, boolean> {
    const settled = this.#channels.has(name) ? this.#touch(name).settled : undefined;
    return Object.fromEntries(ids.map((id) => [String(id), settled?.delete(id) ?? false]));
  }

  #touch(name: string): Channel {
    const known = this.#channels.get(name);
    if (known === undefined) this.#count(name, 1);
    const channel = known ?? { nextId: 0, settled: new Set<number>(), usedAtMs: 0 };
    channel.usedAtMs = this.#clock.monotonicMs();
    this.#channels.delete(name);
    this.#channels.set(name, channel);
    return channel;
  }

  #forgetIdle(): void {
    const beforeMs = this.#clock.monotonicMs() - this.#limits.idleMs;
    for (const [name, channel] of this.#channels) {
      if (channel.usedAtMs > beforeMs) return;
      this.#channels.delete(name);
      this.#count(name, -1);
    }
  }

  #count(name: string, by: 1 | -1): void {
    const org = orgOf(name);
    const channels = (this.#channelsOf.get(org) ?? 0) + by;
    if (channels === 0) this.#channelsOf.delete(org);
    else this.#channelsOf.set(org, channels);
  }
}

/** A name is `<organisation> <channel>`. */
function orgOf(name: string): string {
  return name.slice(0, name.indexOf(' '));
}
