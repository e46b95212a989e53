import type { Lane, OrgId } from '@redoubt/contracts';
import { bellOf, clusterKeys, partitionOf } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';

const tickMs = 10;
/** Organisations named in one message; the rest goes into the next tick. */
const maxNamesPerMessage = 200;

/**
 * Tells consumers that organisations have new entries: one message per channel and tick naming them, `<orgId>` or
 * `<orgId>p` when the priority lane got some. The first ring goes out at once, later ones at the trailing edge of the
 * tick, so the last frame of a burst is always rung. A bell is a hint: consumers find everything by their sweep.
 */
export class Doorbell {
  readonly #redis: RedisClient;
  readonly #pending = new Map<number, Map<OrgId, boolean>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  ring(orgId: OrgId, lanes: readonly Lane[]): void {
    const bell = bellOf(partitionOf(orgId));
    const names = this.#pending.get(bell) ?? new Map<OrgId, boolean>();
    names.set(orgId, (names.get(orgId) ?? false) || lanes.includes('p'));
    this.#pending.set(bell, names);
    if (this.#timer) return;
    queueMicrotask(() => this.#send());
    this.#timer = setTimeout(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  #tick(): void {
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    this.#send();
    this.#timer = setTimeout(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  #send(): void {
    const commands: RedisCommand[] = [];
    for (const [bell, names] of this.#pending) {
      const channel = clusterKeys.bell(bell);
      const some = [...names].slice(0, maxNamesPerMessage);
      for (const [orgId] of some) names.delete(orgId);
      if (names.size === 0) this.#pending.delete(bell);
      const text = some.map(([orgId, isUrgent]) => (isUrgent ? `${orgId}p` : orgId)).join(' ');
      commands.push({ name: 'SPUBLISH', key: channel, args: [channel, text], retry: 'never' });
    }
    if (commands.length > 0) void this.#redis.batch(commands);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#send();
  }
}
