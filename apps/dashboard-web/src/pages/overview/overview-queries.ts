import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';

export type Overview = components['schemas']['GetOverviewReply'];
export type EventSeries = components['schemas']['GetEventSeriesReply'];
export const SERIES_RANGES = ['15m', '1h', '24h'] as const;
export type SeriesRange = (typeof SERIES_RANGES)[number];

const everyMs = 10_000;
const slowlyMs = 60_000;

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/overview', { signal })),
  refetchInterval: everyMs,
});

export function seriesQuery(range: SeriesRange) {
  return queryOptions({
    queryKey: ['overview', 'series', range],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/metrics/events', { params: { query: { range } }, signal })),
    refetchInterval: range === '24h' ? slowlyMs : everyMs,
    placeholderData: (before) => before,
  });
}

/** The newest open alerts. @param missed grows when live changes may have been missed */
export function newestAlertsQuery(missed: number) {
  return queryOptions({
    queryKey: ['alerts', 'newest', missed],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/alerts', {
          params: { query: { status: ['firing', 'acknowledged'], isHidden: false, limit: 20 } },
          signal,
        }),
      ),
    staleTime: slowlyMs,
  });
}
