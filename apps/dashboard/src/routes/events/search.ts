import { viewOfAccepted } from '@redoubt/contracts';
import { searchEvents, type StoredEvent } from '@redoubt/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { given, nextCursor, paging } from '../parameters.ts';
import type { Services } from '../services.ts';
import { storedEventSchema } from './event-schema.ts';
import { eventFilters, eventFiltersOf, viewParameter } from './filters.ts';
import { withScores } from './with-scores.ts';

export function searchEventsRoute({ database, limits }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/events',
    operationId: 'searchEvents',
    summary: 'Find events, newest event time first',
    permission: 'events:read',
    query: z.strictObject({ ...eventFilters, ...paging, view: viewParameter }),
    reply: z.strictObject({ events: z.array(storedEventSchema), nextCursor }),
    problems: ['refused'],
    handle: async ({ principal, query }) => {
      const options = { limit: query.limit, timeoutMs: limits.searchTimeoutMs, ...given({ cursor: query.cursor }) };
      const { orgId } = principal;
      const page = await searchEvents(database, orgId, eventFiltersOf(query), options);
      const events = await withScores(database, orgId, page.events);
      const { view } = query;
      if (view === undefined) return { json: { ...page, events } };
      const shown = events.map((event, i) => {
        const stored = page.events[i] as StoredEvent;
        return { ...event, view: viewOfAccepted(view, stored.payload, stored) };
      });
      return { json: { ...page, events: shown } };
    },
  });
}
