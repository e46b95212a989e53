import type { OrgQuota } from './organization.ts';

/** What one request costs. */
export interface QuotaCost {
  events: number;
  bytes: number;
}

/** The two buckets of an organisation as this process alone sees them, for the time Redis does not answer. */
export class LocalBucket {
  #events: number;
  #bytes: number;
  #atMs: number;

  constructor(quota: OrgQuota, nowMs: number) {
    this.#events = quota.eventsPerSecond * quota.burstSeconds;
    this.#bytes = quota.bytesPerSecond * quota.burstSeconds;
    this.#atMs = nowMs;
  }

  /** @returns ms to wait, 0 when the cost was taken; the same rules as take-tokens-1.lua */
  take(quota: OrgQuota, cost: QuotaCost, nowMs: number): number {
    const { mostEvents, mostBytes } = this.#refill(quota, nowMs);
    const eventsMissing = Math.min(cost.events, mostEvents) - this.#events;
    const bytesMissing = Math.min(cost.bytes, mostBytes) - this.#bytes;
    const waitMs = Math.max(eventsMissing / quota.eventsPerSecond, bytesMissing / quota.bytesPerSecond) * 1000;
    if (waitMs > 0) return Math.ceil(waitMs);
    this.#events -= cost.events;
    this.#bytes -= cost.bytes;
    return 0;
  }

  /** Notes what Redis gave: a Redis that answers now and then must not make this a second quota. */
  charge(quota: OrgQuota, given: QuotaCost, nowMs: number): void {
    this.#refill(quota, nowMs);
    this.#events -= given.events;
    this.#bytes -= given.bytes;
  }

  #refill(quota: OrgQuota, nowMs: number): { mostEvents: number; mostBytes: number } {
    const seconds = Math.max(0, nowMs - this.#atMs) / 1000;
    const mostEvents = quota.eventsPerSecond * quota.burstSeconds;
    const mostBytes = quota.bytesPerSecond * quota.burstSeconds;
    this.#atMs = nowMs;
    this.#events = Math.min(mostEvents, this.#events + quota.eventsPerSecond * seconds);
    this.#bytes = Math.min(mostBytes, this.#bytes + quota.bytesPerSecond * seconds);
    return { mostEvents, mostBytes };
  }
}
