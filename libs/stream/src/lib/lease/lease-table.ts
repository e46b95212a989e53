import { clusterKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, Reply, Script } from '@redoubt/redis';
import { streamScripts } from '../scripts.ts';

/** What the coordination slot of a group holds. */
export interface GroupView {
  /** Server time, ms. */
  nowMs: number;
  /** Live sessions and when each expires, server ms. */
  members: ReadonlyMap<string, number>;
  /** Partition → epoch and the session it was granted to (empty when given back). */
  leases: ReadonlyMap<number, { epoch: number; session: string }>;
}

/** The lease scripts of one group, typed. */
export class LeaseTable {
  readonly #keys: [string, string];
  readonly #channel: string;
  readonly #heartbeat: Script;
  readonly #claim: Script;
  readonly #release: Script;
  readonly #redis: RedisClient;

  constructor(redis: RedisClient, group: GroupName) {
    this.#redis = redis;
    this.#keys = [clusterKeys.members(group), clusterKeys.leases(group)];
    this.#channel = clusterKeys.rebalance(group);
    this.#heartbeat = redis.script(streamScripts.leaseHeartbeat);
    this.#claim = redis.script(streamScripts.leaseClaim);
    this.#release = redis.script(streamScripts.leaseRelease);
  }

  get channel(): string {
    return this.#channel;
  }

  /** Joins or renews; null when the session had expired and must be replaced. */
  async heartbeat(session: string, ttlMs: number, mode: 'join' | 'renew'): Promise<GroupView | null> {
    const reply = await this.#heartbeat.run(this.#keys, [session, ttlMs, mode, this.#channel], { retry: 'free' });
    const [status, now, members, leases] = reply as [string, string, string[], string[]];
    return status === 'ok' ? { nowMs: Number(now), members: readMembers(members), leases: readLeases(leases) } : null;
  }

  /**
   * Asks for partitions, each with the least epoch it must get.
   *
   * @returns granted partitions and their epochs; null when the session had expired
   */
  async claim(session: string, wanted: ReadonlyMap<number, number>): Promise<Map<number, number> | null> {
    const args = [...wanted].flatMap(([partition, leastEpoch]) => [partition, leastEpoch]);
    const reply = (await this.#claim.run(this.#keys, [session, ...args], { retry: 'free' })) as [string, string[]];
    if (reply[0] !== 'ok') return null;
    await this.#confirm();
    return new Map(pairs(reply[1]).map(([partition, epoch]) => [Number(partition), Number(epoch)]));
  }

  /** Waits shortly for one replica: a grant that a failover forgets would be handed out again. A shortfall is no proof. */
  async #confirm(): Promise<void> {
    if (!this.#redis.nodes().some((n) => n.role === 'replica')) return;
    const master = this.#redis.masterOf(this.#keys[0]);
    if (master !== undefined) await this.#redis.nodeCall(master, 'WAIT', 1, 200).catch(() => 0);
  }

  release(session: string, partitions: readonly number[]): Promise<Reply> {
    return this.#release.run(this.#keys, [session, 'release', this.#channel, ...partitions], { retry: 'free' });
  }

  /** Gives everything back and ends the membership, so that others need not wait for its expiry. */
  leave(session: string, partitions: readonly number[]): Promise<Reply> {
    return this.#release.run(this.#keys, [session, 'leave', this.#channel, ...partitions], { retry: 'free' });
  }
}

function pairs(flat: readonly string[]): [string, string][] {
  const out: [string, string][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) out.push([flat[i] as string, flat[i + 1] as string]);
  return out;
}

function readMembers(flat: readonly string[]): Map<string, number> {
  return new Map(pairs(flat).map(([session, expiry]) => [session, Number(expiry)]));
}

function readLeases(flat: readonly string[]): GroupView['leases'] {
  return new Map(
    pairs(flat).map(([partition, lease]) => {
      const cut = lease.indexOf('|');
      return [Number(partition), { epoch: Number(lease.slice(0, cut)), session: lease.slice(cut + 1) }];
    }),
  );
}
