import { infiniteQueryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { writeSearch } from '../../router/search-text.ts';
import type { SearchSearch } from './search-search.ts';

export const DEFAULT_RANGE = '24h';
const pageSize = 100;
const RANGE_MS = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 };

/** The address as the API's filters. */
export function filtersOf(search: SearchSearch, nowMs: number) {
  const { text, type, severity, source, user, asset, range = DEFAULT_RANGE, fromMs, toMs } = search;
  const hasTimes = fromMs !== undefined || toMs !== undefined;
  return {
    ...(text === undefined ? {} : { text }),
    ...(type === undefined ? {} : { type }),
    ...(severity === undefined ? {} : { minSeverity: severity }),
    ...(source === undefined ? {} : { sourceIp: source }),
    ...(user === undefined ? {} : { user }),
    ...(asset === undefined ? {} : { asset }),
    ...(hasTimes ? {} : { fromMs: nowMs - RANGE_MS[range] }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  };
}

/** Pages of found events, newest event time first. */
export function eventsQuery(search: SearchSearch, nowMs: number) {
  const filters = filtersOf(search, nowMs);
  return infiniteQueryOptions({
    queryKey: ['events', 'search', filters],
    queryFn: async ({ pageParam, signal }) => {
      const startedMs = performance.now();
      const query = { ...filters, limit: pageSize, ...(pageParam && { cursor: pageParam }) };
      const page = await answerOf(api.GET('/api/v1/events', { params: { query }, signal }));
      return { ...page, tookMs: Math.round(performance.now() - startedMs) };
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
}

/** Where the browser gets the same as a file. */
export function exportAddress(search: SearchSearch, nowMs: number, format: 'csv' | 'ndjson'): string {
  return `/api/v1/events/export${writeSearch({ ...filtersOf(search, nowMs), format })}`;
}
