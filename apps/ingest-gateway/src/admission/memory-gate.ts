import { toError, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { parseMemoryInfo, usedRatio } from './memory-info.ts';
import { SHED_ALL, SHED_NONE, shedLevel } from './shed-level.ts';

/** Tells what is shed for an organisation now. */
export interface SheddingPolicy {
  /** Events whose severity ranks below it are refused. */
  shedBelowRank(orgId: OrgId): number;
}

export interface MemoryGateOptions {
  pollMs: number;
}

type Masters = Pick<RedisClient, 'masters' | 'masterOf' | 'nodeCall'>;

/**
 * Watches the memory of every master and decides per master what is shed.
 *
 * A master that gives no answer keeps its last level: it may be busy because memory is short. One that left the cluster
 * is forgotten. Bound: one entry per master.
 */
export class MemoryGate implements SheddingPolicy {
  readonly #redis: Masters;
  readonly #log: Logger;
  readonly #levels = new Map<string, { level: number; ratio: number }>();
  readonly #timer: NodeJS.Timeout;
  #highest = SHED_NONE;
  #polling: Promise<void> | undefined;

  constructor(deps: { redis: Masters; log: Logger }, { pollMs }: MemoryGateOptions) {
    this.#redis = deps.redis;
    this.#log = deps.log;
    this.#timer = setInterval(() => void this.poll(), pollMs);
    this.#timer.unref();
  }

  shedBelowRank(orgId: OrgId): number {
    if (this.#highest === SHED_NONE) return SHED_NONE;
    const master = this.#redis.masterOf(orgKeys(orgId).eventsStream());
    return master === undefined ? this.#highest : (this.#levels.get(master)?.level ?? SHED_NONE);
  }

  /** Share of maxmemory in use on the fullest master. */
  get highestRatio(): number {
    return Math.max(0, ...[...this.#levels.values()].map((entry) => entry.ratio));
  }

  /** Highest level of any master. */
  get highestLevel(): number {
    return this.#highest;
  }

  /** No master takes any event: sending requests here is of no use. */
  get isSheddingAll(): boolean {
    return this.#levels.size > 0 && [...this.#levels.values()].every((entry) => entry.level === SHED_ALL);
  }

  /** Asks every master once; a poll that is still under way is joined. */
  poll(): Promise<void> {
    this.#polling ??= this.#pollAll().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    return this.#polling ?? Promise.resolve();
  }

  async #pollAll(): Promise<void> {
    const masters = this.#redis.masters();
    for (const known of this.#levels.keys()) if (!masters.includes(known)) this.#levels.delete(known);
    await Promise.all(masters.map((master) => this.#pollOne(master)));
    this.#highest = Math.max(SHED_NONE, ...[...this.#levels.values()].map((entry) => entry.level));
  }

  async #pollOne(master: string): Promise<void> {
    try {
      const info = parseMemoryInfo(String(await this.#redis.nodeCall(master, 'INFO', 'memory')));
      const before = this.#levels.get(master)?.level ?? SHED_NONE;
      const ratio = usedRatio(info);
      const level = shedLevel(ratio, before);
      if (level !== before) this.#log.warn({ master, level, ratio: Number(ratio.toFixed(3)) }, 'shed_level_changed');
      this.#levels.set(master, { level, ratio });
    } catch (thrown) {
      this.#log.warn({ master, err: toError(thrown) }, 'memory_poll_failed');
    }
  }
}
