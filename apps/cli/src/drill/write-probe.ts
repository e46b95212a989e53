import { newOrgId, type Clock } from '@redoubt/contracts';
import { orgKeys, slotOf } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';

const LIFE_MS = 600_000;
const PAUSE_MS = 5;
const READ_AT_ONCE = 200;

export interface ProbeResult {
  written: number;
  /** Acknowledged and not there afterwards. */
  lost: number;
  /** Longest time between two acknowledged writes, ms. */
  longestGapMs: number;
}

/**
 * Writes one key after the other into slots of one master, as fast as it answers, and remembers what was acknowledged.
 * The keys belong to an organisation that does not exist, and go by themselves within ten minutes.
 */
export class WriteProbe {
  readonly #redis: RedisClient;
  readonly #clock: Clock;
  readonly #keys: ReturnType<typeof orgKeys>;
  readonly #acknowledged: string[] = [];
  #longestGapMs = 0;
  #isStopped = false;
  #running: Promise<void> | undefined;

  /** @param isOfMaster whether a slot is served by the master to be watched */
  constructor(redis: RedisClient, clock: Clock, isOfMaster: (slot: number) => boolean) {
    this.#redis = redis;
    this.#clock = clock;
    this.#keys = keysOf(isOfMaster);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the writing and reads back what was acknowledged. @throws what Redis answers to the reads */
  async stop(): Promise<ProbeResult> {
    this.#isStopped = true;
    await this.#running;
    const lost = await this.#countLost();
    return { written: this.#acknowledged.length, lost, longestGapMs: Math.round(this.#longestGapMs) };
  }

  async #run(): Promise<void> {
    let lastMs = this.#clock.monotonicMs();
    for (let count = 0; !this.#isStopped; count++) {
      const key = this.#keys.idempotency(`drill-${count}`);
      const isDone = await this.#write(key, String(count));
      const nowMs = this.#clock.monotonicMs();
      if (isDone) {
        this.#acknowledged.push(key);
        this.#longestGapMs = Math.max(this.#longestGapMs, nowMs - lastMs);
        lastMs = nowMs;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** Each write once: one whose outcome is unknown is not counted on. */
  async #write(key: string, value: string): Promise<boolean> {
    const args = [key, value, 'PX', LIFE_MS];
    const [reply] = await this.#redis.batch([{ name: 'SET', key, args, retry: 'free' }]);
    return !(reply instanceof Error);
  }

  async #countLost(): Promise<number> {
    let lost = 0;
    for (let at = 0; at < this.#acknowledged.length; at += READ_AT_ONCE) {
      const keys = this.#acknowledged.slice(at, at + READ_AT_ONCE);
      const replies = await this.#redis.batch(keys.map((key) => ({ name: 'GET', key, args: [key], retry: 'free' })));
      for (const reply of replies) {
        if (reply instanceof Error) throw reply;
        if (reply === null) lost += 1;
      }
    }
    return lost;
  }
}

function keysOf(isOfMaster: (slot: number) => boolean): ReturnType<typeof orgKeys> {
  for (;;) {
    const keys = orgKeys(newOrgId());
    if (isOfMaster(slotOf(keys.config()))) return keys;
  }
}
