import type { OrgId } from '@redoubt/contracts';
import { lanesOfGroup, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { readGroupStates } from '@redoubt/stream';

const POLL_MS = 250;

/** Entries that each cursor has not settled, over time. */
export class SinkLags {
  readonly samples = new Map<GroupName, number[]>();
  readonly #redis: RedisClient;
  readonly #orgId: OrgId;
  #loop: Promise<void> | undefined;
  #isStopped = false;

  constructor(redis: RedisClient, orgId: OrgId) {
    this.#redis = redis;
    this.#orgId = orgId;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#loop;
  }

  /** Entries per cursor now; one that cannot be told counts as waiting. */
  async read(): Promise<Map<GroupName, number>> {
    const of = [{ orgId: this.#orgId, expectedGroups: [] }];
    const { states } = await readGroupStates(this.#redis, of, lanesOfGroup('siem_forwarder'));
    const lags = new Map<GroupName, number>();
    for (const { group, lagEntries, pendingEntries } of states) {
      const name = group as GroupName;
      lags.set(name, (lags.get(name) ?? 0) + (lagEntries ?? 1) + pendingEntries);
    }
    return lags;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      for (const [group, lag] of await this.read()) {
        const known = this.samples.get(group) ?? [];
        known.push(lag);
        this.samples.set(group, known);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** The 95th of a hundred in the first and in the last third: what stays flat has the same in both. */
export function thirdsOf(samples: readonly number[]): { first: number; last: number } {
  const third = Math.max(1, Math.floor(samples.length / 3));
  return { first: p95(samples.slice(0, third)), last: p95(samples.slice(-third)) };
}

function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0;
}
