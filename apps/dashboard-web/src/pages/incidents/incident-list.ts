import type { Incident, Severity } from '@redoubt/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import type { IncidentsSearch } from './incidents-search.ts';

export const OPEN_STATUSES = ['open', 'investigating'] as const;
const pageSize = 100;

function filtersOf({ status = [...OPEN_STATUSES], severity, assignee, text }: IncidentsSearch) {
  return {
    status,
    ...(severity === undefined ? {} : { minSeverity: severity }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(text === undefined ? {} : { text }),
  };
}

/** Pages of the list, newest change first. @param missed grows when changes may have been missed */
export function incidentsQuery(search: IncidentsSearch, missed: number) {
  const filters = filtersOf(search);
  return infiniteQueryOptions({
    queryKey: ['incidents', 'list', filters, missed],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: pageSize, ...(pageParam && { cursor: pageParam }) };
      return answerOf(api.GET('/api/v1/incidents', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
}

/** One incident with its alerts and history. @param version of the newest change that is known */
export function incidentQuery(incidentId: string, version: number) {
  return queryOptions({
    queryKey: ['incidents', 'one', incidentId, version],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/incidents/{incidentId}', { params: { path: { incidentId } }, signal })),
    placeholderData: (before) => (before?.incident.incidentId === incidentId ? before : undefined),
  });
}

export function byLatestChange(a: Incident, b: Incident): number {
  return b.updatedAtMs - a.updatedAtMs || (a.incidentId < b.incidentId ? 1 : -1);
}

const rankOf = (severity: Severity): number => SEVERITIES_DOWN.indexOf(severity);

/** Whether a live incident belongs into the list of these filters. */
export function matcherOf(search: IncidentsSearch): (incident: Incident) => boolean {
  const { status, minSeverity, assignee, text } = filtersOf(search);
  const words = text?.toLowerCase();
  return (incident) =>
    status.includes(incident.status) &&
    (minSeverity === undefined || rankOf(incident.severity) <= rankOf(minSeverity)) &&
    (assignee === undefined || incident.assignee === assignee) &&
    (words === undefined || incident.title.toLowerCase().includes(words));
}
