import type { Clock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { OutcomeUnknownError, type RedisClient } from '@redoubt/redis';

/** What is counted by the hour. */
export const HOURLY = ['logins', 'failures', 'denied', 'incidents', 'gaps'] as const;
export type Hourly = (typeof HOURLY)[number];

const HOUR_MS = 3_600_000;
/** The hour under way and the 23 before. */
const SHOWN = 24;

/**
 * Numbers of the last 24 hours in `{acl}:hours`, so that a restart does not forget them. What cannot be written is kept
 * and written with the next; a number may be lost with this process, never counted twice.
 */
export class HourCounters {
  readonly #redis: RedisClient;
  readonly #clock: Clock;
  readonly #totals = new Map<string, number>();
  #pending = new Map<string, number>();

  constructor({ redis, clock }: { redis: RedisClient; clock: Clock }) {
    this.#redis = redis;
    this.#clock = clock;
  }

  /** Begins with what was counted before; another instance may have counted meanwhile. */
  async load(): Promise<void> {
    const flat = (await this.#redis.call('HGETALL', clusterKeys.aclHours(), [], { retry: 'free' })) as string[];
    this.#totals.clear();
    for (let i = 0; i < flat.length; i += 2) this.#totals.set(flat[i] as string, Number(flat[i + 1]));
    for (const [field, count] of this.#pending) this.#add(this.#totals, field, count);
  }

  add(what: Hourly, count: number): void {
    if (count <= 0) return;
    const field = `${this.#hour()}:${what}`;
    this.#add(this.#totals, field, count);
    this.#add(this.#pending, field, count);
  }

  #add(to: Map<string, number>, field: string, count: number): void {
    to.set(field, (to.get(field) ?? 0) + count);
  }

  #hour(): number {
    return Math.floor(this.#clock.now() / HOUR_MS);
  }

  /** 24 numbers, the hour under way last. */
  perHour(what: Hourly): number[] {
    const now = this.#hour();
    return Array.from({ length: SHOWN }, (_, i) => this.#totals.get(`${now - SHOWN + 1 + i}:${what}`) ?? 0);
  }

  total(what: Hourly): number {
    return this.perHour(what).reduce((sum, count) => sum + count, 0);
  }

  /** Writes what has come, and drops what is older than is shown. Rejects when Redis does not answer. */
  async flush(): Promise<void> {
    const key = clusterKeys.aclHours();
    const oldest = this.#hour() - SHOWN;
    const old = [...this.#totals.keys()].filter((field) => Number(field.split(':')[0]) < oldest);
    if (old.length > 0) {
      await this.#redis.call('HDEL', key, old);
      for (const field of old) this.#totals.delete(field);
    }
    const pending = [...this.#pending];
    if (pending.length === 0) return;
    this.#pending = new Map();
    const replies = await this.#redis.batch(
      pending.map(([field, count]) => ({
        name: 'HINCRBY',
        key,
        args: [key, field, count],
        retry: 'definite' as const,
      })),
    );
    // One that may have been counted is not counted again.
    const failed = pending.filter(
      (_, i) => replies[i] instanceof Error && !(replies[i] instanceof OutcomeUnknownError),
    );
    for (const [field, count] of failed) this.#add(this.#pending, field, count);
    const error = replies.find((reply) => reply instanceof Error);
    if (error) throw error;
  }
}
