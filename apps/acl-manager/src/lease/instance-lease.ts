import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { toError, type Clock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';

const holdLease = defineScript(join(import.meta.dirname, 'scripts/hold-lease-1.lua'));
const releaseLease = defineScript(join(import.meta.dirname, 'scripts/release-lease-1.lua'));

export interface InstanceLeaseDeps {
  redis: RedisClient;
  log: Logger;
  clock: Clock;
}

/**
 * Lets one instance work while others stand by. An instance that cannot renew its lease stops in time before another
 * may take it; repairing users goes on, since two that repair write the same.
 */
export class InstanceLease {
  readonly instance = `${hostname()
    .replace(/[^\w.-]/g, '_')
    .slice(0, 64)}:${process.pid}:${randomUUID().slice(0, 8)}`;
  readonly #deps: InstanceLeaseDeps;
  readonly #lifeMs: number;
  #heldUntilMs = 0;
  #lastHolder: string | undefined;

  /** @param lifeMs how long it holds without being renewed */
  constructor(deps: InstanceLeaseDeps, { lifeMs }: { lifeMs: number }) {
    this.#deps = deps;
    this.#lifeMs = lifeMs;
  }

  /** Whether this instance works; said a second before another may. */
  isMine(): boolean {
    return this.#deps.clock.monotonicMs() < this.#heldUntilMs;
  }

  /** Whether this instance was the last known to work, though Redis may not tell now. */
  wasMine(): boolean {
    return this.#lastHolder === this.instance;
  }

  /** Whether another instance was the last known to work; false until Redis was asked. */
  isOthers(): boolean {
    return this.#lastHolder !== undefined && !this.wasMine();
  }

  /** Throws when it is not this instance's: for the steps of work that two must not do. */
  ensureMine(): void {
    if (!this.isMine()) throw new Error('another instance of acl-manager may have taken over');
  }

  /** Takes it or holds it on; resolves to whether this instance works from now on and did not before. */
  async renew(): Promise<boolean> {
    const { redis, clock, log } = this.#deps;
    const sentAtMs = clock.monotonicMs();
    const was = this.wasMine() && this.isMine();
    const holder = String(await redis.script(holdLease).run([clusterKeys.aclLease()], [this.instance, this.#lifeMs]));
    this.#lastHolder = holder;
    this.#heldUntilMs = holder === this.instance ? sentAtMs + this.#lifeMs - 1_000 : 0;
    if (holder !== this.instance) return false;
    if (!was) log.info({ instance: this.instance }, 'lease_taken');
    return !was;
  }

  /** Gives it up, so that another need not wait. */
  async close(): Promise<void> {
    this.#heldUntilMs = 0;
    if (!this.wasMine()) return;
    const { redis, log } = this.#deps;
    await redis
      .script(releaseLease)
      .run([clusterKeys.aclLease()], [this.instance])
      .catch((error: unknown) => log.warn({ err: toError(error) }, 'lease_not_released'));
  }
}
