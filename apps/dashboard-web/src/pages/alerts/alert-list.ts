import type { Alert, Severity } from '@redoubt/contracts';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { paths } from '../../api/schema.d.ts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import type { AlertsSearch } from './alerts-search.ts';

export const OPEN_STATUSES = ['firing', 'acknowledged'] as const;
export const DEFAULT_RANGE = '24h';
const pageSize = 200;
const RANGE_MS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 };

type Query = NonNullable<paths['/api/v1/alerts']['get']['parameters']['query']>;

/** What the list shows when the address does not say. */
export function effective(search: AlertsSearch) {
  const { status = OPEN_STATUSES, range = DEFAULT_RANGE } = search;
  return { ...search, status, range };
}

/** The address as the API's filters. @param nowMs of the start of the list; an open alert is in every time */
export function filtersOf(search: AlertsSearch, nowMs: number): Omit<Query, 'limit' | 'cursor' | 'sort'> {
  const { status, range, severity, rule, source, subject, assignee, text, fromMs, toMs, hidden } = effective(search);
  const since = fromMs ?? (range === 'all' ? undefined : nowMs - RANGE_MS[range]);
  return {
    status: [...status],
    ...(severity === undefined ? {} : { minSeverity: severity }),
    ...(rule === undefined ? {} : { ruleId: rule }),
    ...(source === undefined ? {} : { sourceIp: source }),
    ...(subject === undefined ? {} : { subject }),
    ...(assignee === undefined ? {} : { assignee: assignee === NOBODY ? '' : assignee }),
    ...(text === undefined ? {} : { text }),
    ...(since === undefined ? {} : { fromMs: since }),
    ...(toMs === undefined ? {} : { toMs }),
    ...(hidden === 'with' ? {} : { isHidden: hidden === 'only' }),
  };
}

/** In the address: alerts that belong to nobody. */
export const NOBODY = 'nobody';

/** Pages of the list, newest change first. @param missed grows when changes may have been missed */
export function alertsQuery(search: AlertsSearch, startedAtMs: number, missed: number) {
  const filters = filtersOf(search, startedAtMs);
  return infiniteQueryOptions({
    queryKey: ['alerts', 'list', filters, missed],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/v1/alerts', {
          params: { query: { ...filters, sort: 'updated', limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Live changes keep it fresh.
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
}

/** Newest change first, as the API sorts. */
export function byLatestChange(a: Alert, b: Alert): number {
  return b.updatedAtMs - a.updatedAtMs || (a.alertId < b.alertId ? 1 : -1);
}

const rankOf = (severity: Severity): number => SEVERITIES_DOWN.indexOf(severity);

/** Whether a live alert belongs into the list of these filters. */
export function matcherOf(search: AlertsSearch, startedAtMs: number): (alert: Alert) => boolean {
  const { status, minSeverity, ruleId, sourceIp, subject, assignee, text, fromMs, toMs, isHidden } = filtersOf(
    search,
    startedAtMs,
  );
  const words = text?.toLowerCase();
  return (alert) =>
    (status === undefined || status.includes(alert.status)) &&
    (minSeverity === undefined || rankOf(alert.severity) <= rankOf(minSeverity)) &&
    (ruleId === undefined || alert.ruleId === ruleId) &&
    (sourceIp === undefined || alert.subject.sourceIp === sourceIp) &&
    (subject === undefined || Object.values(alert.subject).includes(subject)) &&
    (assignee === undefined || (alert.assignee ?? '') === assignee) &&
    (words === undefined || alert.title.toLowerCase().includes(words)) &&
    (fromMs === undefined || alert.updatedAtMs >= fromMs) &&
    (toMs === undefined || alert.updatedAtMs < toMs) &&
    (isHidden === undefined || isHidden === isHiddenAlert(alert));
}

function isHiddenAlert({ suppressedBy, inhibitedBy }: Alert): boolean {
  return suppressedBy !== undefined || inhibitedBy !== undefined;
}
