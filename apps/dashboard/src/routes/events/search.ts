import { viewOfAccepted } from '@redoubt/contracts';
import { searchEvents, type StoredEvent } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { OrgSlots } from '../../limits/org-slots.ts';
import { given, nextCursor, paging } from '../parameters.ts';
import type { Services } from '../services.ts';
import { storedEventSchema } from './event-schema.ts';
import { eventFilters, eventFiltersOf, viewParameter } from './filters.ts';
import { withScores } from './with-scores.ts';

const BUSY = 'as many searches for a text are running as may run for one organisation';

export function searchEventsRoute({ database, limits }: Services): Route {
  const textSearches = new OrgSlots(limits.textSearches);
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
      // No index helps with a text: without a place of its own one organisation would have every connection.
      const release = query.text === undefined ? undefined : textSearches.take(orgId);
      if (query.text !== undefined && release === undefined)
        throw new Refusal('rate_limited', BUSY, { retryAfterS: 1 });
      const page = await searchEvents(database, orgId, eventFiltersOf(query), options).finally(release);
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
