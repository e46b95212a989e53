import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';

/** One alert with its history. @param version of the newest change that is known, so that it follows live changes */
export function alertQuery(alertId: string, version: number) {
  return queryOptions({
    queryKey: ['alerts', 'one', alertId, version],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/alerts/{alertId}', { params: { path: { alertId } }, signal })),
    placeholderData: (before) => (before?.alert.alertId === alertId ? before : undefined),
  });
}

/** Its counted events, as far as their ids are kept. */
export function alertEventsQuery(alertId: string) {
  return queryOptions({
    queryKey: ['alerts', 'events', alertId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/alerts/{alertId}/events', { params: { path: { alertId } }, signal })),
  });
}

/** How others of its rule were judged, others of its source, its events over time. */
export function similarQuery(alertId: string) {
  return queryOptions({
    queryKey: ['alerts', 'similar', alertId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/alerts/{alertId}/similar', { params: { path: { alertId } }, signal })),
    staleTime: 30_000,
  });
}
