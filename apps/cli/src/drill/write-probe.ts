import { newOrgId, type Clock } from '@redoubt/contracts';
import { orgKeys, SLOT_COUNT, slotOf } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { SlotRange } from './master-slots.ts';

export interface WriteProbeDeps {
  redis: Pick<RedisClient, 'batch'>;
  clock: Clock;
  pause: (ms: number) => Promise<void>;
}

const LIFE_MS = 600_000;
const PAUSE_MS = 5;
const LOOK_MS = 20;
const READ_AT_ONCE = 200;
/** All of them miss a master of a single slot once in ten million times (e^-16), within a second or two. */
const MAX_TRIES = 16 * SLOT_COUNT;

export interface ProbeFigures {
  written: number;
  /** Longest time between two acknowledged writes, or between the last one and the end, ms. */
  longestGapMs: number;
}

/**
 * Writes one key after the other into slots of one master, as fast as it answers, and remembers what was acknowledged.
 * The keys belong to an organisation that does not exist, and go by themselves within ten minutes.
 */
export class WriteProbe {
  readonly #deps: WriteProbeDeps;
  readonly #keys: ReturnType<typeof orgKeys>;
  readonly #acknowledged: string[] = [];
  #lastMs = 0;
  #newestSentMs = -Infinity;
  #longestGapMs = 0;
  #lastFailure = 'no answer';
  #isStopped = false;
  #running: Promise<void> | undefined;

  /**
   * @param slots what the master to be watched serves
   * @throws Error when no key is found for them
   */
  constructor(deps: WriteProbeDeps, slots: readonly SlotRange[]) {
    this.#deps = deps;
    this.#keys = keysIn(slots);
  }

  /** Why the last write that failed did. */
  get lastFailure(): string {
    return this.#lastFailure;
  }

  start(): void {
    this.#lastMs = this.#deps.clock.monotonicMs();
    this.#running ??= this.#run();
  }

  /** Whether a write is acknowledged that was sent from now on. */
  async takesAgain(withinMs: number): Promise<boolean> {
    const { clock, pause } = this.#deps;
    const sinceMs = clock.monotonicMs();
    while (this.#newestSentMs < sinceMs) {
      if (clock.monotonicMs() - sinceMs >= withinMs) return false;
      await pause(LOOK_MS);
    }
    return true;
  }

  /** Ends the writing. */
  async stop(): Promise<ProbeFigures> {
    this.#isStopped = true;
    await this.#running;
    this.#countGap();
    return { written: this.#acknowledged.length, longestGapMs: Math.round(this.#longestGapMs) };
  }

  /** Reads back what was acknowledged. @returns how much is not there @throws what Redis answers to the reads */
  async countLost(): Promise<number> {
    let lost = 0;
    for (let at = 0; at < this.#acknowledged.length; at += READ_AT_ONCE) {
      const keys = this.#acknowledged.slice(at, at + READ_AT_ONCE);
      const reads = keys.map((key) => ({ name: 'GET', key, args: [key], retry: 'free' }) as const);
      for (const reply of await this.#deps.redis.batch(reads)) {
        if (reply instanceof Error) throw reply;
        if (reply === null) lost += 1;
      }
    }
    return lost;
  }

  async #run(): Promise<void> {
    const { clock, pause } = this.#deps;
    for (let count = 0; !this.#isStopped; count++) {
      const key = this.#keys.idempotency(`drill-${count}`);
      const sentMs = clock.monotonicMs();
      const failure = await this.#write(key, String(count));
      if (failure === undefined) {
        this.#acknowledged.push(key);
        this.#newestSentMs = sentMs;
        this.#countGap();
        this.#lastMs = clock.monotonicMs();
      } else {
        this.#lastFailure = failure.message;
      }
      await pause(PAUSE_MS);
    }
  }

  #countGap(): void {
    this.#longestGapMs = Math.max(this.#longestGapMs, this.#deps.clock.monotonicMs() - this.#lastMs);
  }

  /** Each write once: one whose outcome is unknown is not counted on. */
  async #write(key: string, value: string): Promise<Error | undefined> {
    const args = [key, value, 'PX', LIFE_MS];
    const [reply] = await this.#deps.redis.batch([{ name: 'SET', key, args, retry: 'free' }]);
    return reply instanceof Error ? reply : undefined;
  }
}

function keysIn(slots: readonly SlotRange[]): ReturnType<typeof orgKeys> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const keys = orgKeys(newOrgId());
    const slot = slotOf(keys.config());
    if (slots.some(([first, last]) => slot >= first && slot <= last)) return keys;
  }
  throw new Error('no key was found for the slots of the master');
}
