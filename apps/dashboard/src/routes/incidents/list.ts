import { alertSchema, INCIDENT_CHANGES, INCIDENT_STATUSES, incidentSchema } from '@redoubt/contracts';
import { getIncident, listIncidents } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { caseFilters, caseFiltersOf } from '../alerts/filters.ts';
import { historyEntry } from '../history-schema.ts';
import { given, listOf, nextCursor, paging } from '../parameters.ts';
import type { Services } from '../services.ts';

export function listIncidentsRoute({ database, limits }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/incidents',
    operationId: 'listIncidents',
    summary: 'List incidents, newest first',
    permission: 'incidents:read',
    query: z.strictObject({
      ...caseFilters,
      status: listOf(z.enum(INCIDENT_STATUSES)).optional().describe('Any of these'),
      kind: z.enum(['alert', 'security']).optional(),
      ...paging,
    }),
    reply: z.strictObject({ incidents: z.array(incidentSchema), nextCursor }),
    problems: ['refused'],
    handle: async ({ principal, query }) => {
      const { limit, sort, cursor, status: statuses, kind } = query;
      const filters = { ...caseFiltersOf(query), ...given({ statuses, kind }) };
      const options = { limit, sort, timeoutMs: limits.searchTimeoutMs, ...given({ cursor }) };
      return { json: await listIncidents(database, principal.orgId, filters, options) };
    },
  });
}

export function showIncidentRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/incidents/{incidentId}',
    operationId: 'getIncident',
    summary: 'An incident with its history and alerts',
    permission: 'incidents:read',
    params: z.strictObject({ incidentId: z.uuid() }),
    reply: z.strictObject({
      incident: incidentSchema,
      history: z
        .array(historyEntry(INCIDENT_CHANGES, INCIDENT_STATUSES, { alertCount: z.number().int() }))
        .describe('Oldest first'),
      alerts: z.array(alertSchema).describe('Newest first, at most 200'),
    }),
    handle: async ({ principal, params }) => {
      const found = await getIncident(database, principal.orgId, params.incidentId);
      if (!found) throw new Refusal('not_found');
      return { json: found };
    },
  });
}
