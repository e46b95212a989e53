import { alertSchema, DISPOSITIONS, isIpAddress, type Alert, type OrgId } from '@redoubt/contracts';
import {
  eventHistogram,
  findEvents,
  getAlert,
  listAlerts,
  ruleOutcomes,
  type AlertFilters,
  type EventHistogram,
} from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { given } from '../parameters.ts';
import type { Services } from '../services.ts';

const count = z.number().int();
const dayMs = 86_400_000;
const lookBackDays = 30;
const mostSimilar = 10;
const mostClosed = 5;
const mostPoints = 60;
/** Longest time that is drawn: of an episode that goes on for days, its end. */
const mostDrawnMs = dayMs;

export const closedAs = z.strictObject(Object.fromEntries(DISPOSITIONS.map((disposition) => [disposition, count])));

const reply = z.strictObject({
  bySource: z.array(alertSchema).describe('Newest other alerts of the same address, else user, else asset'),
  byRule: z.strictObject({
    closedAs: closedAs.describe(`Of the last ${lookBackDays} days`),
    last: z.array(
      z.strictObject({
        alertId: z.uuid(),
        disposition: z.enum(DISPOSITIONS),
        closedBy: z.string().optional(),
        note: z.string().optional(),
        atMs: z.number(),
      }),
    ),
  }),
  window: z.strictObject({
    stepMs: count.describe('Length of a point'),
    points: z
      .array(z.strictObject({ atMs: z.number(), count }))
      .describe("Stored events of the alert's subject and of its sample events' types; empty when none are stored"),
    isWhole: z.boolean().describe('False when there are too many to be counted in time'),
    threshold: z.number().optional(),
    windowSeconds: z.number().optional(),
  }),
});

export function similarAlertsRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/alerts/{alertId}/similar',
    operationId: 'getSimilarAlerts',
    summary: 'What is like an alert: others of its source, how others of its rule were judged, its events over time',
    permission: 'alerts:read',
    params: z.strictObject({ alertId: z.uuid() }),
    reply,
    handle: async ({ principal: { orgId }, params: { alertId } }) => {
      const { database, clock, limits } = services;
      const found = await getAlert(database, orgId, alertId, { historyLimit: 0 });
      if (!found) throw new Refusal('not_found');
      const { alert } = found;
      const timeoutMs = limits.searchTimeoutMs;
      const since = { sinceMs: clock.now() - lookBackDays * dayMs, limit: mostClosed + 1, timeoutMs };
      const [bySource, outcomes, window] = await Promise.all([
        alertsOfSource(services, orgId, alert),
        ruleOutcomes(database, orgId, { ruleId: alert.ruleId, ...since }),
        windowOf(services, orgId, alert),
      ]);
      const last = outcomes.last.filter((one) => one.alertId !== alertId).slice(0, mostClosed);
      return { json: { bySource, byRule: { closedAs: outcomes.closedAs, last }, window } };
    },
  });
}

async function alertsOfSource({ database, limits }: Services, orgId: OrgId, alert: Alert): Promise<Alert[]> {
  const filter = sourceOf(alert);
  if (filter === undefined) return [];
  const options = { limit: mostSimilar + 1, timeoutMs: limits.searchTimeoutMs };
  const { alerts } = await listAlerts(database, orgId, filter, options);
  return alerts.filter(({ alertId }) => alertId !== alert.alertId).slice(0, mostSimilar);
}

function sourceOf({ subject: { sourceIp, user, asset } }: Alert): AlertFilters | undefined {
  if (sourceIp !== undefined && isIpAddress(sourceIp)) return { sourceIp };
  if (user !== undefined) return { user };
  return asset === undefined ? undefined : { asset };
}

async function windowOf({ database, limits, log }: Services, orgId: OrgId, alert: Alert) {
  const { threshold, windowSeconds } = alert;
  const toMs = alert.lastSeenMs + 1;
  const earliestMs = alert.firstSeenMs - (windowSeconds ?? 0) * 1_000;
  const fromMs = Math.max(earliestMs, toMs - mostDrawnMs);
  const stepMs = Math.max(1_000, Math.ceil((toMs - fromMs) / mostPoints / 1_000) * 1_000);
  const said = { stepMs, ...given({ threshold, windowSeconds }) };
  if (sourceOf(alert) === undefined) return { ...said, points: [], isWhole: true };
  const read = eventsOf(alert, { fromMs, toMs, stepMs }, { database, orgId, timeoutMs: limits.searchTimeoutMs });
  const { points, isWhole } = await read.catch((error: unknown): EventHistogram => {
    // The rest of the answer is worth more than its drawing.
    log.warn({ err: error, orgId, alertId: alert.alertId }, 'window_not_read');
    return { points: [], isWhole: false };
  });
  return { ...said, points, isWhole };
}

async function eventsOf(
  { subject, sampleEventIds, firstSeenMs, lastSeenMs }: Alert,
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
  { database, orgId, timeoutMs }: { database: Services['database']; orgId: OrgId; timeoutMs: number },
): Promise<EventHistogram> {
  const within = { fromMs: firstSeenMs, toMs: lastSeenMs, timeoutMs };
  const samples = await findEvents(database, orgId, sampleEventIds, within);
  const types = [...new Set(samples.map(({ eventType }) => eventType))];
  if (types.length === 0) return { points: [], isWhole: true };
  const { sourceIp, user, asset } = subject;
  const filter = { types, fromMs, toMs, ...given({ sourceIp, user, asset }) };
  return eventHistogram(database, orgId, filter, { stepMs, timeoutMs });
}
