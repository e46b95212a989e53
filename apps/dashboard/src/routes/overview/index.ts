import { SEVERITIES } from '@redoubt/contracts';
import { may } from '@redoubt/tenancy';
import { z } from 'zod';
import { totalOf } from '../../cache/event-counters.ts';
import { OverviewCache, type Overview } from '../../cache/overview-cache.ts';
import { UNIQUE_ERROR } from '../../cache/rankings.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SecurityDesk } from '../../security/security-desk.ts';
import type { Services } from '../services.ts';

const count = z.number().int();
const bySeverity = z.strictObject(Object.fromEntries(SEVERITIES.map((severity) => [severity, count])));

const overviewSchema = z.strictObject({
  atMs: z.number(),
  computedAtMs: z.number().describe('The numbers are of this time; only `eventsPerSecond` is of `atMs`'),
  events24h: count.describe('Accepted in 24 hours, up to five minutes more'),
  criticalEvents24h: count,
  eventsPerSecond: z.number().describe('Over the last minute'),
  bySeverity: bySeverity.describe('Events of the last hour'),
  openAlerts: count,
  openBySeverity: bySeverity,
  oldestOpenAlertMs: z.number().nullable().describe('Age; null when none is open'),
  openIncidents: count,
  mttaSeconds: z.number().nullable().describe('Mean time to acknowledge or close, of alerts handled within 7 days'),
  mttrSeconds: z.number().nullable().describe('Mean time to close, likewise'),
  hoursFromMs: z
    .number()
    .describe('Begin of the hour before this one: threats, sources, addresses and assets count from it'),
  topThreats: z.array(z.strictObject({ eventType: z.string(), count })),
  topSources: z.array(z.strictObject({ sourceIp: z.string(), count: count.describe('At least so many') })),
  uniqueIps: z.strictObject({ estimate: count, relativeError: z.number() }).describe('Distinct source addresses'),
  assets: z
    .array(
      z.strictObject({
        asset: z.string(),
        health: count.min(0).max(100),
        events: count,
        alerts: count.describe('Open ones'),
        worstSeverity: z.enum(SEVERITIES).nullable().describe('Of its open alerts'),
      }),
    )
    .describe(
      'The worst first. Health: 100, less 40, 20, 8 or 3 per open alert of critical, high, medium or low severity (70 ' +
        'at most), less 20 times the share of events of high or critical severity, less 10 for an asset that is silent',
    ),
  redisScore: z
    .strictObject({ score: z.number(), measuredShare: z.number() })
    .nullable()
    .describe('Null: not measured, or not for this credential: it needs `platform:read`'),
});

export function overviewRoutes(services: Services, security: Pick<SecurityDesk, 'score'>): Route[] {
  const cache = new OverviewCache(services, { timeoutMs: services.limits.searchTimeoutMs });
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/overview',
      operationId: 'getOverview',
      summary: 'How things stand: events, open alerts and incidents, threats, sources and assets',
      description: 'Made from counters and kept for some seconds; old numbers are answered while new ones are made.',
      permission: 'alerts:read',
      reply: overviewSchema,
      handle: async ({ principal }) => {
        const [overview, score] = await Promise.all([
          cache.read(principal.orgId),
          may(principal, 'platform:read') ? security.score() : null,
        ]);
        return { json: { ...overviewJson(overview, services.clock.now()), redisScore: score } };
      },
    }),
  ];
}

function overviewJson(
  { record, eventsPerSecond, assets }: Overview,
  atMs: number,
): Omit<z.output<typeof overviewSchema>, 'redisScore'> {
  const { oldestOpenAlertAtMs: oldest, day } = record;
  return {
    ...{ atMs, computedAtMs: record.computedAtMs, eventsPerSecond },
    ...{ events24h: record.events24h, criticalEvents24h: record.criticalEvents24h, bySeverity: record.bySeverity },
    ...{ openAlerts: totalOf(record.openBySeverity), openBySeverity: record.openBySeverity },
    oldestOpenAlertMs: oldest === null ? null : Math.max(0, atMs - oldest),
    ...{ openIncidents: record.openIncidents, mttaSeconds: day.mttaSeconds, mttrSeconds: day.mttrSeconds },
    hoursFromMs: record.hoursFromMs,
    topThreats: record.topThreats.map(({ name, count: events }) => ({ eventType: name, count: events })),
    topSources: record.topSources.map(({ name, count: events }) => ({ sourceIp: name, count: events })),
    uniqueIps: { estimate: record.uniqueIps, relativeError: UNIQUE_ERROR },
    assets: assets.map(({ asset, health, events, openAlerts, worstSeverity }) => {
      return { asset, health, events, alerts: openAlerts, worstSeverity };
    }),
  };
}
