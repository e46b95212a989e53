import { SEVERITIES, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { alertsPerDay } from '@redoubt/storage';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { addEvents, HOUR_MS, MINUTE_MS, noEvents, readMinutes, type BySeverity } from '../../cache/event-counters.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

const count = z.number().int();
const bySeverity = Object.fromEntries(SEVERITIES.map((severity) => [severity, count]));

/** Length and step of each range, ms. */
const RANGES = {
  '15m': { lengthMs: 15 * MINUTE_MS, stepMs: MINUTE_MS },
  '1h': { lengthMs: HOUR_MS, stepMs: MINUTE_MS },
  '24h': { lengthMs: 24 * HOUR_MS, stepMs: 10 * MINUTE_MS },
} as const;
const DAY_LIFE_MS = 30_000;
type Range = keyof typeof RANGES;

export function metricsRoutes(services: Services): Route[] {
  return [eventSeriesRoute(services), alertSeriesRoute(services)];
}

function eventSeriesRoute(services: Services): Route {
  // A day is 1,440 counters, too many to be read whenever somebody looks.
  const days = new LRUCache<OrgId, Point[]>({ max: 500, ttl: DAY_LIFE_MS });
  return defineRoute({
    method: 'get',
    path: '/api/v1/metrics/events',
    operationId: 'getEventSeries',
    summary: 'Accepted events over time, by severity',
    permission: 'events:read',
    query: z.strictObject({ range: z.enum(Object.keys(RANGES) as [Range, ...Range[]]).default('15m') }),
    reply: z.strictObject({
      stepMs: count.describe('Length of a point'),
      points: z
        .array(z.strictObject({ atMs: z.number().describe('Begin'), ...bySeverity }))
        .describe('Oldest first; the newest is still growing. Those of 24 hours may be 30 s old'),
    }),
    handle: async ({ principal: { orgId }, query: { range } }) => {
      const { stepMs } = RANGES[range];
      if (range !== '24h') return { json: { stepMs, points: await readSeries(services, orgId, range) } };
      const points = days.get(orgId) ?? (await readSeries(services, orgId, range));
      days.set(orgId, points, { noUpdateTTL: true });
      return { json: { stepMs, points } };
    },
  });
}

type Point = { atMs: number } & BySeverity;

async function readSeries({ redis, clock }: Services, orgId: OrgId, range: Range): Promise<Point[]> {
  const { lengthMs, stepMs } = RANGES[range];
  const nowMs = clock.now();
  const fromMs = nowMs - (nowMs % stepMs) - lengthMs + stepMs;
  const points: Point[] = Array.from({ length: lengthMs / stepMs }, (_, i) => {
    return { atMs: fromMs + i * stepMs, ...noEvents() };
  });
  for (const minute of await readMinutes(redis, orgKeys(orgId), fromMs, nowMs)) {
    const point = points[Math.floor((minute.atMs - fromMs) / stepMs)];
    if (point) addEvents(point, minute.bySeverity);
  }
  return points;
}

function alertSeriesRoute({ database, clock, limits }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/metrics/alerts',
    operationId: 'getAlertSeries',
    summary: 'Alerts opened per UTC day, by severity',
    permission: 'alerts:read',
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7).describe('With today') }),
    reply: z.strictObject({
      points: z
        .array(z.strictObject({ dayMs: z.number().describe('Begin of the day'), ...bySeverity }))
        .describe('Oldest first'),
    }),
    handle: async ({ principal, query }) => {
      const options = { days: query.days, nowMs: clock.now(), timeoutMs: limits.searchTimeoutMs };
      const days = await alertsPerDay(database, principal.orgId, options);
      return { json: { points: days.map(({ dayMs, bySeverity: counts }) => ({ dayMs, ...counts })) } };
    },
  });
}
