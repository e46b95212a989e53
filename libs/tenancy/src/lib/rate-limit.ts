import type { Clock } from '@redoubt/contracts';
import { subjectHash } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import type { OrgQuota } from './organization.ts';
import type { Principal } from './people/principal.ts';
import { createQuota, type QuotaDecision } from './quota.ts';

/** What one user or key may ask in a minute, and how much of it at once. */
export interface RequestLimit {
  perMinute: number;
  /** Requests that may come at once after a pause. */
  burst: number;
}

export type RequestLimits = Record<Principal['kind'], RequestLimit>;

export const DEFAULT_REQUEST_LIMITS: RequestLimits = {
  user: { perMinute: 600, burst: 150 },
  api_key: { perMinute: 1_000, burst: 250 },
};

/** Limits how much one user or key may ask of the API, whichever instance it asks. */
export interface RateLimit {
  /**
   * Answers without a promise while tokens that this process holds last.
   *
   * @param cost how many requests it is worth; more than the whole burst passes when the bucket is full
   */
  take(principal: Principal, cost?: number): QuotaDecision | Promise<QuotaDecision>;
}

/** One token bucket per user or key in the organisation's slot. Without Redis each instance allows the limit by itself. */
export function createRateLimit(
  deps: { redis: RedisClient; log: Logger; clock?: Clock },
  limits: RequestLimits = DEFAULT_REQUEST_LIMITS,
): RateLimit {
  const quota = createQuota(deps);
  const quotas = { user: quotaOf(limits.user), api_key: quotaOf(limits.api_key) };
  return {
    take: ({ kind, id, orgId }, cost = 1) =>
      quota.take(orgId, { events: cost, bytes: 0 }, quotas[kind], subjectHash(`${kind}:${id}`)),
  };
}

/** The buckets count events and bytes; a request is an event without bytes. */
function quotaOf({ perMinute, burst }: RequestLimit): OrgQuota {
  const perSecond = perMinute / 60;
  return { eventsPerSecond: perSecond, bytesPerSecond: 1, burstSeconds: burst / perSecond };
}
