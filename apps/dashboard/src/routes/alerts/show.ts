import { ALERT_CHANGES, ALERT_STATUSES } from '@redoubt/contracts';
import { findEvents, getAlert } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { storedEventSchema } from '../events/event-schema.ts';
import { withScores } from '../events/with-scores.ts';
import { historyEntry } from '../history-schema.ts';
import type { Services } from '../services.ts';
import { shownAlertSchema, withAssets } from './with-assets.ts';

const params = z.strictObject({ alertId: z.uuid() });
const maxHistory = 1_000;

export function showAlertRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/alerts/{alertId}',
    operationId: 'getAlert',
    summary: 'An alert with its history',
    permission: 'alerts:read',
    params,
    query: z.strictObject({
      historyLimit: z.coerce.number().int().min(0).max(maxHistory).default(maxHistory).describe('Newest changes'),
    }),
    reply: z.strictObject({
      alert: shownAlertSchema,
      history: z
        .array(historyEntry(ALERT_CHANGES, ALERT_STATUSES, { count: z.number().int().describe('Events by then') }))
        .describe('Oldest first'),
    }),
    handle: async ({ principal, params: { alertId }, query }) => {
      const found = await getAlert(database, principal.orgId, alertId, query);
      if (!found) throw new Refusal('not_found');
      const [alert] = await withAssets(database, principal.orgId, [found.alert]);
      return { json: { ...found, alert } };
    },
  });
}

export function alertEventsRoute({ database, limits }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/alerts/{alertId}/events',
    operationId: 'getAlertEvents',
    summary: 'Events that counted for an alert and are still stored, oldest first',
    permission: 'events:read',
    params,
    reply: z.strictObject({ events: z.array(storedEventSchema) }),
    handle: async ({ principal: { orgId }, params: { alertId } }) => {
      const found = await getAlert(database, orgId, alertId, { historyLimit: 0 });
      if (!found) throw new Refusal('not_found');
      const { sampleEventIds, firstSeenMs: fromMs, lastSeenMs: toMs } = found.alert;
      const within = { fromMs, toMs, timeoutMs: limits.searchTimeoutMs };
      const events = await findEvents(database, orgId, sampleEventIds, within);
      return { json: { events: await withScores(database, orgId, events) } };
    },
  });
}
