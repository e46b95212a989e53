import type { RedisClient } from '@redoubt/redis';
import { readGroupStates } from '@redoubt/stream';
import type { LoadProcess } from '../load/load-process.ts';
import type { BenchOrg } from '../platform.ts';

const POLL_MS = 250;

export interface KeeperLimits {
  /** Most entries that the slowest group may have before it. */
  mostEntries: number;
  eventsPerEntry: number;
  /** No more than this although more could be taken. */
  mostPerSecond?: number;
}

export interface GroupSample {
  atMs: number;
  accepted: number;
  /** Entries that a group has not acknowledged, of all organisations, by group. */
  waiting: ReadonlyMap<string, number>;
}

/**
 * Closes the loop over all groups: the generator may send no more than what keeps the slowest group within so many
 * entries, so that the rate is the one that lasts.
 */
export class GroupKeeper {
  readonly samples: GroupSample[] = [];
  readonly #redis: RedisClient;
  readonly #load: LoadProcess;
  readonly #orgs: readonly BenchOrg[];
  readonly #limits: KeeperLimits;
  #isStopped = false;
  #loop: Promise<void> | undefined;

  constructor(
    { redis, load, orgs }: { redis: RedisClient; load: LoadProcess; orgs: readonly BenchOrg[] },
    limits: KeeperLimits,
  ) {
    this.#redis = redis;
    this.#load = load;
    this.#orgs = orgs;
    this.#limits = limits;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#loop;
  }

  async sample(): Promise<GroupSample> {
    const accepted = this.#load.accepted;
    const waiting = await waitingEntries(this.#redis, this.#orgs);
    const sample = { atMs: performance.now(), accepted, waiting };
    this.samples.push(sample);
    return sample;
  }

  async #run(): Promise<void> {
    const { mostEntries, eventsPerEntry, mostPerSecond = Infinity } = this.#limits;
    const startedMs = performance.now();
    while (!this.#isStopped) {
      const { accepted, waiting } = await this.sample();
      const room = mostEntries - Math.max(...waiting.values());
      // Reached when the next look is due.
      const byRate = ((performance.now() - startedMs + POLL_MS) / 1_000) * mostPerSecond;
      this.#load.limit(Math.min(accepted + Math.max(0, room) * eventsPerEntry, byRate));
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** Delivered and not acknowledged, or not delivered yet, by group. */
export async function waitingEntries(
  redis: RedisClient,
  orgs: readonly BenchOrg[],
): Promise<ReadonlyMap<string, number>> {
  const of = orgs.map(({ organization }) => ({ orgId: organization.id, expectedGroups: [] }));
  const { states, failures } = await readGroupStates(redis, of);
  if (failures[0]) throw failures[0].error;
  const waiting = new Map<string, number>();
  for (const { group, lagEntries, pendingEntries } of states) {
    waiting.set(group, (waiting.get(group) ?? 0) + (lagEntries ?? 0) + pendingEntries);
  }
  return waiting;
}
