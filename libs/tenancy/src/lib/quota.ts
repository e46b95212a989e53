import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { systemClock, toError, type Clock, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import type { OrgQuota } from './organization.ts';
import { LocalBucket, type QuotaCost } from './token-bucket.ts';

const takeTokens = defineScript(join(import.meta.dirname, '..', 'scripts', 'take-tokens-1.lua'));
/** Subject of the bucket that all of an organisation's ingest shares. */
const INGEST = 'ingest';
const BUCKET_LIFE_S = 120;

export type QuotaDecision = { ok: true } | { ok: false; retryAfterMs: number };

/** Charges organisations for what they send, in events/s and bytes/s with burst. */
export interface Quota {
  /** Answers without a promise while the tokens this process holds last, which is nearly always. */
  take(
    orgId: OrgId,
    cost: QuotaCost,
    quota: OrgQuota,
    /** Whose bucket of the organisation: a `subjectHash`. Left out: the one that all of its ingest shares. */
    subject?: string,
  ): QuotaDecision | Promise<QuotaDecision>;
}

export interface QuotaOptions {
  /** Tokens fetched ahead, as time at the full rate: the hot path asks Redis about once in this time and organisation. */
  sliceMs?: number;
  /** Longest wait of a request for Redis. */
  timeoutMs?: number;
  /** After a failure Redis is left alone this long; the local limit applies. */
  restMs?: number;
  /** Buckets whose tokens are held; one that is pushed out loses at most a slice. */
  maxOrgs?: number;
}

const DEFAULTS: Required<QuotaOptions> = { sliceMs: 100, timeoutMs: 500, restMs: 1_000, maxOrgs: 10_000 };

interface Bucket {
  orgId: OrgId;
  subject: string;
}

interface OrgTokens {
  events: number;
  bytes: number;
  /** Set by a refusal: until then no question is asked, and requests that do not fit are refused at once. */
  refusedUntilMs: number;
  /** Used while Redis does not answer; charged with what it gives while it does. */
  local: LocalBucket | undefined;
}

interface Deps {
  redis: RedisClient;
  log: Logger;
  clock?: Clock;
}

/**
 * One bucket per organisation in its own slot, shared by all gateways. When Redis does not answer, each gateway lets
 * through the organisation's full quota by itself (fail open, bounded): ingest then fails at the append if it must.
 */
export function createQuota(deps: Deps, options: QuotaOptions = {}): Quota {
  return new LeasedQuota(deps, { ...DEFAULTS, ...options });
}

class LeasedQuota implements Quota {
  readonly #deps: Deps;
  readonly #clock: Clock;
  readonly #options: Required<QuotaOptions>;
  readonly #orgs: LRUCache<string, OrgTokens>;
  #restUntilMs = -Infinity;

  constructor(deps: Deps, options: Required<QuotaOptions>) {
    this.#deps = deps;
    this.#clock = deps.clock ?? systemClock;
    this.#options = options;
    this.#orgs = new LRUCache({ max: options.maxOrgs });
  }

  take(orgId: OrgId, cost: QuotaCost, quota: OrgQuota, subject = INGEST): QuotaDecision | Promise<QuotaDecision> {
    // Ingest, the hot path, needs no new text.
    const held = this.#tokensOf(subject === INGEST ? orgId : `${orgId} ${subject}`);
    if (held.events >= cost.events && held.bytes >= cost.bytes) {
      held.events -= cost.events;
      held.bytes -= cost.bytes;
      return { ok: true };
    }
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#restUntilMs) return this.#takeLocally(held, cost, quota);
    if (nowMs < held.refusedUntilMs) return { ok: false, retryAfterMs: Math.ceil(held.refusedUntilMs - nowMs) };
    return this.#fetch({ orgId, subject }, held, cost, quota);
  }

  #tokensOf(key: string): OrgTokens {
    let held = this.#orgs.get(key);
    if (!held) {
      held = { events: 0, bytes: 0, refusedUntilMs: -Infinity, local: undefined };
      this.#orgs.set(key, held);
    }
    return held;
  }

  async #fetch(bucket: Bucket, held: OrgTokens, cost: QuotaCost, quota: OrgQuota): Promise<QuotaDecision> {
    // What this process holds counts; it is taken first so that a second request does not count on it as well.
    const ownEvents = Math.min(held.events, cost.events);
    const ownBytes = Math.min(held.bytes, cost.bytes);
    held.events -= ownEvents;
    held.bytes -= ownBytes;
    const missing = { events: cost.events - ownEvents, bytes: cost.bytes - ownBytes };
    try {
      const [events, bytes, waitMs] = await this.#ask(bucket, missing, quota);
      if (waitMs === 0) {
        held.events += events - missing.events;
        held.bytes += bytes - missing.bytes;
        this.#localOf(held, quota).charge(quota, { events, bytes }, this.#clock.monotonicMs());
        return { ok: true };
      }
      held.events += ownEvents;
      held.bytes += ownBytes;
      held.refusedUntilMs = this.#clock.monotonicMs() + Math.min(waitMs, this.#options.sliceMs);
      return { ok: false, retryAfterMs: waitMs };
    } catch (error) {
      held.events += ownEvents;
      held.bytes += ownBytes;
      this.#restUntilMs = this.#clock.monotonicMs() + this.#options.restMs;
      this.#deps.log.warn({ err: toError(error), orgId: bucket.orgId }, 'quota_store_unavailable');
      return this.#takeLocally(held, cost, quota);
    }
  }

  async #ask({ orgId, subject }: Bucket, missing: QuotaCost, quota: OrgQuota): Promise<[number, number, number]> {
    const slice = this.#options.sliceMs / 1000;
    const command = this.#deps.redis
      .script(takeTokens)
      .command(
        [orgKeys(orgId).rateLimit(subject)],
        [
          quota.eventsPerSecond,
          quota.eventsPerSecond * quota.burstSeconds,
          quota.bytesPerSecond,
          quota.bytesPerSecond * quota.burstSeconds,
          missing.events,
          missing.bytes,
          missing.events + Math.ceil(quota.eventsPerSecond * slice),
          missing.bytes + Math.ceil(quota.bytesPerSecond * slice),
          BUCKET_LIFE_S,
        ],
      );
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error('no answer in time')), this.#options.timeoutMs);
    try {
      const [reply] = await Promise.race([this.#deps.redis.batch([command]), late]);
      if (reply instanceof Error) throw reply;
      return reply as [number, number, number];
    } finally {
      clearTimeout(timer);
    }
  }

  #takeLocally(held: OrgTokens, cost: QuotaCost, quota: OrgQuota): QuotaDecision {
    const ownEvents = Math.min(held.events, cost.events);
    const ownBytes = Math.min(held.bytes, cost.bytes);
    const missing = { events: cost.events - ownEvents, bytes: cost.bytes - ownBytes };
    const retryAfterMs = this.#localOf(held, quota).take(quota, missing, this.#clock.monotonicMs());
    if (retryAfterMs > 0) return { ok: false, retryAfterMs };
    held.events -= ownEvents;
    held.bytes -= ownBytes;
    return { ok: true };
  }

  #localOf(held: OrgTokens, quota: OrgQuota): LocalBucket {
    held.local ??= new LocalBucket(quota, this.#clock.monotonicMs());
    return held.local;
  }
}
