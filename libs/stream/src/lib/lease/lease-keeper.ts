import { randomBytes } from 'node:crypto';
import { systemClock, type Clock } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient, Subscription } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { LeaseTable, type GroupView } from './lease-table.ts';
import { partitionsOf } from './rendezvous.ts';

export interface LeaseTimes {
  /** Life of a membership, ms; longer than a failover stall plus a renewal. */
  ttlMs: number;
  renewMs: number;
  /** Taken off the life when this worker judges its own lease, ms. */
  marginMs: number;
}

/** Longer than a failover (5-6 s at a node time-out of 3 s), so that losing the coordination master costs no lease. */
export const DEFAULT_LEASE_TIMES: LeaseTimes = { ttlMs: 12_000, renewMs: 2_000, marginMs: 1_000 };

export type LeaseLossReason = 'expired' | 'superseded' | 'fenced';

export interface LeaseEvents {
  /** Partitions granted, with their epochs. */
  onAcquired(granted: ReadonlyMap<number, number>): void;
  /** Partitions that moved to somebody else without being given back: whatever is in hand is abandoned. */
  onLost(partitions: readonly number[], reason: LeaseLossReason): void;
  /** Partitions another worker should have: resolves when their work is finished. */
  onReleasing(partitions: readonly number[]): Promise<void>;
}

/**
 * Holds the partition leases of one worker: joins the group, renews on a timer of its own, claims what rendezvous
 * hashing gives it once nobody live holds it, gives back what others should have, and says when a lease is lost.
 */
export class LeaseKeeper {
  readonly #table: LeaseTable;
  readonly #redis: RedisClient;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #workerId: string;
  readonly #times: LeaseTimes;
  readonly #events: LeaseEvents;
  readonly #held = new Map<number, number>();
  readonly #releasing = new Set<number>();
  /** Fence values seen above our own: the next grant must be higher. */
  readonly #leastEpoch = new Map<number, number>();
  #session: string;
  #isJoined = false;
  #validUntilMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | null = null;
  #isTickWanted = false;
  #subscription: Subscription | undefined;
  #isStopped = false;

  constructor(
    deps: { redis: RedisClient; log: Logger; clock?: Clock },
    who: { group: GroupName; workerId: string },
    events: LeaseEvents,
    times: LeaseTimes = DEFAULT_LEASE_TIMES,
  ) {
    this.#redis = deps.redis;
    this.#table = new LeaseTable(deps.redis, who.group);
    this.#log = deps.log;
    this.#clock = deps.clock ?? systemClock;
    this.#workerId = who.workerId;
    this.#times = times;
    this.#events = events;
    this.#session = this.#newSession();
  }

