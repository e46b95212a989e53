import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type AnomalousEvent = components['schemas']['ListAnomaliesReply']['anomalies'][number];
export type AnomalyModel = components['schemas']['GetAnomalyModelReply'];

const everyMs = 30_000;

/** The most unusual events of a day. */
export function anomaliesQuery(limit: number) {
  return queryOptions({
    queryKey: ['anomalies', limit],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/anomalies', { params: { query: { limit } }, signal })),
    refetchInterval: everyMs,
  });
}

/** How the model is doing. */
export const anomalyModelQuery = queryOptions({
  queryKey: ['anomalies', 'model'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/anomalies/model', { signal })),
  refetchInterval: everyMs,
});
