import { ALERT_STATUSES, SEVERITIES } from '@redoubt/contracts';
import { alertCounts, listAlerts } from '@redoubt/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { given, moment, nextCursor, paging } from '../parameters.ts';
import type { Services } from '../services.ts';
import { alertFilters, alertFiltersOf } from './filters.ts';
import { shownAlertSchema, withAssets } from './with-assets.ts';

export function listAlertsRoute({ database, limits }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/alerts',
    operationId: 'listAlerts',
    summary: 'List alerts, newest first',
    permission: 'alerts:read',
    query: z.strictObject({ ...alertFilters, ...paging }),
    reply: z.strictObject({ alerts: z.array(shownAlertSchema), nextCursor }),
    problems: ['refused'],
    handle: async ({ principal, query }) => {
      const { limit, sort, cursor } = query;
      const options = { limit, sort, timeoutMs: limits.searchTimeoutMs, ...given({ cursor }) };
      const page = await listAlerts(database, principal.orgId, alertFiltersOf(query), options);
      return { json: { ...page, alerts: await withAssets(database, principal.orgId, page.alerts) } };
    },
  });
}

const bySeverity = z.strictObject(Object.fromEntries(SEVERITIES.map((severity) => [severity, z.number().int()])));

export function countAlertsRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/alerts/counts',
    operationId: 'countAlerts',
    summary: 'Count alerts by status and severity',
    permission: 'alerts:read',
    query: z.strictObject({ sinceMs: moment.optional().describe('Only those that changed since then') }),
    reply: z.strictObject({
      counts: z.strictObject(Object.fromEntries(ALERT_STATUSES.map((status) => [status, bySeverity]))),
    }),
    handle: async ({ principal, query }) => ({
      json: { counts: await alertCounts(database, principal.orgId, given({ sinceMs: query.sinceMs })) },
    }),
  });
}