  #newSession(): string {
    return `${this.#workerId}:${randomBytes(6).toString('hex')}`;
  }

  get session(): string {
    return this.#session;
  }

  /** Partitions this worker holds now, with their epochs. */
  get held(): ReadonlyMap<number, number> {
    return this.#held;
  }

  /** False once the last renewal that succeeded is too old for the lease to be certain. Checked before every effect. */
  isValid(): boolean {
    return this.#clock.monotonicMs() < this.#validUntilMs;
  }

  async start(): Promise<void> {
    this.#subscription = await this.#redis.subscribe([this.#table.channel], () => this.#tickSoon());
    await this.#tick();
  }

  /** Somebody joined or left: look within 20 ms, spread so that not all workers call at once. */
  #tickSoon(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tick(), Math.random() * 20);
  }

  #tick(): Promise<void> {
    if (this.#ticking) {
      this.#isTickWanted = true;
      return this.#ticking;
    }
    clearTimeout(this.#timer);
    this.#ticking = this.#tickOnce()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'lease_renewal_failed'))
      .finally(() => {
        this.#ticking = null;
        if (this.#isStopped) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#tick(), this.#isTickWanted ? 20 : this.#nextTickMs);
        this.#isTickWanted = false;
      });
    return this.#ticking;
  }

  #nextTickMs = 0;

  async #tickOnce(): Promise<void> {
    this.#nextTickMs = this.#times.renewMs;
    if (!this.isValid() && this.#isJoined) this.#lose([...this.#held.keys()], 'expired');
    const sentAt = this.#clock.monotonicMs();
    const view = await this.#table.heartbeat(this.#session, this.#times.ttlMs, this.#isJoined ? 'renew' : 'join');
    if (view === null) {
      this.#rejoin();
      return;
    }
    this.#isJoined = true;
    // Counted from when the renewal was sent: the server may have taken it at any later moment.
    this.#validUntilMs = sentAt + this.#times.ttlMs - this.#times.marginMs;
    this.#dropSuperseded(view);
    await this.#claimFree(view);
    this.#giveBack(view);
    this.#nextTickMs = this.#untilNextLook(view);
  }

  /** A session that expired would regain leases others now hold, so it is never used again. */
  #rejoin(): void {
    this.#lose([...this.#held.keys()], 'expired');
    this.#isJoined = false;
    this.#session = this.#newSession();
    this.#nextTickMs = 0;
  }

  #dropSuperseded(view: GroupView): void {
    const gone = [...this.#held.keys()].filter((p) => view.leases.get(p)?.session !== this.#session);
    if (gone.length > 0) this.#lose(gone, 'superseded');
  }

  async #claimFree(view: GroupView): Promise<void> {
    const wanted = new Map<number, number>();
    for (const partition of this.#fairShare(view)) {
      if (this.#held.has(partition)) continue;
      const holder = view.leases.get(partition)?.session ?? '';
      if (holder !== '' && holder !== this.#session && view.members.has(holder)) continue;
      wanted.set(partition, this.#leastEpoch.get(partition) ?? 0);
    }
    if (wanted.size === 0) return;
    const granted = await this.#table.claim(this.#session, wanted);
    if (granted === null) {
      this.#rejoin();
      return;
    }
    for (const [partition, epoch] of granted) {
      this.#held.set(partition, epoch);
      this.#leastEpoch.delete(partition);
    }
    if (granted.size > 0) {
      this.#log.info({ partitions: granted.size }, 'leases_acquired');
      this.#events.onAcquired(granted);
    }
  }

  #giveBack(view: GroupView): void {
    const share = new Set(this.#fairShare(view));
    const surplus = [...this.#held.keys()].filter((p) => !share.has(p) && !this.#releasing.has(p));
    if (surplus.length === 0) return;
    for (const partition of surplus) this.#releasing.add(partition);
    void this.#drainAndRelease(surplus);
  }

  async #drainAndRelease(partitions: readonly number[]): Promise<void> {
    await this.#events.onReleasing(partitions);
    const still = partitions.filter((p) => this.#held.has(p));
    for (const partition of partitions) {
      this.#held.delete(partition);
      this.#releasing.delete(partition);
    }
    if (still.length === 0) return;
    this.#log.info({ partitions: still.length }, 'leases_released');
    await this.#table.release(this.#session, still).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'lease_release_failed');
    });
  }

  #fairShare(view: GroupView): number[] {
    return partitionsOf(this.#session, [...view.members.keys()]);
  }

  /** The next renewal, or sooner: the moment another member expires is when its partitions become free. */
  #untilNextLook(view: GroupView): number {
    let wait = this.#times.renewMs;
    for (const [session, expiry] of view.members) {
      if (session !== this.#session) wait = Math.min(wait, Math.max(50, expiry - view.nowMs + 20));
    }
    return wait;
  }

  #lose(partitions: readonly number[], reason: LeaseLossReason): void {
    if (partitions.length === 0) return;
    for (const partition of partitions) {
      this.#held.delete(partition);
      this.#releasing.delete(partition);
    }
    this.#log.warn({ partitions: partitions.length, reason }, 'leases_lost');
    this.#events.onLost(partitions, reason);
  }

  /**
   * Called when an organisation's fence refused this worker. When the table still names us, the fence is ahead of the
   * lease (a grant was lost in a failover): the partition is claimed again above it; otherwise the loss is noticed now.
   */
  fenced(partition: number, seenEpoch: number): void {
    if (!this.#held.has(partition)) return;
    this.#leastEpoch.set(partition, Math.max(seenEpoch + 1, this.#leastEpoch.get(partition) ?? 0));
    this.#lose([partition], 'fenced');
    this.#tickSoon();
  }

  /** Ends the membership at once; the caller has finished or abandoned all work. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#subscription?.close();
    await this.#ticking;
    clearTimeout(this.#timer);
    this.#validUntilMs = 0;
    if (!this.#isJoined) return;
    await this.#table.leave(this.#session, [...this.#held.keys()]).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'lease_leave_failed');
    });
    this.#held.clear();
  }
}
